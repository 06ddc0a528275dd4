package io.glasshive.check;

import java.util.List;

/**
 * Something done to a correct run, and the rule by which the check must notice it.
 *
 * @param statements {@code $RUN} stands for the run's id; each changes at least one row
 */
record Mutation(String what, String rule, List<String> statements) {

  /** Mutations of {@link SyntheticRuns#withGaps}; the numbers are positions in its log. */
  static List<Mutation> ofRunWithGaps() {
    return List.of(
        // the order and the columns
        of("an event is missing in the log", "seq", "delete from activity_events where $AT 20"),
        of("last_seq is ahead of the log", "seq", "update runs set last_seq = 45 where id = $RUN"),
        of("two events change places in the columns", "columns", swap(16, 17)),
        of("two events of a page change places", "entries", swap(16, 17), numbersOfColumns()),
        of("a page stands before its request", "requests", swap(12, 13), numbersOfColumns()),
        of("an event carries another's number", "columns", body(20, "\"seq\":20", "\"seq\":21")),
        of("a column has another worker", "columns", event(16, "worker_id = 2")),
        of("a column has another phase", "columns", event(16, "phase = 'amazon'")),
        of("a column has another action", "columns", event(30, "action = 'paused'")),
        of("a column has another error type", "columns", event(23, "error_type = 'timeout'")),
        of("a column lacks the error type", "columns", event(23, "error_type = null")),
        of("a column has another attempt", "columns", event(24, "attempt = 3")),
        of("a column has another time", "columns", event(24, "at = at + interval '1 ms'")),
        of("two events have one id", "id", body(20, "0014\"", "0013\"")),
        // the wire form
        of("an event is no JSON", "wire", body(20, "{\"id\"", "\"id\"")),
        of("a field comes twice", "wire", body(20, "\"items_count\":2", twice())),
        of("a field is in no table", "wire", body(20, "\"phase\"", "\"colour\":\"red\",\"phase\"")),
        of("fields are in another order", "columns", body(20, "\"worker_id\":0,", "")),
        of("the JSON is not compact", "wire", body(20, "\"phase\":", "\"phase\": ")),
        of(
            "an id is not of version 7",
            "wire",
            body(20, "0-7000-8000-000000000014", "0-4000-8000-000000000014")),
        of(
            "a time has milliseconds only",
            "wire",
            body(21, ".020123Z\",\"attempt\"", ".020Z\",\"attempt\"")),
        of("a time has an offset", "wire", body(23, ".022123Z\"}", ".022123+00:00\"}")),
        of(
            "a message is longer than 500",
            "wire",
            body(23, "the source answered badly", "x".repeat(501))),
        of("a name is longer than 80", "wire", body(20, "Lamp x", "Lamp xxx")),
        of("an address holds a password", "wire", body(21, "https://", "https://demo:pw@")),
        of("a count is a string", "wire", body(20, "\"items_count\":2", "\"items_count\":\"2\"")),
        of("a count is a fraction", "wire", body(20, "\"items_count\":2", "\"items_count\":2.0")),
        of("an error type is unknown", "wire", body(23, "\"http_500\"", "\"http_501\"")),
        of(
            "an error stage is unknown",
            "wire",
            body(23, "\"error_stage\":\"api\"", "\"error_stage\":\"web\"")),
        of(
            "a row error has a duration",
            "wire",
            body(17, "\"error_type\"", "\"duration_ms\":1,\"error_type\"")),
        of(
            "a row error has a begin",
            "wire",
            body(
                17,
                "\"error_type\"",
                "\"started_at\":\"2026-10-24T10:00:00.000000Z\",\"error_type\"")),
        of(
            "a row error is about two rows",
            "wire",
            body(17, "\"items_count\":1", "\"items_count\":2")),
        of(
            "a row error is promised another try",
            "wire",
            body(
                17,
                "\"items_count\":1",
                "\"items_count\":1,\"next_try_at\":\"2026-10-24T10:00:00.000000Z\"")),
        of(
            "a row error of eBay has a stage of Amazon",
            "wire",
            body(17, "seller_extraction", "product_extraction")),
        of(
            "a row error is a timeout",
            "wire",
            body(17, "parse_error", "timeout"),
            event(17, "error_type = 'timeout'")),
        of(
            "a pipeline event has the wrong operation",
            "wire",
            body(20, "seller_insert", "seller_update")),
        of(
            "a pipeline event reports nothing",
            "wire",
            body(20, "\"items_count\":2", "\"items_count\":0")),
        of(
            "a pipeline event has an address",
            "wire",
            body(20, "\"duration_ms\"", "\"url\":\"https://e.com/\",\"duration_ms\"")),
        of(
            "an outcome repeats the parameters",
            "wire",
            body(
                5,
                "\"duration_ms\"",
                "\"api_params\":{\"node_id\":\"1\",\"page\":1},\"duration_ms\"")),
        of(
            "a request has a duration",
            "wire",
            body(3, "\"started_at\"", "\"duration_ms\":1,\"started_at\"")),
        of(
            "a run action has a category",
            "wire",
            body(1, "\"scope\"", "\"category_id\":\"1000\",\"scope\"")),
        of(
            "a phase's start has an actor",
            "wire",
            body(2, "\"round\":1", "\"round\":1,\"actor\":\"api\"")),
        of("an actor is unknown", "wire", body(1, "\"actor\":\"api\"", "\"actor\":\"nobody\"")),
        of(
            "an Amazon event names a product",
            "wire",
            body(5, "\"url\"", "\"product_name\":\"Lamp\",\"url\"")),
        of("money is not in cents", "wire", body(22, "\"price_min\":4590", "\"price_min\":45.90")),
        of(
            "the price window is empty",
            "wire",
            body(22, "\"price_min\":4590", "\"price_min\":6590")),
        of("a parameter is missing", "wire", body(22, "\"us_only\":true", "\"us_onlie\":true")),
        of(
            "parameters ask for another node",
            "wire",
            body(3, "\"node_id\":\"3741261\"", "\"node_id\":\"1000\"")),
        of(
            "a worker acts for the system",
            "worker",
            body(20, "\"worker_id\":0", "\"worker_id\":1"),
            event(20, "worker_id = 1")),
        of(
            "a worker is beyond the run's number",
            "worker",
            "update runs set workers = 1 where id = $RUN"),
        of(
            "an event names another category",
            "unit",
            body(16, "\"category_id\":\"3741261\"", "\"category_id\":\"1000\"")),
        of(
            "an event shows another category",
            "unit",
            body(16, "Appliances > Cooktops", "Appliances")),
        of(
            "an event shows another product",
            "unit",
            body(22, "\"product_name\":\"Stove\"", "\"product_name\":\"Oven\"")),
        of(
            "an event is about a unit without a row",
            "unit",
            "delete from units where run_id = $RUN and unit = 'ebay:B000000004'"),
        of(
            "an error type rate_limit is reported as error",
            "rate_limited",
            body(9, "\"action\":\"rate_limited\"", "\"action\":\"error\""),
            event(9, "action = 'error'")),
        of(
            "rate_limited comes with another error type",
            "rate_limited",
            body(9, "\"error_type\":\"rate_limit\"", "\"error_type\":\"timeout\""),
            event(9, "error_type = 'timeout'")),
        of(
            "an interrupted request is a timeout",
            "wire",
            body(25, "api_error", "timeout"),
            event(25, "error_type = 'timeout'")),
        // requests and outcomes
        of("a request has no outcome", "requests", drop(23)),
        of("an outcome has no request", "requests", drop(22)),
        of("an outcome comes twice", "requests", repeat(23)),
        of("a request comes twice", "requests", repeat(24)),
        of(
            "an outcome is another worker's",
            "requests",
            body(23, "\"worker_id\":2", "\"worker_id\":1"),
            event(23, "worker_id = 1")),
        of(
            "an outcome has another begin",
            "requests",
            body(23, ".021123Z\",\"attempt\"", ".021124Z\",\"attempt\"")),
        of(
            "an outcome has another address",
            "requests",
            body(23, "/ebay:B000000002/1", "/ebay:B000000002/2")),
        of(
            "an outcome has another attempt",
            "requests",
            body(23, "\"attempt\":1", "\"attempt\":2"),
            event(23, "attempt = 2")),
        of(
            "an attempt is left out",
            "attempts",
            body(24, "\"attempt\":2", "\"attempt\":3"),
            event(24, "attempt = 3")),
        of("a page is left out", "pages", body(21, "\"page\":2", "\"page\":3")),
        of("a restart leaves a request open", "requests", drop(26)),
        of(
            "a unit's row counts too many failures",
            "units",
            "update units set failures = 4 where $UNIT 'ebay:B000000002'"),
        of(
            "a gap has another error type",
            "units",
            "update units set error_type = 'timeout' where $UNIT 'ebay:B000000002'"),
        of(
            "a gap has another error stage",
            "units",
            "update units set error_stage = 'price_parsing' where $UNIT 'ebay:B000000002'"),
        of(
            "a gap is at another page",
            "units",
            "update units set page = 2 where $UNIT 'ebay:B000000002'"),
        of(
            "a gap is promised another try",
            "units",
            body(
                39,
                "\"error_stage\":\"api\"",
                "\"error_stage\":\"api\",\"next_try_at\":\"2026-10-24T10:00:00.000000Z\"")),
        of(
            "a gap is reported as done",
            "units",
            "update units set status = 'done' where $UNIT 'ebay:B000000002'"),
        of(
            "a page that was read is reported as a gap",
            "units",
            "update units set status = 'failed' where $UNIT 'ebay:B000000004'"),
        of(
            "a product without a price is not skipped",
            "units",
            "update units set status = 'done' where $UNIT 'ebay:B000000003'"),
        of(
            "a unit is of another product",
            "units",
            "update units set asin = 'B000000009' where $UNIT 'ebay:B000000004'"),
        of(
            "a unit is in flight without a request",
            "claims",
            "update units set status = 'in_flight' where $UNIT 'ebay:B000000004'"),
        // pages and sums
        of(
            "a page counts one more than it brought",
            "sums",
            body(16, "\"items_count\":5", "\"items_count\":6")),
        of(
            "a page of products counts one more",
            "sums",
            body(5, "\"items_count\":4", "\"items_count\":5")),
        of("a page has no report", "sums", drop(8)),
        of("a page lacks its inserted", "sums", drop(20)),
        of("a page lacks its deduped", "sums", drop(18)),
        of("a page lacks its row error", "sums", drop(17)),
        of("a page lacks its updated", "sightings", drop(19)),
        of("a report comes twice", "entries", repeat(18)),
        of(
            "a report is of another page's worker",
            "entries",
            body(18, "\"source_worker_id\":1", "\"source_worker_id\":2")),
        of("reports change their order on one page", "entries", swap(18, 19), numbersOfColumns()),
        of(
            "more is updated than deduped",
            "sums",
            body(19, "\"items_count\":1", "\"items_count\":3")),
        of(
            "counts of two pages are exchanged",
            "sums",
            body(16, "\"items_count\":5", "\"items_count\":4"),
            body(31, "\"items_count\":2", "\"items_count\":3")),
        // rows against the log
        of(
            "a sighting points to no event",
            "sightings",
            "update sightings set seq = 99 where run_id = $RUN and listing_id = '201'"),
        of(
            "a sighting points to another product's page",
            "sightings",
            "update sightings set seq = 40 where run_id = $RUN and listing_id = '201'"),
        of(
            "a sighting is of another page",
            "sightings",
            "update sightings set page = 2 where run_id = $RUN and listing_id = '201'"),
        of(
            "a sighting has another price window",
            "sightings",
            "update sightings set price_max = 1 where run_id = $RUN and listing_id = '201'"),
        of(
            "a sighting is of another category",
            "sightings",
            "update sightings set category_id = '1000' where run_id = $RUN and listing_id = '201'"),
        of(
            "a sighting's seller was not met",
            "sightings",
            "insert into sellers (source, normalized_name, display_name, profile_url, times_seen, first_seen_at, last_seen_at, first_run_id, last_run_id) select source, 'stranger', 'stranger', profile_url, 1, first_seen_at, last_seen_at, first_run_id, last_run_id from sellers where normalized_name = 'new-one'",
            "update sightings set seller_id = (select id from sellers where normalized_name = 'stranger') where run_id = $RUN and listing_id = '201'"),
        of(
            "a sighting has no event",
            "totals",
            "insert into sightings select run_id, asin, '999', seller_id, category_id, page, seq, price_cents, currency, price_min, price_max, seen_at from sightings where run_id = $RUN and listing_id = '201'"),
        of(
            "a page brings more rows than cards",
            "sightings",
            "insert into sightings select run_id, asin, listing_id || n, seller_id, category_id, page, seq, price_cents, currency, price_min, price_max, seen_at from sightings, generate_series(1, 5) n where run_id = $RUN and listing_id = '201'"),
        of(
            "an event has no sighting",
            "totals",
            "delete from sightings where run_id = $RUN and listing_id = '203'"),
        of(
            "a seller of the run is missing",
            "totals",
            "delete from run_sellers where run_id = $RUN and seller_id = (select id from sellers where normalized_name = 'new-two')"),
        of(
            "a seller is inserted without an event",
            "totals",
            "update run_sellers set inserted = true where run_id = $RUN and not inserted"),
        of(
            "a seller is inserted by two runs",
            "sellers",
            "update run_sellers set inserted = true where run_id = $RUN and not inserted"),
        of(
            "a seller has another first run",
            "sellers",
            "update sellers set first_run_id = $RUN where normalized_name = 'old-friend'"),
        of(
            "a seller has another last run",
            "sellers",
            "update sellers set last_run_id = first_run_id where normalized_name = 'new-one'",
            "update sellers set last_run_id = $RUN where normalized_name = 'other'"),
        of(
            "a seller is counted twice for a run",
            "times_seen",
            "update sellers set times_seen = 2 where normalized_name = 'new-one'"),
        of(
            "a seller is not counted for a run",
            "times_seen",
            "update sellers set times_seen = 1 where normalized_name = 'old-friend'"),
        of(
            "a seller is met by no run",
            "times_seen",
            "insert into sellers (source, normalized_name, display_name, profile_url, times_seen, first_seen_at, last_seen_at, first_run_id, last_run_id) select source, 'stranger', 'stranger', profile_url, 1, first_seen_at, last_seen_at, first_run_id, last_run_id from sellers where normalized_name = 'new-one'"),
        of("a product has no row", "products", "delete from products where asin = 'B000000003'"),
        of(
            "a product is of no run",
            "products",
            "insert into products select 'B000000009', title, price_cents, currency, first_seen_at, last_seen_at, first_run_id, last_run_id from products where asin = 'B000000001'"),
        of("a unit is one too many", "totals", copyOfUnit("ebay:B000000009")),
        of("a unit is one too many for the ledger", "ledger", copyOfUnit("ebay:B000000009")),
        of(
            "a category owns more than was uploaded",
            "totals",
            body(14, "\"items_count\":3", "\"items_count\":0")),
        // the ledger and the totals
        of(
            "the ledger does not balance",
            "ledger",
            unbalanced(),
            ledger("planned = planned + 1", "ebay", "")),
        of(
            "the ledger balances, but has a unit elsewhere",
            "ledger",
            ledger("done = done - 1, waiting = waiting + 1", "ebay", "")),
        of(
            "a category has a unit elsewhere",
            "ledger",
            ledger("done = done - 1, skipped = skipped + 1", "ebay", "3741261")),
        of(
            "the ledger forgets a gap",
            "ledger",
            ledger("done = done + 1, failed = failed - 1", "ebay", ""),
            ledger("done = done + 1, failed = failed - 1", "ebay", "3741261")),
        of(
            "a category is missing in the ledger",
            "ledger",
            "delete from ledger where run_id = $RUN and phase = 'ebay' and category_id = '1000'"),
        of(
            "the categories do not sum to the phase",
            "ledger",
            ledger("planned = planned + 1, done = done + 1", "ebay", "1000")),
        of("the phase was started in no round", "ledger", ledger("started_round = 0", "ebay", "")),
        of(
            "the phase is complete in a later round",
            "ledger",
            ledger("complete_round = 2", "ebay", "")),
        of(
            "a page of best sellers is not planned",
            "ledger",
            "update units set unit = 'amazon:1000:2' where $UNIT 'amazon:1000:1'"),
        of(
            "a category's products are off",
            "totals",
            "update run_categories set products = products + 1 where run_id = $RUN and category_id = '1000'"),
        of(
            "a category's new sellers are off",
            "totals",
            "update run_categories set sellers_new = sellers_new + 1 where run_id = $RUN and category_id = '1000'"),
        // the life of the run
        of(
            "completed despite a gap",
            "status",
            "update runs set status = 'completed' where id = $RUN"),
        of(
            "still running after the last unit",
            "status",
            "update runs set status = 'running', ended_at = null where id = $RUN"),
        of(
            "completed while a unit waits",
            "status",
            "update units set status = 'waiting' where $UNIT 'ebay:B000000002'"),
        of(
            "completed with gaps, but without one",
            "status",
            "update units set status = 'done' where $UNIT 'ebay:B000000002'"),
        of(
            "cancelled, says the row",
            "status",
            "update runs set status = 'cancelled' where id = $RUN"),
        of("ended without a time", "status", "update runs set ended_at = null where id = $RUN"),
        of("started without a time", "status", "update runs set started_at = null where id = $RUN"),
        of("another round, says the row", "status", "update runs set round = 2 where id = $RUN"),
        of("another round, says an event", "life", body(35, "\"round\":1", "\"round\":2")),
        of("a run that never started", "life", drop(1)),
        of("a run that started twice", "life", repeat(1)),
        of("a phase that never started", "life", drop(10)),
        of("a phase that started twice", "life", repeat(10)),
        of("a phase that started too late", "life", swap(10, 11), numbersOfColumns()),
        of("a phase that is never complete", "life", drop(15)),
        of("a phase that is complete twice", "life", repeat(15)),
        of("a phase that is complete too early", "life", swap(14, 15), numbersOfColumns()),
        of("a run that is never complete", "life", drop(44)),
        of("a run that is complete twice", "life", repeat(44)),
        of("a run that is complete before its phase", "life", swap(43, 44), numbersOfColumns()),
        of(
            "new sellers of the run are off",
            "life",
            body(44, "\"new_sellers_count\":2", "\"new_sellers_count\":3")),
        of(
            "new sellers of a phase are off",
            "life",
            body(43, "\"new_sellers_count\":2", "\"new_sellers_count\":1")),
        of(
            "new sellers of the Amazon phase",
            "life",
            body(15, "\"new_sellers_count\":0", "\"new_sellers_count\":1")),
        of(
            "a run action of the phase that is complete",
            "phase",
            body(35, "\"phase\":\"ebay\"", "\"phase\":\"amazon\""),
            event(35, "phase = 'amazon'")),
        of("a request while the run is pausing", "life", swap(29, 30), numbersOfColumns()),
        of("paused with a request open", "requests", swap(34, 35), numbersOfColumns()),
        of("paused without pausing", "life", drop(30)),
        of("a request while the run is paused", "life", drop(36)),
        // credentials
        of(
            "a secret in a message",
            "credentials",
            body(23, "answered badly", "refused hunter2hunter2")),
        of("a secret in base64", "credentials", body(23, "answered badly", "refused ZGVtbzpkZW1v")),
        of(
            "a header in a message",
            "credentials",
            body(23, "answered badly", "refused Basic dXNlcjpwYXNz")),
        of(
            "a secret in a unit's row",
            "credentials",
            "update units set error_message = 'hunter2hunter2' where $UNIT 'ebay:B000000002'"),
        of(
            "a secret in the run's settings",
            "credentials",
            "update runs set settings = '{\"p\":\"hunter2hunter2\"}' where id = $RUN"));
  }

  /** Mutations of {@link SyntheticRuns#atWork}. */
  static List<Mutation> ofRunAtWork() {
    return List.of(
        of(
            "a claim without its event",
            "claims",
            "update units set status = 'in_flight', worker_id = 1, attempts = 1 where $UNIT 'ebay:B000000002'"),
        of(
            "an event without its claim",
            "claims",
            "update units set status = 'waiting' where $UNIT 'ebay:B000000001'"),
        of(
            "a claim by another worker",
            "claims",
            "update units set worker_id = 2 where $UNIT 'ebay:B000000001'"),
        of(
            "a claim at another time",
            "claims",
            "update units set started_at = started_at + interval '1 us' where $UNIT 'ebay:B000000001'"),
        of(
            "a claim of another address",
            "claims",
            "update units set url = 'https://example.com/' where $UNIT 'ebay:B000000001'"),
        of(
            "a claim with other parameters",
            "claims",
            "update units set api_params = '{}' where $UNIT 'ebay:B000000001'"),
        of(
            "a claim of another page",
            "units",
            "update units set page = 2 where $UNIT 'ebay:B000000001'"),
        of(
            "a claim of another attempt",
            "units",
            "update units set attempts = 2 where $UNIT 'ebay:B000000001'"),
        of(
            "a waiting unit with an attempt",
            "units",
            "update units set attempts = 1 where $UNIT 'ebay:B000000002'"),
        of(
            "a waiting unit at a later page",
            "units",
            "update units set page = 2 where $UNIT 'ebay:B000000002'"),
        of(
            "a waiting unit whose page was found",
            "units",
            "update units set status = 'waiting' where $UNIT 'amazon:3741261:1'"),
        of(
            "ended with requests open",
            "requests",
            "update runs set status = 'failed' where id = $RUN"),
        of(
            "paused with requests open",
            "status",
            "update runs set status = 'paused' where id = $RUN"));
  }

  /** Mutations of {@link SyntheticRuns#pausedByBudget}; the numbers are positions in its log. */
  static List<Mutation> ofPausedRun() {
    return List.of(
        of("more requests than granted", "budget", maxCalls(1)),
        of("stopped before the budget was used up", "budget", maxCalls(3)),
        of(
            "another grant, says the row",
            "budget",
            "update runs set calls_granted = 6 where id = $RUN"),
        of(
            "another grant, says the resume",
            "budget",
            body(12, "\"calls_granted\":4", "\"calls_granted\":6")),
        of(
            "paused for another reason",
            "life",
            body(11, "\"reason\":\"budget\"", "\"reason\":\"user\"")),
        of("paused by another", "life", body(11, "\"actor\":\"server\"", "\"actor\":\"api\"")),
        of("pausing twice", "life", repeat(19)),
        of("paused twice", "life", repeat(20)),
        of("not paused when nothing was open", "life", drop(11)),
        of(
            "a restart lets a paused run go on",
            "life",
            body(12, "\"reason\":\"user\"", "\"reason\":\"restart\"")),
        of("resumed twice", "life", repeat(12)),
        of(
            "stopped for another reason, says the row",
            "status",
            "update runs set reason = 'user' where id = $RUN"),
        of(
            "stopped for no reason, says the row",
            "status",
            "update runs set reason = null where id = $RUN"),
        of(
            "pausing with nothing in flight",
            "status",
            "update runs set status = 'pausing' where id = $RUN"),
        of(
            "cancelling with nothing in flight",
            "status",
            "update runs set status = 'cancelling' where id = $RUN"),
        of("a receipt lacks a figure", "wire", body(19, "\"in_flight\":0", "\"flying\":0")),
        of("no time to quiet", "wire", body(20, "\"quiet_after_ms\":5", "\"quiet_after\":5")),
        of("final figures are off", "life", body(20, "\"sellers_new\":1", "\"sellers_new\":2")));
  }

  /** The event at {@code seq} goes, and the later ones move up, so that no hole is left. */
  static String drop(long seq) {
    return "delete from activity_events where $AT " + seq + ";" + shift(seq, -1);
  }

  /** The event at {@code seq} comes once more, under an id of its own. */
  static String repeat(long seq) {
    return shift(seq, 1)
        + ";insert into activity_events select run_id, seq + 1, worker_id, phase, action, error_type,"
        + " attempt, at, replace(replace(body, '\"seq\":' || seq || ',', '\"seq\":' || seq + 1 || ','),"
        + " '-8000-', '-9000-') from activity_events where $AT "
        + seq;
  }

  private static String shift(long seq, int by) {
    return "update activity_events set seq = -(seq + BY), body = NEW where run_id = $RUN and seq > "
            .replace(
                "NEW", "replace(body, '\"seq\":' || seq || ',', '\"seq\":' || (seq + BY) || ',')")
            .replace("BY", String.valueOf(by))
        + seq
        + ";update activity_events set seq = -seq where run_id = $RUN and seq < 0"
        + ";update sightings set seq = seq + "
        + by
        + " where run_id = $RUN and seq > "
        + seq
        + ";update runs set last_seq = last_seq + "
        + by
        + " where id = $RUN";
  }

  private static String maxCalls(int calls) {
    return "update runs set settings = '{\"max_calls\":" + calls + "}' where id = $RUN";
  }

  private static Mutation of(String what, String rule, String... statements) {
    return new Mutation(what, rule, List.of(statements));
  }

  private static String event(long seq, String assignment) {
    return "update activity_events set " + assignment + " where $AT " + seq;
  }

  private static String body(long seq, String from, String to) {
    return "update activity_events set body = replace(body, 'FROM', 'TO') where $AT SEQ and"
            .replace("TO", to)
            .replace("FROM", from)
            .replace("SEQ", String.valueOf(seq))
        + " position('"
        + from
        + "' in body) > 0";
  }

  private static String swap(long first, long second) {
    return "update activity_events set seq = -seq where run_id = $RUN and seq in (A, B);"
            .concat("update activity_events set seq = case seq when -A then B else A end")
            .replace("A", String.valueOf(first))
            .replace("B", String.valueOf(second))
        + " where run_id = $RUN and seq < 0";
  }

  private static String numbersOfColumns() {
    return "update activity_events set body ="
        + " regexp_replace(body, '\"seq\":[0-9]+,', '\"seq\":' || seq || ',') where run_id = $RUN";
  }

  private static String twice() {
    return "\"items_count\":2,\"items_count\":2";
  }

  private static String unbalanced() {
    return "alter table ledger drop constraint ledger_balances";
  }

  private static String ledger(String assignment, String phase, String category) {
    return "update ledger set "
        + assignment
        + " where run_id = $RUN and phase = '"
        + phase
        + "' and category_id = '"
        + category
        + "'";
  }

  private static String copyOfUnit(String unit) {
    return "insert into units (run_id, unit, phase, category_id, status, reason, asin, title)"
        + " select run_id, '"
        + unit
        + "', phase, category_id, status, reason, '"
        + unit.substring(5)
        + "', title from units where $UNIT 'ebay:B000000003'";
  }
}

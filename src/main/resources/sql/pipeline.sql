-- Statements of a run's one writer. All but the first two run inside the transaction of a batch,
-- after lock_run; rows are locked in the order run, units, products, sellers, so that writers of
-- different runs never wait for each other in a circle.

-- name: count_active
-- $1 runs
-- rows: one, how many of them hand out or finish work
select count(*) as active
from runs
where id = any ($1::uuid[]) and status in ('running', 'pausing', 'cancelling');

-- name: list_live
-- rows: the ids of runs to take up at start, oldest first
select id
from runs
where status in ('pending', 'running', 'pausing', 'paused', 'cancelling')
order by created_at, id;

-- name: insert_run
-- $1 id, $2 name, $3 status, $4 workers, $5 amazon source, $6 ebay source, $7 settings,
-- $8 created at, $9 started at, $10 last seq, $11 calls granted
insert into runs (
  id, name, status, workers, amazon_source, ebay_source, settings, epoch, last_seq, created_at,
  started_at, calls_granted)
values (
  $1::uuid, $2::text, $3::text, $4::integer, $5::text, $6::text, $7::jsonb, 1, $10::bigint,
  $8::timestamptz, $9::timestamptz, $11::bigint);

-- name: insert_run_categories
-- $1 run, $2 ids, $3 names, $4 department ids, $5 departments; in the order asked for
insert into run_categories (run_id, category_id, position, name, department_id, department)
select $1::uuid, t.id, t.position, t.name, t.department_id, t.department
from unnest($2::text[], $3::text[], $4::text[], $5::text[])
  with ordinality as t (id, name, department_id, department, position);

-- name: insert_ledger
-- $1 run, $2 category ids, $3 planned amazon pages of each; the phase's rows sum them
insert into ledger (run_id, phase, category_id, planned, waiting)
select $1::uuid, 'amazon', t.id, $3::bigint, $3::bigint from unnest($2::text[]) as t (id)
union all
select $1::uuid, 'ebay', t.id, 0, 0 from unnest($2::text[]) as t (id)
union all
select $1::uuid, 'amazon', '', $3::bigint * cardinality($2::text[]),
  $3::bigint * cardinality($2::text[])
union all
select $1::uuid, 'ebay', '', 0, 0;

-- name: insert_amazon_units
-- $1 run, $2 units, $3 category ids, $4 pages; in the order to hand them out
insert into units (run_id, unit, phase, category_id, status, page)
select $1::uuid, t.unit, 'amazon', t.category_id, 'waiting', t.page
from unnest($2::text[], $3::text[], $4::integer[])
  with ordinality as t (unit, category_id, page, position)
order by t.position;

-- name: lock_run
-- $1 run
-- rows: one, locked until the end of the transaction
select id, name, status, reason, round, workers, amazon_source, ebay_source, settings, epoch,
  last_seq, command_actor, command_at, command_message, created_at, started_at, ended_at,
  calls_granted, requests, products, sightings, sellers_found, sellers_new, sellers_known, errors
from runs
where id = $1::uuid
for update;

-- name: raise_epoch
-- $1 run, $2 epoch, $3 status
update runs set epoch = $2::bigint, status = $3::text where id = $1::uuid;

-- name: phases
-- $1 run
-- rows: the ledger of each phase
select phase, planned, done, failed, skipped, in_flight, waiting, started_round, complete_round
from ledger
where run_id = $1::uuid and category_id = '';

-- name: categories
-- $1 run
-- rows: in the order asked for
select category_id, name, department_id, department
from run_categories
where run_id = $1::uuid
order by position;

-- name: lock_units
-- $1 run, $2 units
-- rows: those that exist, locked
select unit, category_id, status, reason, page, attempts, failures, asin, title, price_cents,
  currency, claim, worker_id, started_at, url, next_try_at, error_type, error_stage, error_message,
  error_at
from units
where run_id = $1::uuid and unit = any ($2::text[])
order by unit
for update;

-- name: units_with_status
-- $1 run, $2 status
-- rows: in order of creation
select unit, category_id, status, reason, page, attempts, failures, asin, title, price_cents,
  currency, claim, worker_id, started_at, url, next_try_at, error_type, error_stage, error_message,
  error_at
from units
where run_id = $1::uuid and status = $2::text
order by position;

-- name: known_listings
-- $1 run, $2 asins
-- rows: listings this run has of these products
select asin, listing_id
from sightings
where run_id = $1::uuid and asin = any ($2::text[]);

-- name: upsert_products
-- $1 run, $2 asins (distinct, sorted), $3 titles, $4 prices, $5 currencies, $6 seen at
-- A page without a price does not take away one that an earlier page had.
insert into products as p (
  asin, title, price_cents, currency, first_seen_at, last_seen_at, first_run_id, last_run_id)
select t.asin, t.title, t.price_cents, t.currency, $6::timestamptz, $6::timestamptz, $1::uuid,
  $1::uuid
from unnest($2::text[], $3::text[], $4::bigint[], $5::text[])
  as t (asin, title, price_cents, currency)
on conflict (asin) do update set
  title = excluded.title,
  price_cents = coalesce(excluded.price_cents, p.price_cents),
  currency = case
    when excluded.price_cents is null then p.currency else excluded.currency end,
  last_seen_at = excluded.last_seen_at,
  last_run_id = excluded.last_run_id;

-- name: add_ebay_units
-- $1 run, $2 asins (distinct, in order of arrival), $3 category ids, $4 titles, $5 prices,
-- $6 currencies
-- A product without a price is skipped until a page brings one.
-- rows: units that came into being or got their price
insert into units (
  run_id, unit, phase, category_id, status, reason, asin, title, price_cents, currency)
select $1::uuid, 'ebay:' || t.asin, 'ebay', t.category_id,
  case when t.price_cents is null then 'skipped' else 'waiting' end,
  case when t.price_cents is null then 'no_price' end,
  t.asin, t.title, t.price_cents, t.currency
from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[])
  with ordinality as t (asin, category_id, title, price_cents, currency, position)
order by t.position
on conflict (run_id, unit) do update set
  status = 'waiting',
  reason = null,
  title = excluded.title,
  price_cents = excluded.price_cents,
  currency = excluded.currency
where units.status = 'skipped' and units.reason = 'no_price' and excluded.price_cents is not null
returning unit, category_id, status, asin, title, price_cents, currency, (xmax = 0) as inserted;

-- name: upsert_sellers
-- $1 run, $2 source, $3 normalized names (distinct, sorted), $4 display names, $5 profile urls,
-- $6 percents, $7 counts, $8 approximate, $9 seen at
-- The newest feedback wins, but an approximate count never replaces an exact one that rounds to it:
-- eBay shows thousands and millions with one decimal.
-- rows: one per seller
insert into sellers as s (
  source, normalized_name, display_name, profile_url, feedback_percent, feedback_count,
  feedback_count_approximate, times_seen, first_seen_at, last_seen_at, first_run_id, last_run_id)
select $2::text, t.name, t.display, t.url, t.percent::numeric, t.count, t.approximate, 1,
  $9::timestamptz, $9::timestamptz, $1::uuid, $1::uuid
from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::boolean[])
  as t (name, display, url, percent, count, approximate)
on conflict (source, normalized_name) do update set
  feedback_percent = excluded.feedback_percent,
  feedback_count = case
    when excluded.feedback_count_approximate and not s.feedback_count_approximate
      and abs(s.feedback_count - excluded.feedback_count)
        < case when excluded.feedback_count >= 1000000 then 100000 else 100 end
    then s.feedback_count else excluded.feedback_count end,
  feedback_count_approximate = case
    when excluded.feedback_count_approximate and not s.feedback_count_approximate
      and abs(s.feedback_count - excluded.feedback_count)
        < case when excluded.feedback_count >= 1000000 then 100000 else 100 end
    then false else excluded.feedback_count_approximate end,
  last_seen_at = excluded.last_seen_at,
  last_run_id = excluded.last_run_id
returning id, normalized_name, (xmax = 0) as inserted;

-- name: meet_sellers
-- $1 run, $2 seller ids, $3 whether this run inserted each
-- times_seen counts runs: one more exactly for a seller that this run had not met.
-- rows: one, how many known sellers the run met for the first time
with met as (
  insert into run_sellers (run_id, seller_id, inserted)
  select $1::uuid, t.id, t.inserted
  from unnest($2::bigint[], $3::boolean[]) as t (id, inserted)
  on conflict (run_id, seller_id) do nothing
  returning seller_id, inserted
), counted as (
  update sellers set times_seen = times_seen + 1
  from met
  where sellers.id = met.seller_id and not met.inserted
)
select count(*) filter (where not inserted) as known from met;

-- name: insert_sightings
-- $1 run, $2 asins, $3 listing ids, $4 seller ids, $5 category ids, $6 pages, $7 seqs, $8 prices,
-- $9 currencies, $10 price minima, $11 price maxima, $12 seen at
insert into sightings (
  run_id, asin, listing_id, seller_id, category_id, page, seq, price_cents, currency, price_min,
  price_max, seen_at)
select $1::uuid, t.*
from unnest(
  $2::text[], $3::text[], $4::bigint[], $5::text[], $6::integer[], $7::bigint[], $8::bigint[],
  $9::text[], $10::bigint[], $11::bigint[], $12::timestamptz[]) as t;

-- name: insert_events
-- $1 run, $2 seqs, $3 worker ids, $4 phases, $5 actions, $6 error types, $7 attempts, $8 times,
-- $9 bodies
insert into activity_events (
  run_id, seq, worker_id, phase, action, error_type, attempt, at, body)
select $1::uuid, t.*
from unnest(
  $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::integer[],
  $8::timestamptz[], $9::text[]) as t;

-- name: update_units
-- $1 run, then one array a column
update units set
  status = t.status, reason = t.reason, page = t.page, attempts = t.attempts,
  failures = t.failures, claim = t.claim, worker_id = t.worker_id, started_at = t.started_at,
  url = t.url, api_params = t.api_params, next_try_at = t.next_try_at, error_type = t.error_type,
  error_stage = t.error_stage, error_message = t.error_message, error_at = t.error_at
from unnest(
  $2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::integer[], $8::bigint[],
  $9::integer[], $10::timestamptz[], $11::text[], $12::text[], $13::timestamptz[], $14::text[],
  $15::text[], $16::text[], $17::timestamptz[])
  as t (
    unit, status, reason, page, attempts, failures, claim, worker_id, started_at, url, api_params,
    next_try_at, error_type, error_stage, error_message, error_at)
where units.run_id = $1::uuid and units.unit = t.unit;

-- name: add_to_ledger
-- $1 run, $2 phases, $3 category ids ('' for the phase itself), $4 planned, $5 done, $6 failed,
-- $7 skipped, $8 in flight, $9 waiting: what to add to each
update ledger set
  planned = ledger.planned + t.planned, done = ledger.done + t.done,
  failed = ledger.failed + t.failed, skipped = ledger.skipped + t.skipped,
  in_flight = ledger.in_flight + t.in_flight, waiting = ledger.waiting + t.waiting
from unnest(
  $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
  $9::bigint[])
  as t (phase, category_id, planned, done, failed, skipped, in_flight, waiting)
where ledger.run_id = $1::uuid and ledger.phase = t.phase and ledger.category_id = t.category_id;

-- name: set_phase_rounds
-- $1 run, $2 phases, $3 rounds started, $4 rounds complete
update ledger set started_round = t.started, complete_round = t.complete
from unnest($2::text[], $3::integer[], $4::integer[]) as t (phase, started, complete)
where ledger.run_id = $1::uuid and ledger.phase = t.phase and ledger.category_id = '';

-- name: add_to_categories
-- $1 run, $2 category ids, $3 products, $4 new sellers: what to add to each
update run_categories set
  products = run_categories.products + t.products,
  sellers_new = run_categories.sellers_new + t.sellers_new
from unnest($2::text[], $3::bigint[], $4::bigint[]) as t (category_id, products, sellers_new)
where run_categories.run_id = $1::uuid and run_categories.category_id = t.category_id;

-- name: update_run
-- $1 run, $2 status, $3 reason, $4 command actor, $5 command at, $6 command message, $7 last seq,
-- $8 started at, $9 ended at, $10 calls granted, $11 … $17 what to add to products, sightings,
-- sellers found, new, known, requests and errors
update runs set
  status = $2::text, reason = $3::text, command_actor = $4::text, command_at = $5::timestamptz,
  command_message = $6::text, last_seq = $7::bigint, started_at = $8::timestamptz,
  ended_at = $9::timestamptz, calls_granted = $10::bigint,
  products = products + $11::bigint, sightings = sightings + $12::bigint,
  sellers_found = sellers_found + $13::bigint, sellers_new = sellers_new + $14::bigint,
  sellers_known = sellers_known + $15::bigint, requests = requests + $16::bigint,
  errors = errors + $17::bigint
where id = $1::uuid;

-- name: store_metrics
-- $1 run, $2 position, $3 state. An older state never replaces a newer one.
insert into run_metrics as m (run_id, seq, state)
values ($1::uuid, $2::bigint, $3::bytea)
on conflict (run_id) do update set seq = excluded.seq, state = excluded.state
where m.seq < excluded.seq;

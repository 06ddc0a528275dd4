-- The whole state of Glasshive: runs, their ledger and units of work, what they found, and the log
-- of everything that happened.

create table runs (
  id             uuid        constraint runs_pk primary key,
  name           text        not null,
  status         text        not null
    constraint runs_status_known check (status in (
      'pending', 'running', 'pausing', 'paused', 'cancelling',
      'cancelled', 'completed', 'completed_with_gaps', 'failed')),
  -- Why the run is in its state, where a person would ask ('user', 'credentials', …).
  reason         text,
  round          integer     not null default 1 constraint runs_round_positive check (round >= 1),
  workers        integer     not null constraint runs_workers_positive check (workers >= 1),
  amazon_source  text        not null,
  ebay_source    text        not null,
  -- What the run was created with: pages, price window, limits. Never credentials.
  settings       jsonb       not null,
  -- Fence: every writer that takes the run up adds one; a commit under an older one changes nothing.
  epoch          bigint      not null default 0,
  -- Position of the newest event. The log has 1 … last_seq without a hole at every commit.
  last_seq       bigint      not null default 0,
  -- Who asked for the command that is under way (a cancel that still waits for quiet), and when.
  command_actor  text,
  command_at     timestamptz,
  created_at     timestamptz not null,
  started_at     timestamptz,
  ended_at       timestamptz,
  products       bigint      not null default 0,
  sightings      bigint      not null default 0,
  sellers_found  bigint      not null default 0,
  sellers_new    bigint      not null default 0,
  sellers_known  bigint      not null default 0,
  requests       bigint      not null default 0,
  errors         bigint      not null default 0
);

-- GET /runs, newest first.
create index runs_newest on runs (created_at desc, id desc);
-- Taking up live runs at start; counting them against run.max_active.
create index runs_live on runs (status)
  where status in ('pending', 'running', 'pausing', 'paused', 'cancelling');

create table run_categories (
  run_id         uuid    not null constraint run_categories_run references runs on delete cascade,
  category_id    text    not null,
  position       integer not null,
  name           text    not null,
  department_id  text    not null,
  department     text    not null,
  products       bigint  not null default 0,
  sellers_new    bigint  not null default 0,
  constraint run_categories_pk primary key (run_id, category_id)
);

-- planned = done + failed + skipped + in_flight + waiting, at every commit. One row per phase
-- (category_id '') and one per phase and category; the rows of the categories sum to the phase's.
create table ledger (
  run_id         uuid    not null constraint ledger_run references runs on delete cascade,
  phase          text    not null constraint ledger_phase_known check (phase in ('amazon', 'ebay')),
  category_id    text    not null default '',
  planned        bigint  not null default 0,
  done           bigint  not null default 0,
  failed         bigint  not null default 0,
  skipped        bigint  not null default 0,
  in_flight      bigint  not null default 0,
  waiting        bigint  not null default 0,
  -- Of the phase's row: the round in which the phase was last started and last complete.
  started_round  integer not null default 0,
  complete_round integer not null default 0,
  constraint ledger_pk primary key (run_id, phase, category_id),
  constraint ledger_balances check (planned = done + failed + skipped + in_flight + waiting),
  constraint ledger_not_negative
    check (done >= 0 and failed >= 0 and skipped >= 0 and in_flight >= 0 and waiting >= 0)
);

create table units (
  run_id         uuid    not null constraint units_run references runs on delete cascade,
  -- amazon:<node>:<page> or ebay:<asin>
  unit           text    not null,
  phase          text    not null constraint units_phase_known check (phase in ('amazon', 'ebay')),
  -- The category that owns the unit: of an eBay unit the one that stored the product first.
  category_id    text    not null,
  -- Order of creation: the order in which units are listed and handed out.
  position       bigint  generated always as identity,
  status         text    not null
    constraint units_status_known
      check (status in ('waiting', 'in_flight', 'done', 'failed', 'skipped')),
  reason         text,
  -- The page the unit has reached.
  page           integer not null default 1,
  -- Requests made, and failures that count, for this page and round.
  attempts       integer not null default 0,
  failures       integer not null default 0,
  asin           text,
  title          text,
  price_cents    bigint,
  currency       text,
  -- The claim in force: its number (one more for each claim), who holds it and what was asked.
  claim          bigint  not null default 0,
  worker_id      integer,
  started_at     timestamptz,
  url            text,
  api_params     text,
  next_try_at    timestamptz,
  error_type     text,
  error_stage    text,
  error_message  text,
  error_at       timestamptz,
  constraint units_pk primary key (run_id, unit)
);

-- GET /runs/{id}/units by status, and the units to hand out when a run is taken up.
create index units_by_status on units (run_id, status, position);
-- GET /runs/{id}/units.
create index units_in_order on units (run_id, position);
-- Why waiting units wait.
create index units_backing_off on units (run_id, next_try_at)
  where status = 'waiting' and next_try_at is not null;

create table products (
  asin           text        constraint products_pk primary key,
  title          text        not null,
  price_cents    bigint,
  currency       text,
  first_seen_at  timestamptz not null,
  last_seen_at   timestamptz not null,
  first_run_id   uuid        not null,
  last_run_id    uuid        not null
);

create table sellers (
  id                         bigint generated always as identity constraint sellers_pk primary key,
  source                     text        not null,
  normalized_name            text        not null,
  display_name               text        not null,
  profile_url                text        not null,
  feedback_percent           numeric(6, 3),
  feedback_count             bigint,
  feedback_count_approximate boolean,
  -- Number of runs that met the seller.
  times_seen                 integer     not null,
  first_seen_at              timestamptz not null,
  last_seen_at               timestamptz not null,
  first_run_id               uuid        not null,
  last_run_id                uuid        not null,
  flagged                    boolean     not null default false,
  constraint sellers_source_name unique (source, normalized_name)
);

create table run_sellers (
  run_id         uuid    not null constraint run_sellers_run references runs on delete cascade,
  seller_id      bigint  not null constraint run_sellers_seller references sellers on delete cascade,
  -- Whether this run was the first ever to meet the seller.
  inserted       boolean not null,
  constraint run_sellers_pk primary key (run_id, seller_id)
);

create table sightings (
  run_id         uuid    not null constraint sightings_run references runs on delete cascade,
  asin           text    not null,
  listing_id     text    not null,
  seller_id      bigint  not null constraint sightings_seller references sellers on delete cascade,
  category_id    text    not null,
  page           integer not null,
  -- The event 'found' of the page that brought it.
  seq            bigint  not null,
  price_cents    bigint,
  currency       text,
  price_min      bigint  not null,
  price_max      bigint  not null,
  seen_at        timestamptz not null,
  constraint sightings_pk primary key (run_id, asin, listing_id)
);

-- GET /sellers/{id}/sightings.
create index sightings_of_seller on sightings (seller_id, seen_at);

create table activity_events (
  run_id         uuid    not null constraint activity_events_run references runs on delete cascade,
  seq            bigint  not null,
  worker_id      integer not null,
  phase          text    not null,
  action         text    not null,
  error_type     text,
  -- Of an event that opens or closes a request.
  attempt        integer,
  at             timestamptz not null,
  -- The event as every reader gets it, to the byte.
  body           text    not null,
  constraint activity_events_pk primary key (run_id, seq)
);

-- What each worker does now: its newest event that opens or closes a request.
create index activity_events_of_worker on activity_events (run_id, worker_id, seq desc)
  where attempt is not null;

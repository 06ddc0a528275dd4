-- What readers ask of runs and their ledgers. Nothing here locks or writes.

-- name: find_run
-- $1 run. One row, or none. The phase is amazon until that phase is complete in this round.
select r.id, r.name, r.status, r.reason, r.round, r.workers, r.amazon_source, r.ebay_source,
       r.created_at, r.started_at, r.ended_at, r.last_seq,
       r.products, r.sightings, r.sellers_found, r.sellers_new, r.sellers_known,
       r.requests, r.errors,
       coalesce(a.complete_round, 0) >= r.round as amazon_complete,
       coalesce(a.failed, 0) + coalesce(e.failed, 0) as gaps,
       array(select c.category_id from run_categories c
             where c.run_id = r.id order by c.position) as category_ids
from runs r
left join ledger a on a.run_id = r.id and a.phase = 'amazon' and a.category_id = ''
left join ledger e on e.run_id = r.id and e.phase = 'ebay' and e.category_id = ''
where r.id = $1::uuid;

-- name: newest_runs
-- $1, $2 created_at and id of the last run of the page before, or null; $3 most rows; $4 status, or
-- null for any. Newest first, along the index runs_newest.
select r.id, r.name, r.status, r.reason, r.round, r.workers, r.amazon_source, r.ebay_source,
       r.created_at, r.started_at, r.ended_at, r.last_seq,
       r.products, r.sightings, r.sellers_found, r.sellers_new, r.sellers_known,
       r.requests, r.errors,
       coalesce(a.complete_round, 0) >= r.round as amazon_complete,
       coalesce(a.failed, 0) + coalesce(e.failed, 0) as gaps,
       array(select c.category_id from run_categories c
             where c.run_id = r.id order by c.position) as category_ids
from runs r
left join ledger a on a.run_id = r.id and a.phase = 'amazon' and a.category_id = ''
left join ledger e on e.run_id = r.id and e.phase = 'ebay' and e.category_id = ''
where ($1::timestamptz is null or (r.created_at, r.id) < ($1::timestamptz, $2::uuid))
  and ($4::text is null or r.status = $4::text)
order by r.created_at desc, r.id desc
limit $3::bigint;

-- name: positions_of_runs
-- $1 runs. How far the log of each goes, and its status.
select id, status, last_seq from runs where id = any($1::uuid[]);

-- name: ledger_of_run
-- $1 run. Every row of its ledger; category_id '' is the phase's own.
select phase, category_id, planned, done, failed, skipped, in_flight, waiting
from ledger
where run_id = $1::uuid;

-- name: categories_of_run
-- $1 run. In the order in which the run was asked for them.
select category_id, name, department_id, department, products, sellers_new
from run_categories
where run_id = $1::uuid
order by position;

-- name: waits_of_run
-- $1 run, $2 now. Of each phase, the waiting units whose time has not come, by what they wait for.
-- Served by the index units_backing_off.
select phase,
       count(*) filter (where error_type = 'rate_limit') as limiter,
       count(*) filter (where error_type is distinct from 'rate_limit') as backoff,
       min(next_try_at) as next_try_at
from units
where run_id = $1::uuid and status = 'waiting' and next_try_at > $2::timestamptz
group by phase;

-- name: newest_of_workers
-- $1 run, $2 number of workers. Of each worker the newest event that opens or closes a request; one
-- step into the index activity_events_of_worker for each.
select e.seq, e.worker_id, e.phase, e.action, e.error_type, e.body
from generate_series(1, $2::integer) as w (worker_id)
cross join lateral (
  select a.seq, a.worker_id, a.phase, a.action, a.error_type, a.body
  from activity_events a
  where a.run_id = $1::uuid and a.worker_id = w.worker_id and a.attempt is not null
  order by a.seq desc
  limit 1) e
order by w.worker_id;

-- name: metrics_of_run
-- $1 run. One row, or none: how far the log goes, who and what is counted, and the metrics as far
-- as they are stored.
select r.id, r.last_seq, r.workers, m.state,
       array(select c.category_id from run_categories c
             where c.run_id = r.id order by c.position) as category_ids
from runs r
left join run_metrics m on m.run_id = r.id
where r.id = $1::uuid;

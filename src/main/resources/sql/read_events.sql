-- What readers ask of the log. Nothing here locks or writes.

-- name: events_between
-- $1 run, $2 first and $3 last position, both included. In order.
select seq, worker_id, phase, action, error_type, body
from activity_events
where run_id = $1::uuid and seq between $2::bigint and $3::bigint
order by seq;

-- name: matching_events
-- $1 run, $2 after and $3 up to this position, $4 worker, $5 phase, $6 action, $7 error type (each
-- null for any), $8 errors only, $9 most rows. In order, along the primary key: the caller bounds
-- the span that is looked through.
select seq, body
from activity_events
where run_id = $1::uuid and seq > $2::bigint and seq <= $3::bigint
  and ($4::integer is null or worker_id = $4::integer)
  and ($5::text is null or phase = $5::text)
  and ($6::text is null or action = $6::text)
  and ($7::text is null or error_type = $7::text)
  and (not $8::boolean or error_type is not null)
order by seq
limit $9::bigint;

-- What readers ask of units of work. Nothing here locks or writes.

-- name: units_of_run
-- $1 run, $2 phase or null, $3 position of the last unit of the page before, $4 most rows. In order
-- of creation, along the index units_in_order.
select unit, phase, category_id, position, status, reason, page, attempts, asin, title,
       next_try_at, error_type, error_stage, error_message, error_at
from units
where run_id = $1::uuid and position > $3::bigint
  and ($2::text is null or phase = $2::text)
order by position
limit $4::bigint;

-- name: units_of_status
-- $1 run, $2 phase or null, $3 position of the last unit of the page before, $4 most rows, $5
-- status. In order of creation, along the index units_by_status.
select unit, phase, category_id, position, status, reason, page, attempts, asin, title,
       next_try_at, error_type, error_stage, error_message, error_at
from units
where run_id = $1::uuid and status = $5::text and position > $3::bigint
  and ($2::text is null or phase = $2::text)
order by position
limit $4::bigint;

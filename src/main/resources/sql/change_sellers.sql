-- What a person changes of sellers; everything else of them is the writers'.

-- name: flag_seller
-- $1 seller, $2 whether it is flagged
-- locks: one row, on its own; so it waits for a batch that has it, and no batch waits in a circle
-- rows: the seller, or none
update sellers set flagged = $2::boolean
where id = $1::bigint
returning id, source, normalized_name, display_name, profile_url, feedback_percent, feedback_count,
  feedback_count_approximate, times_seen, first_seen_at, last_seen_at, first_run_id, last_run_id,
  flagged;

-- The metrics of a run as far as its writer has stored them. The log tells the rest, and all of it
-- where there is no row: of runs older than this table, and of those with a short log.

create table run_metrics (
  run_id  uuid    constraint run_metrics_pk primary key
    constraint run_metrics_run references runs on delete cascade,
  -- Position of the newest event that the state includes; never past runs.last_seq.
  seq     bigint  not null constraint run_metrics_seq_positive check (seq >= 1),
  -- The fold over events 1 … seq, as the writer encodes it.
  state   bytea   not null
);

-- What pausing needs: a budget that survives a restart, and what a person must change.

alter table runs
  -- Requests that the run may make in all; null for no limit. A resume after the budget was used up
  -- raises it.
  add column calls_granted bigint
    constraint runs_calls_granted_positive check (calls_granted >= 1),
  -- What to change before the run goes on, where something must be.
  add column command_message text;

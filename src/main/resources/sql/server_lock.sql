-- What the one connection that holds the server lock asks. The lock is a session's advisory lock:
-- it ends with the connection, so that nothing stale is left.

-- name: watch_the_peer
-- Lets the server notice within half a minute that our machine is gone, instead of after two hours.
-- Sent as one simple query: no parameters, no rows.
set tcp_keepalives_idle = 10;
set tcp_keepalives_interval = 5;
set tcp_keepalives_count = 3;
set statement_timeout = '10s'

-- name: try_lock
-- $1, $2 int4: the key.  One row: locked boolean, backend int4.  Takes a session advisory lock.
select pg_try_advisory_lock($1::int4, $2::int4) as locked, pg_backend_pid() as backend

-- name: holder
-- $1, $2 int4: the key.  At most one row: backend int4, application_name text.  No locks.
select a.pid as backend, a.application_name
  from pg_locks l
  join pg_stat_activity a on a.pid = l.pid
 where l.locktype = 'advisory'
   and l.database = (select oid from pg_database where datname = current_database())
   and l.classid::int8 = $1::int8
   and l.objid::int8 = $2::int8
   -- 2: a key of two numbers.
   and l.objsubid = 2
   and l.granted

-- name: end_backend
-- $1 int4: a backend of our own that hangs on to the lock.  One row, of no interest.  No locks.
select pg_terminate_backend($1::int4)

-- name: still_there
-- One row, of no interest: the connection answers, so the session and its lock live.
select 1

-- name: unlock
-- $1, $2 int4: the key.  One row: unlocked boolean.  Gives the advisory lock back.
select pg_advisory_unlock($1::int4, $2::int4) as unlocked

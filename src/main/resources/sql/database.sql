-- What is asked of a database when it is opened.

-- name: what_is_there
-- No parameters.  One row: version int4 (180006), encoding text, standby boolean.  No locks.
select current_setting('server_version_num')::int4 as version,
       current_setting('server_encoding') as encoding,
       pg_is_in_recovery() as standby

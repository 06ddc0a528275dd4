-- What doctor asks of a database; nothing is changed.

-- name: what_is_allowed
-- No parameters.  One row: version text, now timestamptz, may_create boolean, may_write boolean.
-- No locks.
select current_setting('server_version') as version,
       clock_timestamp() as now,
       -- Without a schema in the search path there is nowhere to create a table.
       coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create,
       coalesce(
         (select bool_and(
                   has_table_privilege(c.oid, 'select')
                   and has_table_privilege(c.oid, 'insert')
                   and has_table_privilege(c.oid, 'update')
                   and has_table_privilege(c.oid, 'delete'))
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = current_schema()
             and c.relkind in ('r', 'p')),
         true) as may_write

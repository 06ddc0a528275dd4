-- Lists of sellers in every order, and sets of categories to collect again.

-- GET /sellers?sort=name, and the same key for the writer's upsert: one index for both. Names are
-- [a-z0-9.*_-]; collation "C" compares their bytes, whatever the database's own collation is.
create unique index sellers_name on sellers (normalized_name collate "C", source);
alter table sellers drop constraint sellers_source_name;
-- GET /sellers and its export without a sort, and sort=first_seen. Written once for each seller.
create index sellers_first_seen on sellers (first_seen_at, id);
-- GET /sellers?sort=times_seen. Written once for each run that meets a seller.
create index sellers_times_seen on sellers (times_seen, id);
-- GET /sellers?sort=feedback; a seller without feedback counts as less than 0.
create index sellers_feedback on sellers (coalesce(feedback_count, -1), id);
-- GET /sellers?sort=last_seen. Written at each page that meets a seller, so it costs the writer
-- most: entries that come and go leave room that is used again.
create index sellers_last_seen on sellers (last_seen_at, id);

create table presets (
  id            uuid        constraint presets_pk primary key,
  name          text        not null,
  -- As asked for: a department stands for whatever it holds when a run is created.
  category_ids  text[]      not null
    constraint presets_not_empty check (cardinality(category_ids) > 0),
  created_at    timestamptz not null,
  updated_at    timestamptz not null
);

-- GET /presets, newest first.
create index presets_newest on presets (created_at desc, id desc);

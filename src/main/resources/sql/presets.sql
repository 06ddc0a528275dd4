-- Presets: named sets of categories.

-- name: newest_presets
-- $1, $2 created_at and id of the last preset of the page before, or null; $3 most rows. Newest
-- first, along the index presets_newest.
select id, name, category_ids, created_at, updated_at
from presets
where $1::timestamptz is null or (created_at, id) < ($1::timestamptz, $2::uuid)
order by created_at desc, id desc
limit $3::bigint;

-- name: find_preset
-- $1 preset
-- rows: one, or none
select id, name, category_ids, created_at, updated_at
from presets
where id = $1::uuid;

-- name: insert_preset
-- $1 id, $2 name, $3 category ids, $4 now
-- rows: the preset
insert into presets (id, name, category_ids, created_at, updated_at)
values ($1::uuid, $2::text, $3::text[], $4::timestamptz, $4::timestamptz)
returning id, name, category_ids, created_at, updated_at;

-- name: replace_preset
-- $1 id, $2 name, $3 category ids, $4 now
-- rows: the preset, or none
update presets set name = $2::text, category_ids = $3::text[], updated_at = $4::timestamptz
where id = $1::uuid
returning id, name, category_ids, created_at, updated_at;

-- name: delete_preset
-- $1 preset
-- rows: its id, or none
delete from presets where id = $1::uuid
returning id;

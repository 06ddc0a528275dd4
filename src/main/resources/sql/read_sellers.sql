-- What readers ask of sellers. Nothing here locks or writes.
--
-- Lists of sellers share their parameters: $1 part of the normalised name, $2 run that met them,
-- $3 flagged (each null for any), $4 sort key and $5 id of the last seller of the page before (null
-- for the first page), $6 most rows.

-- name: find_seller
-- $1 seller. One row, or none.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where s.id = $1::bigint;

-- name: sellers_by_newest
-- Newest first; $4 is the id as well.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and ($4::bigint is null or s.id < $5::bigint)
order by s.id desc
limit $6::bigint;

-- name: sellers_by_name
-- By normalised name.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and ($4::text is null or (s.normalized_name, s.id) > ($4::text, $5::bigint))
order by s.normalized_name, s.id
limit $6::bigint;

-- name: sellers_by_times_seen
-- Those met by most runs first.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and ($4::bigint is null or (s.times_seen, s.id) < ($4::bigint, $5::bigint))
order by s.times_seen desc, s.id desc
limit $6::bigint;

-- name: sellers_by_last_seen
-- Those met last first.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and ($4::timestamptz is null or (s.last_seen_at, s.id) < ($4::timestamptz, $5::bigint))
order by s.last_seen_at desc, s.id desc
limit $6::bigint;

-- name: sellers_by_feedback
-- Those with most feedback first, those without any last.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and ($4::bigint is null
    or (coalesce(s.feedback_count, -1), s.id) < ($4::bigint, $5::bigint))
order by coalesce(s.feedback_count, -1) desc, s.id desc
limit $6::bigint;

-- name: sightings_of_seller
-- $1 seller; $2 seen_at, $3 run, $4 ASIN, $5 listing of the last row of the page before (null for
-- the first page); $6 most rows. Newest first, along the index sightings_of_seller.
select g.run_id, g.seq, g.asin, p.title, g.category_id, g.page, g.listing_id, g.price_cents,
       g.currency, g.price_min, g.price_max, g.seen_at
from sightings g
join products p on p.asin = g.asin
where g.seller_id = $1::bigint
  and ($2::timestamptz is null
    or (g.seen_at, g.run_id, g.asin, g.listing_id)
      < ($2::timestamptz, $3::uuid, $4::text, $5::text))
order by g.seen_at desc, g.run_id desc, g.asin desc, g.listing_id desc
limit $6::bigint;

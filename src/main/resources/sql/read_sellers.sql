-- What readers ask of sellers. Nothing here locks or writes.
--
-- Lists of sellers share their parameters: $1 part of the normalised name, $2 run that met them,
-- $3 flagged (each null for any), $4 and $5 the sort key of the last seller of the page before (for
-- the first page one that is beyond every seller's), $6 most rows. The key is always compared, so
-- that the index of the order is entered at the right place by any plan.

-- name: find_seller
-- $1 seller. One row, or none.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where s.id = $1::bigint;

-- name: sellers_by_first_seen_asc
-- Those found first first, along the index sellers_first_seen.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.first_seen_at, s.id) > ($4::timestamptz, $5::bigint)
order by s.first_seen_at, s.id
limit $6::bigint;

-- name: sellers_by_first_seen_desc
-- Those found last first, along the index sellers_first_seen.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.first_seen_at, s.id) < ($4::timestamptz, $5::bigint)
order by s.first_seen_at desc, s.id desc
limit $6::bigint;

-- name: sellers_by_last_seen_asc
-- Those met longest ago first, along the index sellers_last_seen.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.last_seen_at, s.id) > ($4::timestamptz, $5::bigint)
order by s.last_seen_at, s.id
limit $6::bigint;

-- name: sellers_by_last_seen_desc
-- Those met last first, along the index sellers_last_seen.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.last_seen_at, s.id) < ($4::timestamptz, $5::bigint)
order by s.last_seen_at desc, s.id desc
limit $6::bigint;

-- name: sellers_by_times_seen_asc
-- Those met by fewest runs first, along the index sellers_times_seen.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.times_seen, s.id) > ($4::bigint, $5::bigint)
order by s.times_seen, s.id
limit $6::bigint;

-- name: sellers_by_times_seen_desc
-- Those met by most runs first, along the index sellers_times_seen.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.times_seen, s.id) < ($4::bigint, $5::bigint)
order by s.times_seen desc, s.id desc
limit $6::bigint;

-- name: sellers_by_feedback_asc
-- Those without feedback, then those with least first, along the index sellers_feedback.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (coalesce(s.feedback_count, -1), s.id) > ($4::bigint, $5::bigint)
order by coalesce(s.feedback_count, -1), s.id
limit $6::bigint;

-- name: sellers_by_feedback_desc
-- Those with most feedback first, along the index sellers_feedback.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (coalesce(s.feedback_count, -1), s.id) < ($4::bigint, $5::bigint)
order by coalesce(s.feedback_count, -1) desc, s.id desc
limit $6::bigint;

-- name: sellers_by_name_asc
-- By normalised name, from a to z, along the index sellers_name.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.normalized_name collate "C", s.source) > ($4::text, $5::text)
order by s.normalized_name collate "C", s.source
limit $6::bigint;

-- name: sellers_by_name_desc
-- By normalised name, from z to a, along the index sellers_name.
select s.id, s.source, s.normalized_name, s.display_name, s.profile_url, s.feedback_percent,
       s.feedback_count, s.feedback_count_approximate, s.times_seen, s.first_seen_at,
       s.last_seen_at, s.first_run_id, s.last_run_id, s.flagged
from sellers s
where ($1::text is null or strpos(s.normalized_name, $1::text) > 0)
  and ($2::uuid is null or exists (
    select 1 from run_sellers r where r.run_id = $2::uuid and r.seller_id = s.id))
  and ($3::boolean is null or s.flagged = $3::boolean)
  and (s.normalized_name collate "C", s.source) < ($4::text, $5::text)
order by s.normalized_name collate "C" desc, s.source desc
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

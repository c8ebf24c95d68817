-- A subscriber's private calendar address. Only the SHA-256 of its token is kept.
create table feed (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  person_id uuid not null,
  name text not null,
  detail text not null check (detail in ('full', 'busy')),
  token_hash bytea not null unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  fetched_at timestamptz,
  fetched_by text,
  foreign key (region_id, person_id) references person (region_id, id)
);
create index feed_person on feed (person_id);
alter table feed enable row level security;
create policy feed_own on feed to peer_challenge_service using (person_id = app_person());
grant select, insert, update, delete on feed to peer_challenge_service;

create function feed_holder(secret_hash bytea, at timestamptz)
  returns table (feed_id uuid, person_id uuid, region_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select id, person_id, region_id from feed
  where token_hash = secret_hash and revoked_at is null and expires_at > at
$$;
revoke execute on function feed_holder from public;
grant execute on function feed_holder to peer_challenge_service;

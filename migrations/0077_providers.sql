-- Organisations that provide children's services for authorities, such as a trust: those whom one provides for are no
-- strangers to each other, so they neither moderate each other nor are planned to meet.
create table provider (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  name text not null,
  created_at timestamptz not null,
  unique (region_id, id),
  constraint provider_name_taken unique (region_id, name)
);
create table provider_authority (
  region_id uuid not null,
  provider_id uuid not null,
  authority_id uuid not null,
  -- Local days, half-open; null where it always was, or no end is known.
  valid_from date,
  valid_until date,
  primary key (provider_id, authority_id),
  foreign key (region_id, provider_id) references provider (region_id, id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  constraint provided_for_some_days check (valid_from < valid_until)
);
create index provider_authority_region on provider_authority (region_id);

do $$
declare t text;
begin
  foreach t in array array['provider', 'provider_authority'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))', t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
end $$;

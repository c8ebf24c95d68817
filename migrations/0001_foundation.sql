-- Who is calling, from which region, and at what moment: set for each transaction, read by every policy.
-- Without them nothing is visible. Region '*' is the operator, who belongs to no region.
create extension if not exists btree_gist;

create function app_region() returns uuid language sql stable parallel safe
  return nullif(nullif(current_setting('app.region', true), ''), '*')::uuid;
create function app_everywhere() returns boolean language sql stable parallel safe
  return current_setting('app.region', true) = '*';
create function app_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person', true), '')::uuid;
create function app_now() returns timestamptz language sql stable parallel safe
  return nullif(current_setting('app.now', true), '')::timestamptz;
create function in_scope(region uuid) returns boolean language sql stable parallel safe
  return region = app_region() or app_everywhere();

-- What the key that seals documents leaves of itself, so that a start with another key is refused.
create table service_key_check (
  singleton boolean primary key default true check (singleton),
  check_value bytea not null
);
alter table service_key_check enable row level security;
create policy service_key_check_everywhere on service_key_check to peer_challenge_service
  using (app_everywhere());
grant select, insert on service_key_check to peer_challenge_service;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create table region (
  id uuid primary key default gen_random_uuid(),
  name text not null constraint region_name_taken unique,
  timezone text not null,
  created_at timestamptz not null
);
alter table region enable row level security;
create policy region_scope on region to peer_challenge_service
  using (in_scope(id)) with check (app_everywhere());
grant select, insert on region to peer_challenge_service;

-- A person belongs to one region; the operator to none. Names are offices, not private names.
create table person (
  id uuid primary key default gen_random_uuid(),
  region_id uuid references region,
  name text not null,
  email text,
  created_at timestamptz not null,
  unique (region_id, id)
);
create unique index person_only_operator on person ((region_id is null)) where region_id is null;
alter table person enable row level security;
create policy person_scope on person to peer_challenge_service
  using (in_scope(region_id) or id = app_person());
grant select, insert, update on person to peer_challenge_service;

-- A single-use code with which a person makes their own first token. Only its SHA-256 is kept.
create table invitation (
  id uuid primary key default gen_random_uuid(),
  region_id uuid references region,
  person_id uuid not null references person,
  code_hash bytea not null unique,
  created_by uuid references person,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  foreign key (region_id, person_id) references person (region_id, id)
);
create index invitation_person on invitation (person_id);
alter table invitation enable row level security;
create policy invitation_scope on invitation to peer_challenge_service
  using (in_scope(region_id) or person_id = app_person());
grant select, insert, update on invitation to peer_challenge_service;

create table token (
  id uuid primary key default gen_random_uuid(),
  region_id uuid references region,
  person_id uuid not null references person,
  hash bytea not null unique,
  label text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  foreign key (region_id, person_id) references person (region_id, id)
);
create index token_person on token (person_id);
alter table token enable row level security;
create policy token_own on token to peer_challenge_service using (person_id = app_person());
grant select, insert, update on token to peer_challenge_service;

-- The three lookups that happen before anybody is known go through functions of the owner, which return
-- one row for one secret's hash and nothing else.
create function token_holder(secret_hash bytea, at timestamptz)
  returns table (token_id uuid, person_id uuid, region_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select id, person_id, region_id from token
  where hash = secret_hash and revoked_at is null and expires_at > at
$$;
create function invitation_holder(secret_hash bytea)
  returns table (invitation_id uuid, person_id uuid, region_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select id, person_id, region_id from invitation where code_hash = secret_hash
$$;
revoke execute on function token_holder, invitation_holder from public;
grant execute on function token_holder, invitation_holder to peer_challenge_service;

-- What was answered to a write that carried an Idempotency-Key: without secrets, kept per person.
create table idempotency_key (
  person_id uuid not null references person,
  key text not null,
  fingerprint bytea not null,
  -- json, not jsonb: a repeated answer has its fields in the order of the first, and so the same ETag.
  answer json,
  created_at timestamptz not null,
  primary key (person_id, key)
);
alter table idempotency_key enable row level security;
create policy idempotency_key_own on idempotency_key to peer_challenge_service
  using (person_id = app_person());
grant select, insert, update, delete on idempotency_key to peer_challenge_service;

-- The audit log: one chain of hashes a region (the operator's own acts stand in the chain of the zero
-- region). Subjects are ids, so that a person can be erased and the chain still verifies.
create table audit_head (
  region_id uuid primary key,
  sequence bigint not null,
  hash bytea not null
);
create table audit_entry (
  region_id uuid not null,
  sequence bigint not null,
  at timestamptz not null,
  person_id uuid,
  action text not null,
  subject_type text not null,
  subject_id text,
  outcome text not null check (outcome in ('done', 'read', 'refused')),
  detail jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (region_id, sequence)
);
create index audit_entry_subject on audit_entry (region_id, subject_id);
create trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_change();
create trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_change();
alter table audit_entry enable row level security;
create policy audit_entry_scope on audit_entry for select to peer_challenge_service using (in_scope(region_id));
grant select on audit_entry to peer_challenge_service;

create function audit_hash(previous bytea, region uuid, seq bigint, at timestamptz, person uuid, action text,
    subject_type text, subject_id text, outcome text, detail jsonb)
  returns bytea language sql immutable
  return sha256(previous || convert_to(jsonb_build_array(region, seq, extract(epoch from at), person, action,
    subject_type, subject_id, outcome, detail)::text, 'UTF8'));

-- The transaction's last statement: the head's row lock orders the writers of one region.
create function append_audit_entry(region uuid, at timestamptz, person uuid, action text, subject_type text,
    subject_id text, outcome text, detail jsonb)
  returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  chain uuid := coalesce(region, '00000000-0000-0000-0000-000000000000');
  head audit_head;
  next_hash bytea;
begin
  insert into audit_head values (chain, 0, '\x') on conflict do nothing;
  select * into head from audit_head where region_id = chain for update;
  next_hash := audit_hash(head.hash, chain, head.sequence + 1, at, person, action, subject_type, subject_id,
    outcome, detail);
  insert into audit_entry values (chain, head.sequence + 1, at, person, action, subject_type, subject_id,
    outcome, detail, head.hash, next_hash);
  update audit_head set sequence = head.sequence + 1, hash = next_hash where region_id = chain;
end $$;
revoke execute on function append_audit_entry from public;
grant execute on function append_audit_entry to peer_challenge_service;

-- Offices that outlive their holders: delegates for one event, grants to read, and how an office is reached.

-- A delegate may be named for one event alone. The id of no event stands in exclusions for "generally".
alter table appointment add column event_id uuid;
alter table appointment add constraint appointment_event_fkey
  foreign key (region_id, event_id) references challenge_event (region_id, id);
alter table appointment add constraint only_delegates_for_one_event
  check (event_id is null or role = 'delegate');
create index appointment_event on appointment (event_id) where event_id is not null;

-- The same person is not appointed twice to the same role of an office at once.
alter table appointment_authority add column person_id uuid;
alter table appointment_authority add column event_id uuid;
update appointment_authority set person_id =
  (select person_id from appointment where appointment.id = appointment_authority.appointment_id);
alter table appointment_authority alter column person_id set not null;
alter table appointment_authority add constraint appointed_already exclude using gist (
  authority_id with =, person_id with =, role with =,
  coalesce(event_id, '00000000-0000-0000-0000-000000000000') with =, valid with &&);

-- A grant names one person and some papers, and always ends; one that is revoked ends there. One that a director
-- gave for their own authority's papers also ends with that director's post.
create table reading_grant (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  person_id uuid not null,
  used_as text not null check (used_as in ('assistant', 'facilitator', 'observer')),
  grants_from timestamptz not null,
  grants_until timestamptz not null,
  reason text not null,
  given_by uuid not null,
  given_as text not null check (given_as in ('consultant', 'director')),
  revoked_at timestamptz,
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, person_id) references person (region_id, id),
  foreign key (region_id, given_by) references person (region_id, id),
  constraint grant_order check (grants_until > grants_from),
  constraint nobody_grants_to_themselves check (given_by <> person_id)
);
create index reading_grant_person on reading_grant (person_id);
create table reading_grant_paper (
  region_id uuid not null,
  grant_id uuid not null,
  self_assessment_id uuid not null,
  primary key (grant_id, self_assessment_id),
  foreign key (region_id, grant_id) references reading_grant (region_id, id),
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id)
);
create index reading_grant_paper_lookup on reading_grant_paper (self_assessment_id);

-- How the office of an authority's director is reached; confirmed by the office itself.
create table office_contact (
  region_id uuid not null,
  authority_id uuid primary key,
  email text,
  phone text,
  address text,
  note text,
  confirmed_at timestamptz,
  confirmed_by uuid,
  revision integer not null default 1,
  changed_at timestamptz not null,
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, confirmed_by) references person (region_id, id),
  constraint confirmed_by_somebody check ((confirmed_at is null) = (confirmed_by is null))
);

do $$
declare t text;
begin
  foreach t in array array['reading_grant', 'reading_grant_paper', 'office_contact'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update on %I to peer_challenge_service', t);
  end loop;
  revoke update on reading_grant_paper from peer_challenge_service;
end $$;

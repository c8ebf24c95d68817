-- Authorities, the offices people hold, and a year's round with its participants and triads.
create table authority (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  name text not null,
  kind text not null,
  office_town text not null,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  statistical_neighbours text[] not null,
  created_at timestamptz not null,
  unique (region_id, id),
  constraint authority_name_taken unique (region_id, name)
);
-- A council's GSS code changes while the council stays: identity is our id, codes are dated, half-open.
create table authority_code (
  region_id uuid not null,
  authority_id uuid not null,
  gss_code text not null check (gss_code ~ '^E[0-9]{8}$'),
  valid_from date,
  valid_until date,
  valid daterange not null generated always as (daterange(valid_from, valid_until, '[)')) stored,
  foreign key (region_id, authority_id) references authority (region_id, id) on delete cascade,
  primary key (region_id, gss_code),
  constraint authority_code_overlap exclude using gist (authority_id with =, valid with &&)
);

-- A dated role held through an office; rights come from appointments valid now. Half-open: the holder has
-- left on `valid_until`.
create table appointment (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  person_id uuid not null,
  role text not null check (role in ('director', 'assistant', 'delegate', 'contributor', 'moderator',
    'facilitator', 'consultant', 'observer')),
  valid_from date not null,
  valid_until date,
  valid daterange not null generated always as (daterange(valid_from, valid_until, '[)')) stored,
  revision integer not null default 1,
  created_at timestamptz not null,
  foreign key (region_id, person_id) references person (region_id, id),
  unique (region_id, id),
  constraint appointment_dates check (valid_until > valid_from)
);
create index appointment_person on appointment (person_id);
create table appointment_authority (
  region_id uuid not null,
  appointment_id uuid not null,
  authority_id uuid not null,
  role text not null,
  valid_from date not null,
  valid_until date,
  valid daterange not null generated always as (daterange(valid_from, valid_until, '[)')) stored,
  primary key (appointment_id, authority_id),
  foreign key (region_id, appointment_id) references appointment (region_id, id) on delete cascade,
  foreign key (region_id, authority_id) references authority (region_id, id),
  constraint authority_has_one_director exclude using gist (authority_id with =, valid with &&)
    where (role = 'director')
);

create table round (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  label text not null,
  state text not null check (state in ('planning', 'open', 'closed')),
  method text not null check (method in ('triad')),
  window_from date not null,
  window_to date not null,
  self_assessment_due date,
  comments_due date,
  release_on date,
  policy jsonb not null,
  required_calendars jsonb not null,
  closed_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (region_id, id),
  constraint round_label_taken unique (region_id, label),
  constraint round_window check (window_to >= window_from)
);
create table participant (
  region_id uuid not null,
  round_id uuid not null,
  authority_id uuid not null,
  taking_part boolean not null,
  reason text,
  primary key (round_id, authority_id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  unique (round_id, authority_id, taking_part)
);
create table triad (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  number integer not null check (number > 0),
  revision integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  foreign key (region_id, round_id) references round (region_id, id),
  unique (region_id, id),
  unique (round_id, id),
  constraint triad_number_taken unique (round_id, number)
);
-- `taking_part` is always true here: the foreign key then holds only for participants who are in.
create table triad_member (
  region_id uuid not null,
  round_id uuid not null,
  triad_id uuid not null,
  authority_id uuid not null,
  taking_part boolean not null default true check (taking_part),
  foreign key (region_id, triad_id) references triad (region_id, id) on delete cascade,
  foreign key (round_id, triad_id) references triad (round_id, id) on delete cascade,
  constraint member_takes_part foreign key (round_id, authority_id, taking_part)
    references participant (round_id, authority_id, taking_part),
  constraint one_triad_a_round primary key (round_id, authority_id)
);
create index triad_member_triad on triad_member (triad_id);

do $$
declare t text;
begin
  foreach t in array array['authority', 'authority_code', 'appointment', 'appointment_authority', 'round',
      'participant', 'triad', 'triad_member'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
end $$;

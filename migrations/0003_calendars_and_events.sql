-- Calendars with the span they answer for, commitments in them, and challenge events.
create table calendar (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  kind text not null check (kind in ('ofsted-annual-conversation', 'inspection', 'school-holiday',
    'bank-holiday', 'conference', 'regional-meeting', 'pre-election-period', 'personal')),
  name text not null,
  scope text not null check (scope in ('region', 'authorities', 'persons', 'roles')),
  roles text[] not null default '{}',
  covers_from date,
  covers_to date,
  checked_at timestamptz not null,
  stale_after_days integer check (stale_after_days > 0),
  revision integer not null default 1,
  created_at timestamptz not null,
  unique (region_id, id),
  constraint calendar_cover check (covers_to >= covers_from)
);
-- Names that not everybody may read are left out: being told that one is taken would tell that it exists.
create unique index calendar_name_taken on calendar (region_id, name)
  where kind not in ('personal', 'inspection');
create table calendar_authority (
  region_id uuid not null,
  calendar_id uuid not null,
  authority_id uuid not null,
  primary key (calendar_id, authority_id),
  foreign key (region_id, calendar_id) references calendar (region_id, id) on delete cascade,
  foreign key (region_id, authority_id) references authority (region_id, id)
);
create table calendar_person (
  region_id uuid not null,
  calendar_id uuid not null,
  person_id uuid not null,
  primary key (calendar_id, person_id),
  foreign key (region_id, calendar_id) references calendar (region_id, id) on delete cascade,
  foreign key (region_id, person_id) references person (region_id, id)
);

-- One stretch of time. Whole days carry their dates; `starts_at` to `ends_at` is half-open. A personal
-- calendar's title is never stored. `authority_ids` empty means everybody in the calendar's scope.
create table commitment (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  calendar_id uuid not null,
  title text,
  first_day date,
  last_day date,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  span tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  busy text not null check (busy in ('busy', 'out-of-office')),
  revision integer not null default 1,
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, calendar_id) references calendar (region_id, id) on delete cascade,
  constraint commitment_order check (ends_at > starts_at)
);
create index commitment_span on commitment using gist (region_id, span);
create index commitment_calendar on commitment (calendar_id);
create table commitment_authority (
  region_id uuid not null,
  commitment_id uuid not null,
  authority_id uuid not null,
  primary key (commitment_id, authority_id),
  foreign key (region_id, commitment_id) references commitment (region_id, id) on delete cascade,
  foreign key (region_id, authority_id) references authority (region_id, id)
);

create table challenge_event (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  triad_id uuid,
  kind text not null check (kind in ('meeting', 'visit', 'training', 'summit')),
  state text not null check (state in ('proposed', 'confirmed', 'held', 'deferred', 'cancelled')),
  title text not null,
  host_authority_id uuid,
  venue text,
  joining_link text,
  date date not null,
  days integer not null check (days between 1 and 5),
  start_time text,
  end_time text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  span tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  revision integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  state_since timestamptz not null,
  -- The local day on which its present date was given to its people: notice is measured from it.
  dated_on date not null,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (round_id, triad_id) references triad (round_id, id),
  foreign key (region_id, host_authority_id) references authority (region_id, id),
  constraint event_of_triad check ((kind in ('meeting', 'visit')) = (triad_id is not null)),
  constraint visit_has_host check ((kind = 'visit') = (host_authority_id is not null)),
  constraint event_order check (ends_at > starts_at)
);
create index challenge_event_round on challenge_event (round_id);
create index challenge_event_span on challenge_event using gist (region_id, span);
create index challenge_event_triad on challenge_event (triad_id);

-- Facilitators named for an event; directors come from appointments.
create table event_facilitator (
  region_id uuid not null,
  event_id uuid not null,
  person_id uuid not null,
  primary key (event_id, person_id),
  foreign key (region_id, event_id) references challenge_event (region_id, id) on delete cascade,
  foreign key (region_id, person_id) references person (region_id, id)
);

-- Who takes part, for how long, and whether that holds their time: nobody is in two overlapping occasions
-- that hold time. Deferrable, so that two dates can be swapped in one transaction.
create table participation (
  region_id uuid not null,
  event_id uuid not null,
  person_id uuid not null,
  capacity text not null check (capacity in ('director', 'delegate', 'facilitator', 'moderator')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  span tstzrange not null generated always as (tstzrange(starts_at, ends_at, '[)')) stored,
  holds_time boolean not null,
  primary key (event_id, person_id),
  foreign key (region_id, event_id) references challenge_event (region_id, id) on delete cascade,
  foreign key (region_id, person_id) references person (region_id, id),
  constraint person_double_booked exclude using gist (person_id with =, span with &&)
    where (holds_time) deferrable initially immediate
);

create table event_history (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  event_id uuid not null,
  revision integer not null,
  move text not null,
  from_state text,
  to_state text not null,
  old_date date,
  old_days integer,
  old_start_time text,
  old_end_time text,
  reason text,
  person_id uuid not null,
  at timestamptz not null,
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (region_id, person_id) references person (region_id, id),
  unique (event_id, revision)
);
create trigger event_history_append_only before update or delete on event_history
  for each row execute function refuse_change();

-- An audited decision to accept one clash of one event, given with one of its moves; it stands until the event
-- is given another date.
create table waiver (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  event_id uuid not null,
  event_revision integer not null,
  rule text not null check (rule <> 'person-double-booked'),
  commitment_id uuid,
  reason text not null,
  person_id uuid not null,
  at timestamptz not null,
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (event_id, event_revision) references event_history (event_id, revision),
  foreign key (region_id, person_id) references person (region_id, id)
);
create index waiver_event on waiver (event_id);
create trigger waiver_append_only before update or delete on waiver
  for each row execute function refuse_change();

do $$
declare t text;
begin
  foreach t in array array['calendar', 'calendar_authority', 'calendar_person', 'commitment',
      'commitment_authority', 'challenge_event', 'event_facilitator', 'participation', 'event_history',
      'waiver'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
  revoke update, delete on event_history, waiver from peer_challenge_service;
end $$;

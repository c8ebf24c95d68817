-- The day itself: parallel sessions, who is coming and who came, places at trainings and summits, and the pool.

-- Places that each office may book at a training or summit; null where no places are booked.
alter table challenge_event add column places_per_office integer
  constraint places_are_for_trainings_and_summits
  check (places_per_office is null or (places_per_office between 1 and 50 and kind in ('training', 'summit')));

-- One of an event's timed sessions, which may run beside others: whoever is in two of them that overlap is
-- double-booked. `day` counts from the event's first, which is 1, so that sessions move with their event.
create table event_session (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  event_id uuid not null,
  title text not null,
  day integer not null check (day between 1 and 5),
  start_time text not null,
  end_time text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  place text,
  -- Whose self-assessment is challenged in it.
  subject_authority_id uuid,
  facilitator_id uuid,
  created_at timestamptz not null,
  unique (region_id, id),
  unique (event_id, id),
  foreign key (region_id, event_id) references challenge_event (region_id, id) on delete cascade,
  foreign key (region_id, subject_authority_id) references authority (region_id, id),
  foreign key (region_id, facilitator_id) references person (region_id, id),
  constraint session_order check (ends_at > starts_at)
);
create index event_session_event on event_session (event_id);
create table session_authority (
  region_id uuid not null,
  session_id uuid not null,
  authority_id uuid not null,
  primary key (session_id, authority_id),
  foreign key (region_id, session_id) references event_session (region_id, id) on delete cascade,
  foreign key (region_id, authority_id) references authority (region_id, id)
);

-- Somebody takes part in an event as a whole (no session) or in some of its sessions, each with its own time.
alter table participation add column session_id uuid;
alter table participation drop constraint participation_pkey;
alter table participation add constraint participation_once unique nulls not distinct (event_id, person_id, session_id);
alter table participation add constraint participation_session_fkey
  foreign key (event_id, session_id) references event_session (event_id, id) on delete cascade;
alter table participation drop constraint participation_capacity_check;
alter table participation add constraint participation_capacity_check
  check (capacity in ('director', 'delegate', 'facilitator', 'moderator', 'attendee'));

-- What an authority's office answers to an event: coming, apologies, or a substitute whom its director names;
-- and afterwards whether the seat was filled, which may be known of an office that never answered. The revision
-- grows with every answer, and an answer that no longer holds stays as `awaited`, because a calendar that has
-- seen the one must see the other as later.
create table attendance (
  region_id uuid not null,
  event_id uuid not null,
  authority_id uuid not null,
  answer text not null check (answer in ('awaited', 'coming', 'apologies', 'substitute')),
  substitute_id uuid,
  note text,
  came boolean,
  answered_by uuid,
  answered_at timestamptz,
  revision integer not null default 1,
  changed_at timestamptz not null,
  primary key (event_id, authority_id),
  foreign key (region_id, event_id) references challenge_event (region_id, id) on delete cascade,
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, substitute_id) references person (region_id, id),
  foreign key (region_id, answered_by) references person (region_id, id),
  constraint substitute_is_named check ((answer = 'substitute') = (substitute_id is not null)),
  constraint answered_by_somebody check ((answer <> 'awaited') = (answered_by is not null and answered_at is not null))
);

-- A place that an office has booked for somebody at a training or summit. The number of the place is never above
-- the event's limit, so that two who book the last one at once cannot both have it.
create table booking (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  event_id uuid not null,
  authority_id uuid not null,
  person_id uuid not null,
  place integer not null check (place > 0),
  came boolean,
  booked_by uuid not null,
  booked_at timestamptz not null,
  foreign key (region_id, event_id) references challenge_event (region_id, id) on delete cascade,
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, person_id) references person (region_id, id),
  foreign key (region_id, booked_by) references person (region_id, id),
  constraint place_taken unique (event_id, authority_id, place),
  constraint booked_once unique (event_id, person_id)
);
create function place_within_limit() returns trigger language plpgsql as $$
declare
  places integer;
begin
  select places_per_office into places from challenge_event where id = new.event_id for share;
  if places is null or new.place > places then
    raise exception 'no place left' using errcode = 'check_violation', constraint = 'place_within_limit';
  end if;
  return new;
end $$;
create trigger booking_within_limit before insert or update of place on booking
  for each row execute function place_within_limit();

-- When somebody of the pool was trained, at which training if it was one of ours.
create table pool_training (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  person_id uuid not null,
  event_id uuid,
  trained_on date not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  foreign key (region_id, person_id) references person (region_id, id),
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (region_id, recorded_by) references person (region_id, id),
  constraint trained_once_a_day unique (person_id, trained_on)
);

do $$
declare t text;
begin
  foreach t in array array['event_session', 'session_authority', 'attendance', 'booking', 'pool_training'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
end $$;

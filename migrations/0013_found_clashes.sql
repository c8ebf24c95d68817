-- Clashes are found before anybody asks: whatever changes what an event is judged on leaves a note of it in the
-- same transaction, the events concerned are judged again, and what is found stays with its times and its cause.

-- The authorities that a commitment is narrowed to stand in its own row: of a million commitments, those of one
-- calendar that meet a span are found by one index and read without a query for each.
alter table commitment add column authority_ids uuid[] not null default '{}';
update commitment set authority_ids = narrowed.ids
  from (select commitment_id, array_agg(authority_id order by authority_id) as ids
    from commitment_authority group by commitment_id) as narrowed
  where narrowed.commitment_id = commitment.id;
drop table commitment_authority;
create function commitment_names_authorities() returns trigger language plpgsql as $$
begin
  if exists (select from unnest(new.authority_ids) as named (id)
      where not exists (select from authority where authority.region_id = new.region_id and authority.id = named.id)) then
    raise exception 'no such authority in the region' using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;
create trigger commitment_authorities before insert or update of authority_ids on commitment
  for each row when (new.authority_ids <> '{}') execute function commitment_names_authorities();
drop index commitment_span;
drop index commitment_calendar;
create index commitment_calendar_span on commitment using gist (calendar_id, span);

-- A clash of a stored event, from when it was found until it was gone. `identity` tells whether it is the same one
-- when it is found again, `basis` what it rests on: a waiver excuses it only while that stays.
create table clash (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  event_id uuid not null,
  identity text not null,
  basis text not null,
  rule text not null,
  severity text not null check (severity in ('blocking', 'warning')),
  -- The clash as the domain knows it, without what is known of it only now: its waiver, its calendar's age.
  found jsonb not null,
  calendar_id uuid,
  waiver_id uuid references waiver,
  opened_at timestamptz not null,
  opened_by text not null,
  closed_at timestamptz,
  closed_by text,
  -- Where it stands in a list: blocking before warnings before what was accepted, then by day.
  place text not null,
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  constraint clash_closes check ((closed_at is null) = (closed_by is null))
);
create unique index clash_open on clash (event_id, identity) where closed_at is null;
create index clash_of_round on clash (round_id, place, id);

-- What an event's clashes were when it was last judged, as one value: most events, most times, are as they were.
create table event_check (
  event_id uuid primary key,
  region_id uuid not null,
  digest text not null,
  checked_at timestamptz not null,
  foreign key (region_id, event_id) references challenge_event (region_id, id) on delete cascade
);

-- That something changed, until the events concerned have been judged again. What is null says nothing: a row that
-- names nothing concerns every event of the region.
create table disturbance (
  id bigint generated always as identity primary key,
  region_id uuid not null,
  cause text not null,
  at timestamptz not null,
  event_id uuid,
  round_id uuid,
  calendar_id uuid,
  authority_ids uuid[],
  person_ids uuid[],
  spans tstzmultirange
);
create index disturbance_region on disturbance (region_id, id);

-- What the service has to tell, written in the transaction in which it became so, until it is delivered.
create table outbox (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  topic text not null,
  subject_id uuid not null,
  payload jsonb not null,
  at timestamptz not null
);
create index outbox_region on outbox (region_id, at, id);

-- Until when the clock's own doings (a calendar gone stale, a waiver run out, an appointment begun) were looked at.
create table clash_watch (
  region_id uuid primary key references region,
  swept_at timestamptz not null
);

-- A waiver may run out, and excuses only what it was given for.
alter table waiver add column until_date date;
alter table waiver add column bases text[];

create function disturbed_at() returns timestamptz language sql stable return coalesce(app_now(), now());

create function commitments_disturb() returns trigger language plpgsql as $$
begin
  if tg_op in ('UPDATE', 'DELETE') then
    insert into disturbance (region_id, cause, at, calendar_id, authority_ids, spans)
      select region_id, 'commitment', disturbed_at(), calendar_id, authority_ids, range_agg(span)
      from old_rows group by region_id, calendar_id, authority_ids;
  end if;
  if tg_op in ('UPDATE', 'INSERT') then
    insert into disturbance (region_id, cause, at, calendar_id, authority_ids, spans)
      select region_id, 'commitment', disturbed_at(), calendar_id, authority_ids, range_agg(span)
      from new_rows group by region_id, calendar_id, authority_ids;
  end if;
  return null;
end $$;
create trigger commitment_added after insert on commitment
  referencing new table as new_rows for each statement execute function commitments_disturb();
create trigger commitment_changed after update on commitment
  referencing old table as old_rows new table as new_rows for each statement execute function commitments_disturb();
create trigger commitment_removed after delete on commitment
  referencing old table as old_rows for each statement execute function commitments_disturb();

-- Of somebody's place in an event: the event itself, and what else they have then.
create function participations_disturb() returns trigger language plpgsql as $$
begin
  if tg_op in ('UPDATE', 'DELETE') then
    insert into disturbance (region_id, cause, at, event_id, person_ids, spans)
      select region_id, 'people', disturbed_at(), event_id, array_agg(distinct person_id), range_agg(span)
      from old_rows group by region_id, event_id;
  end if;
  if tg_op in ('UPDATE', 'INSERT') then
    insert into disturbance (region_id, cause, at, event_id, person_ids, spans)
      select region_id, 'people', disturbed_at(), event_id, array_agg(distinct person_id), range_agg(span)
      from new_rows group by region_id, event_id;
  end if;
  return null;
end $$;
create trigger participation_added after insert on participation
  referencing new table as new_rows for each statement execute function participations_disturb();
create trigger participation_changed after update on participation
  referencing old table as old_rows new table as new_rows for each statement execute function participations_disturb();
create trigger participation_removed after delete on participation
  referencing old table as old_rows for each statement execute function participations_disturb();

create function event_disturbs() returns trigger language plpgsql as $$
begin
  insert into disturbance (region_id, cause, at, event_id, person_ids, spans)
    select new.region_id, 'event', disturbed_at(), new.id,
      array(select distinct person_id from participation where event_id = new.id),
      case when tg_op = 'INSERT' then tstzmultirange(new.span)
        else tstzmultirange(new.span) + tstzmultirange(old.span) end;
  return null;
end $$;
create trigger challenge_event_disturbs after insert or update on challenge_event
  for each row execute function event_disturbs();

-- A confirmation that changes nothing (the usual answer of a source) disturbs nobody, unless its silence had come
-- to mean nothing.
create function calendar_disturbs() returns trigger language plpgsql as $$
begin
  insert into disturbance (region_id, cause, at, calendar_id)
    values (new.region_id, 'calendar', disturbed_at(), new.id);
  return null;
end $$;
create trigger calendar_added after insert on calendar for each row execute function calendar_disturbs();
create trigger calendar_changed after update on calendar for each row
  when (old.name <> new.name or old.covers_from is distinct from new.covers_from
    or old.covers_to is distinct from new.covers_to or old.stale_after_days is distinct from new.stale_after_days
    or new.checked_at < old.checked_at
    or old.checked_at + old.stale_after_days * interval '24 hours' < new.checked_at)
  execute function calendar_disturbs();

create function round_disturbs() returns trigger language plpgsql as $$
begin
  insert into disturbance (region_id, cause, at, round_id)
    values (new.region_id, 'round', disturbed_at(), new.id);
  return null;
end $$;
create trigger round_changed after update on round for each row
  when (old.policy <> new.policy or old.required_calendars <> new.required_calendars or old.method <> new.method
    or old.state <> new.state or old.comments_due is distinct from new.comments_due)
  execute function round_disturbs();

create function membership_disturbs() returns trigger language plpgsql as $$
declare gone record := case when tg_op = 'DELETE' then old else new end;
begin
  insert into disturbance (region_id, cause, at, event_id)
    select gone.region_id, 'round', disturbed_at(), challenge_event.id from challenge_event
    where challenge_event.triad_id = gone.triad_id;
  return null;
end $$;
create trigger triad_member_disturbs after insert or delete on triad_member
  for each row execute function membership_disturbs();

-- Events of the whole round are for all of its participants.
create function participant_disturbs() returns trigger language plpgsql as $$
declare gone record := case when tg_op = 'DELETE' then old else new end;
begin
  insert into disturbance (region_id, cause, at, event_id)
    select gone.region_id, 'round', disturbed_at(), challenge_event.id from challenge_event
    where challenge_event.round_id = gone.round_id and challenge_event.triad_id is null;
  return null;
end $$;
create trigger participant_disturbs after insert or update or delete on participant
  for each row execute function participant_disturbs();

create function waiver_disturbs() returns trigger language plpgsql as $$
begin
  insert into disturbance (region_id, cause, at, event_id)
    values (new.region_id, 'waiver', disturbed_at(), new.event_id);
  return null;
end $$;
create trigger waiver_disturbs after insert on waiver for each row execute function waiver_disturbs();

-- What every event of the region may show: its authorities' and offices' names, who takes over from whom, and how
-- severe a kind of calendar is.
create function region_disturbed() returns trigger language plpgsql as $$
declare gone record := case when tg_op = 'DELETE' then old else new end;
begin
  if gone.region_id is not null then
    insert into disturbance (region_id, cause, at) values (gone.region_id, tg_argv[0], disturbed_at());
  end if;
  return null;
end $$;
create trigger authority_renamed after update on authority for each row when (old.name <> new.name)
  execute function region_disturbed('names');
create trigger person_renamed after update on person for each row when (old.name <> new.name)
  execute function region_disturbed('names');
create trigger succession_disturbs after insert or update or delete on succession for each row
  execute function region_disturbed('succession');
create trigger calendar_kind_disturbs after update on calendar_kind for each row
  execute function region_disturbed('kind');

do $$
declare t text;
begin
  foreach t in array array['clash', 'event_check', 'disturbance', 'outbox', 'clash_watch'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
end $$;

-- What stands in the way of events that were there before is found at the first look.
insert into disturbance (region_id, cause, at) select id, 'first', now() from region;

-- After the event: what it found about each authority, what was agreed, and what those who were there thought of it.

-- With these, what is written of an event about a paper is of one round.
alter table challenge_event add constraint challenge_event_of_round unique (round_id, id);
alter table self_assessment add constraint self_assessment_of_round unique (round_id, id);

-- The second wall around outcomes: the paper's readers, but no moderator, whose work was before the event, and the
-- region's other directors until the round is closed.
create function reads_outcomes(paper uuid) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    join self_assessment s on s.id = r.paper_id
    join round on round.id = s.round_id
    where r.person_id = app_person() and r.paper_id = paper
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now())
      and r.basis <> 'moderator' and (r.basis <> 'regional-director' or round.closed_at is null))
$$;

-- Whether the caller is today the director of an authority, or of one that took over from it, or a delegate.
create function leads(office uuid) returns boolean language sql stable parallel safe as $$
  with recursive today (day) as (
    select (app_now() at time zone region.timezone)::date from region where region.id = app_region()
  ), standing (authority_id) as (
    select office
    union
    select s.successor_id from succession s join standing on standing.authority_id = s.predecessor_id, today
    where s.on_date <= today.day
  )
  select exists (
    select from appointment_authority held join standing using (authority_id), today
    where held.person_id = app_person() and held.role in ('director', 'delegate') and held.event_id is null
      and held.valid @> today.day)
$$;

create table outcome (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  event_id uuid not null,
  self_assessment_id uuid not null,
  kind text not null check (kind in ('strength', 'area-to-improve', 'ask', 'offer')),
  theme text not null,
  text text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  changed_at timestamptz not null,
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (region_id, written_by) references person (region_id, id),
  constraint outcome_of_event foreign key (round_id, event_id) references challenge_event (round_id, id),
  constraint outcome_about_paper foreign key (round_id, self_assessment_id) references self_assessment (round_id, id)
);
create index outcome_paper on outcome (self_assessment_id);
create index outcome_event on outcome (event_id);
create index outcome_round on outcome (round_id, kind, theme);

-- What the programme, the LGA or a partner offers to whoever asks.
create table partner_offer (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  theme text not null,
  text text not null,
  offered_by text not null check (offered_by in ('programme', 'lga', 'partner')),
  name text not null,
  entered_by uuid not null,
  entered_at timestamptz not null,
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, entered_by) references person (region_id, id)
);
create index partner_offer_round on partner_offer (round_id);

-- An action agreed at an event about an authority, and the office that has it to do. That it is overdue is not stored.
create table agreed_action (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  event_id uuid not null,
  self_assessment_id uuid not null,
  text text not null,
  owner_id uuid not null,
  -- Who in the owner's authority does it, as an office: "Assistant director, safeguarding".
  owner_office text,
  due_on date not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  reason text,
  agreed_by uuid not null,
  agreed_at timestamptz not null,
  changed_at timestamptz not null,
  revision integer not null default 1,
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (region_id, owner_id) references authority (region_id, id),
  foreign key (region_id, agreed_by) references person (region_id, id),
  unique (region_id, id),
  constraint action_of_event foreign key (round_id, event_id) references challenge_event (round_id, id),
  constraint action_about_paper foreign key (round_id, self_assessment_id) references self_assessment (round_id, id),
  constraint dropped_with_reason check ((state = 'dropped') = (reason is not null))
);
create index agreed_action_paper on agreed_action (self_assessment_id);
create index agreed_action_owner on agreed_action (owner_id);
create index agreed_action_due on agreed_action (due_on, id);

create table action_note (
  id uuid primary key default gen_random_uuid(),
  -- The order of two that were written at one instant.
  number bigint not null generated always as identity,
  region_id uuid not null,
  action_id uuid not null,
  text text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  foreign key (region_id, action_id) references agreed_action (region_id, id),
  foreign key (region_id, written_by) references person (region_id, id)
);
create index action_note_action on action_note (action_id);
create trigger action_note_append_only before update or delete on action_note
  for each row execute function refuse_change();

-- What became of it all, six months after the event, for one authority. Its day is counted and not stored.
create table follow_up (
  region_id uuid not null,
  round_id uuid not null,
  event_id uuid not null,
  self_assessment_id uuid not null,
  note text not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  primary key (event_id, self_assessment_id),
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (region_id, recorded_by) references person (region_id, id),
  constraint follow_up_of_event foreign key (round_id, event_id) references challenge_event (round_id, id),
  constraint follow_up_about_paper foreign key (round_id, self_assessment_id)
    references self_assessment (round_id, id)
);

-- What one participant thought of an event: nobody else's to read but counted together.
create table event_feedback (
  region_id uuid not null,
  event_id uuid not null,
  person_id uuid not null,
  preparation integer not null check (preparation between 1 and 5),
  challenge integer not null check (challenge between 1 and 5),
  usefulness integer not null check (usefulness between 1 and 5),
  words text,
  given_at timestamptz not null,
  primary key (event_id, person_id),
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (region_id, person_id) references person (region_id, id)
);

-- What the region makes its priority of a round, and the offices that lead on it.
create table round_priority (
  region_id uuid not null,
  round_id uuid not null,
  position integer not null check (position > 0),
  theme text not null,
  statement text not null,
  primary key (round_id, theme),
  foreign key (region_id, round_id) references round (region_id, id),
  constraint priority_position_taken unique (round_id, position)
);
create table priority_lead (
  region_id uuid not null,
  round_id uuid not null,
  theme text not null,
  authority_id uuid not null,
  office text not null,
  primary key (round_id, theme, authority_id, office),
  foreign key (round_id, theme) references round_priority (round_id, theme) on delete cascade,
  foreign key (region_id, authority_id) references authority (region_id, id)
);

-- Held is final, so that what was found once stays found at an event that took place.
create function event_was_held() returns trigger language plpgsql as $$
begin
  if not exists (select from challenge_event where id = new.event_id and state = 'held') then
    raise exception 'not held' using errcode = 'check_violation', constraint = 'event_was_held';
  end if;
  return new;
end $$;

do $$
declare t text;
begin
  foreach t in array array['outcome', 'agreed_action', 'follow_up', 'event_feedback'] loop
    execute format('create trigger %I before insert on %I for each row execute function event_was_held()',
      t || '_after_event', t);
  end loop;
  foreach t in array array['outcome', 'partner_offer', 'agreed_action', 'action_note', 'follow_up',
      'event_feedback', 'round_priority', 'priority_lead'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
  foreach t in array array['outcome', 'follow_up'] loop
    execute format('create policy %I on %I as restrictive to peer_challenge_service
      using (reads_outcomes(self_assessment_id))', t || '_readers', t);
  end loop;
  revoke update, delete on action_note from peer_challenge_service;
end $$;
create policy agreed_action_readers on agreed_action as restrictive to peer_challenge_service
  using (reads_outcomes(self_assessment_id) or leads(owner_id));
create policy action_note_readers on action_note as restrictive to peer_challenge_service
  using (exists (select from agreed_action where agreed_action.id = action_id));
create policy event_feedback_own on event_feedback as restrictive to peer_challenge_service
  using (person_id = app_person());

-- What may be known together of rows that are nobody's to read one by one goes through functions of the owner.

-- How many authorities have each theme in each way: none that fewer than `fewest` have.
create function common_themes(in_round uuid, fewest integer)
  returns table (kind text, theme text, authorities integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select kind, theme, count(distinct self_assessment_id)::int from outcome
  where round_id = in_round and in_scope(region_id)
  group by kind, theme having count(distinct self_assessment_id) >= fewest
$$;
-- The themes on which some authority offers something that the caller does not read.
create function unread_offer_themes(in_round uuid) returns table (theme text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct theme from outcome
  where round_id = in_round and in_scope(region_id) and kind = 'offer' and not reads_outcomes(self_assessment_id)
$$;
-- What was thought of an event, without who: how many said so and, from `fewest` on, what.
create function feedback_together(of_event uuid, fewest integer) returns table (answers integer, given json)
  language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int, case when count(*) >= fewest then json_agg(json_build_object('preparation', preparation,
    'challenge', challenge, 'usefulness', usefulness, 'words', words) order by words, preparation, challenge,
    usefulness) end
  from event_feedback where event_id = of_event and in_scope(region_id)
$$;
revoke execute on function common_themes, unread_offer_themes, feedback_together from public;
grant execute on function common_themes, unread_offer_themes, feedback_together to peer_challenge_service;

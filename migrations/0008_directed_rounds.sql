-- Rounds in which it is said for each self-assessment who challenges it.
alter table round drop constraint round_method_check;
alter table round add constraint round_method_check check (method in ('triad', 'directed'));

-- `taking_part` is always true: the foreign keys then hold only for participants who are in.
create table challenge (
  region_id uuid not null,
  round_id uuid not null,
  authority_id uuid not null,
  challenger_id uuid not null,
  taking_part boolean not null default true check (taking_part),
  primary key (round_id, authority_id, challenger_id),
  foreign key (region_id, round_id) references round (region_id, id),
  constraint challenged_takes_part foreign key (round_id, authority_id, taking_part)
    references participant (round_id, authority_id, taking_part),
  constraint challenger_takes_part foreign key (round_id, challenger_id, taking_part)
    references participant (round_id, authority_id, taking_part),
  constraint nobody_challenges_themselves check (authority_id <> challenger_id)
);
create index challenge_challenger on challenge (round_id, challenger_id);
alter table challenge enable row level security;
create policy challenge_scope on challenge to peer_challenge_service using (in_scope(region_id));
grant select, insert, update, delete on challenge to peer_challenge_service;

-- A directed round may do without triads, so its meetings and visits may be of the round itself.
alter table challenge_event drop constraint event_of_triad;
alter table challenge_event add constraint event_of_triad
  check (kind in ('meeting', 'visit') or triad_id is null);

-- Which moderator moderates which self-assessments of a round, as a plan: asked for, solved, deployed or not. It names
-- its solve, as all does that is solved and is no plan of triads.
create table moderation_plan (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  solve_id uuid not null,
  request jsonb not null,
  seconds integer not null check (seconds between 1 and 600),
  -- As the round stood when it was asked for; it has ids and no names.
  problem jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  deployed_at timestamptz,
  -- The assignments that deploying offered.
  deployment jsonb,
  undeployed_at timestamptz,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, solve_id) references solve (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id),
  constraint moderation_plan_deployed check ((deployed_at is null) = (deployment is null)),
  constraint moderation_plan_undeployed check (undeployed_at is null or deployed_at is not null)
);
create unique index moderation_plan_solve on moderation_plan (solve_id);
create index moderation_plan_round on moderation_plan (round_id);
alter table moderation_plan enable row level security;
create policy moderation_plan_scope on moderation_plan to peer_challenge_service using (in_scope(region_id));
grant select, insert, update on moderation_plan to peer_challenge_service;

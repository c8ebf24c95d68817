-- Who shall challenge whom in a directed round: what a consultant asked for, the problem that it became at once (no
-- dates are judged), and the solve that answers it. It changes nothing until it is deployed; what deploying did is kept
-- so that it can be taken back.
create table challenge_plan (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  solve_id uuid not null unique,
  request jsonb not null,
  problem jsonb not null,
  seed integer not null,
  seconds integer not null check (seconds between 1 and 600),
  created_by uuid not null,
  created_at timestamptz not null,
  deployed_at timestamptz,
  -- The round's challenges before and after.
  deployment jsonb,
  undeployed_at timestamptz,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, solve_id) references solve (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id),
  constraint challenge_plan_deployed check ((deployed_at is null) = (deployment is null)),
  constraint challenge_plan_undeployed check (undeployed_at is null or deployed_at is not null)
);
create index challenge_plan_round on challenge_plan (round_id);

alter table challenge_plan enable row level security;
create policy challenge_plan_scope on challenge_plan to peer_challenge_service using (in_scope(region_id));
grant select, insert, update on challenge_plan to peer_challenge_service;

-- Plans of visits: on which dates, after their triads' meetings, the visits of a round are made. Each names its solve.
alter table solve drop constraint solve_kind;
alter table solve add constraint solve_kind
  check (kind in ('plan', 'question', 'rotation', 'moderators', 'challengers', 'visits'));

create table visit_plan (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  solve_id uuid not null unique,
  request jsonb not null,
  seed integer not null,
  seconds integer not null check (seconds between 1 and 600),
  -- Null until somebody has taken the solve up: dates are judged then, in no transaction.
  problem jsonb,
  -- The hosts of the problem, with their triads and the visits that are dated anew.
  hosts jsonb,
  created_by uuid not null,
  created_at timestamptz not null,
  deployed_at timestamptz,
  -- What deploying changed, as it was before and after.
  deployment jsonb,
  undeployed_at timestamptz,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, solve_id) references solve (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id),
  constraint visit_plan_built check ((problem is null) = (hosts is null)),
  constraint visit_plan_deployed check ((deployed_at is null) = (deployment is null)),
  constraint visit_plan_undeployed check (undeployed_at is null or deployed_at is not null)
);
create index visit_plan_round on visit_plan (round_id);

alter table visit_plan enable row level security;
create policy visit_plan_scope on visit_plan to peer_challenge_service using (in_scope(region_id));
grant select, insert, update on visit_plan to peer_challenge_service;

-- Plans: what a consultant asked for, the problem that it became, and what came of solving it. A plan changes nothing
-- until it is deployed; what deploying did is kept so that it can be taken back.
create table plan (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  request jsonb not null,
  seed integer not null,
  seconds integer not null check (seconds between 1 and 600),
  -- Null until somebody has taken the solve up: dates are judged then, in no transaction.
  problem jsonb,
  -- The seats of the problem with their authorities.
  seats jsonb,
  created_by uuid not null,
  created_at timestamptz not null,
  deployed_at timestamptz,
  -- What deploying changed, as it was before and after.
  deployment jsonb,
  undeployed_at timestamptz,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id),
  constraint plan_deployed check ((deployed_at is null) = (deployment is null)),
  constraint plan_undeployed check (undeployed_at is null or deployed_at is not null)
);
create index plan_round on plan (round_id);

-- One solve: of the plan itself, or of a question about it. The process whose lease it is works at it; when the lease
-- has run out, its process has died and another takes it up.
create table solve (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  plan_id uuid not null,
  -- Of a question, what is asked why it is not; null for the plan itself.
  wish jsonb,
  state text not null check (state in ('waiting', 'solving', 'done', 'failed', 'interrupted')),
  stopped boolean not null default false,
  tries integer not null default 0 check (tries >= 0),
  lease uuid,
  lease_ends_at timestamptz,
  bound double precision,
  best double precision,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  outcome jsonb,
  failure text,
  unique (region_id, id),
  foreign key (region_id, plan_id) references plan (region_id, id),
  constraint solve_leased check ((lease is null) = (lease_ends_at is null)),
  constraint solve_done check ((state = 'done') = (outcome is not null))
);
create unique index solve_of_plan on solve (plan_id) where wish is null;
create index solve_plan on solve (plan_id);
create index solve_open on solve (created_at) where state in ('waiting', 'solving');

do $$
declare t text;
begin
  foreach t in array array['plan', 'solve'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update on %I to peer_challenge_service', t);
  end loop;
end $$;

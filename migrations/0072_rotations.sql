-- Rotations: the years ahead of a region's directors, as they were asked for, and the problem that came of it. What comes
-- of solving it is kept by its solve.
create table rotation (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  solve_id uuid not null unique,
  request jsonb not null,
  problem jsonb not null,
  -- The seats of the problem with their authorities.
  seats jsonb not null,
  -- The rounds that count as held, with how many pairs met in each.
  history jsonb not null,
  seed integer not null,
  seconds integer not null check (seconds between 1 and 600),
  created_by uuid not null,
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, solve_id) references solve (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id)
);
create index rotation_region on rotation (region_id, created_at);

alter table rotation enable row level security;
create policy rotation_scope on rotation to peer_challenge_service using (in_scope(region_id));
grant select, insert on rotation to peer_challenge_service;

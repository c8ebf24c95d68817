-- Why an allocation has not given a self-assessment to a moderator: what is asked, and the solve that tells what it would
-- cost. What forbids it is told by the allocation's own problem, which never changes.
create table moderation_question (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  moderation_plan_id uuid not null,
  -- The self-assessment and the moderator.
  wish jsonb not null,
  -- Null where something forbids it: then nothing is solved.
  solve_id uuid unique,
  created_by uuid not null,
  created_at timestamptz not null,
  foreign key (region_id, moderation_plan_id) references moderation_plan (region_id, id),
  foreign key (region_id, solve_id) references solve (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id)
);
create index moderation_question_plan on moderation_question (moderation_plan_id);

alter table moderation_question enable row level security;
create policy moderation_question_scope on moderation_question to peer_challenge_service
  using (in_scope(region_id));
grant select, insert on moderation_question to peer_challenge_service;

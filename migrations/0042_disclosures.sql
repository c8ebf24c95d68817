-- What was told to somebody outside about a concern in a self-assessment: an act of its own, never taken back.
create table disclosure (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  self_assessment_id uuid not null,
  told_to text not null,
  basis text not null check (basis in ('safeguarding', 'service-failure', 'statutory-duty', 'consent')),
  what text not null,
  disclosed_by uuid not null,
  disclosed_as text not null check (disclosed_as in ('consultant', 'director')),
  disclosed_at timestamptz not null,
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, disclosed_by) references person (region_id, id)
);
create index disclosure_paper on disclosure (self_assessment_id);
create trigger disclosure_append_only before update or delete on disclosure
  for each row execute function refuse_change();
alter table disclosure enable row level security;
create policy disclosure_scope on disclosure to peer_challenge_service using (in_scope(region_id));
grant select, insert on disclosure to peer_challenge_service;

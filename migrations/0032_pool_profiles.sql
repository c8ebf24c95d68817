-- What is known of somebody in the pool beside their appointments and trainings: their themes, and whether they are a
-- thematic reviewer, who may hold no appointment and then says here where they come from.
create table pool_profile (
  person_id uuid primary key,
  region_id uuid not null,
  reviewer boolean not null,
  authority_id uuid,
  themes text[] not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null,
  foreign key (region_id, person_id) references person (region_id, id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, recorded_by) references person (region_id, id)
);
alter table pool_profile enable row level security;
create policy pool_profile_scope on pool_profile to peer_challenge_service using (in_scope(region_id));
grant select, insert, update, delete on pool_profile to peer_challenge_service;

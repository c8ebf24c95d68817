-- A waiver that was given stays in the record; that it was taken back is a row of its own, and the clash that it
-- excused is judged again.
create table waiver_revocation (
  waiver_id uuid primary key references waiver,
  region_id uuid not null,
  event_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  foreign key (region_id, event_id) references challenge_event (region_id, id),
  foreign key (region_id, person_id) references person (region_id, id)
);
create trigger waiver_revocation_append_only before update or delete on waiver_revocation
  for each row execute function refuse_change();
create trigger waiver_revocation_disturbs after insert on waiver_revocation
  for each row execute function waiver_disturbs();

alter table waiver_revocation enable row level security;
create policy waiver_revocation_scope on waiver_revocation to peer_challenge_service using (in_scope(region_id));
grant select, insert on waiver_revocation to peer_challenge_service;

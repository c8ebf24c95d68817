-- The one report on a self-assessment that its moderators' comments are reconciled into.
create table moderation_report (
  self_assessment_id uuid primary key,
  region_id uuid not null,
  overall text,
  sections jsonb not null,
  lines_of_enquiry jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  issued_at timestamptz,
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, saved_by) references person (region_id, id)
);
-- What was issued stays what was read: it changes only after it was taken back.
create function issued_report_stands() returns trigger language plpgsql as $$
begin
  if old.issued_at is not null and new.issued_at is not null then
    raise exception 'an issued report does not change' using errcode = 'check_violation',
      constraint = 'issued_report_stands';
  end if;
  return new;
end $$;
create trigger moderation_report_issued before update on moderation_report
  for each row execute function issued_report_stands();

-- Whether the person reads a paper now in one of these capacities.
create function reads_paper_as(paper uuid, bases text[]) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    where r.person_id = app_person() and r.self_assessment_id = paper and r.basis = any (bases)
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now()))
$$;

alter table moderation_report enable row level security;
create policy moderation_report_scope on moderation_report to peer_challenge_service using (in_scope(region_id));
-- A draft is the consultant's and, while comments are shared, its moderators'; what is issued, also its author's, the
-- challengers' and the facilitator's.
create policy moderation_report_readers on moderation_report as restrictive to peer_challenge_service
  using (reads_paper_as(self_assessment_id, case
    when issued_at is not null
      then array['consultant', 'moderator', 'director', 'delegate', 'challenger', 'facilitator']
    when comments_shared(self_assessment_id) then array['consultant', 'moderator']
    else array['consultant'] end));
grant select, insert, update on moderation_report to peer_challenge_service;

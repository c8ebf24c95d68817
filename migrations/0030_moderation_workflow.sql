-- Moderation as it is really done: comments are drafted, submitted, signed off and reopened; a moderator is replaced;
-- the comments of several are private to each until all are in, or the consultant has closed the paper's moderation.

alter table moderation_assignment
  drop constraint moderation_assignment_state_check,
  add constraint moderation_assignment_state_check check (state in
    ('offered', 'accepted', 'comments-submitted', 'signed-off', 'declined', 'ended')),
  add column commented_at timestamptz,
  add column signed_off_at timestamptz,
  add column replaces_id uuid,
  add foreign key (self_assessment_id, replaces_id) references moderation_assignment (self_assessment_id, id),
  add constraint signed_off_after_comments check (signed_off_at is null or commented_at is not null),
  add constraint signed_off_in_its_state check ((state = 'signed-off') <= (signed_off_at is not null));
update moderation_assignment a set commented_at = c.submitted_at
  from moderation_comments c where c.assignment_id = a.id;
drop index one_live_assignment;
create unique index one_live_assignment on moderation_assignment (self_assessment_id, moderator_id)
  where state in ('offered', 'accepted', 'comments-submitted', 'signed-off');
-- An assignment is taken over once.
create unique index replaced_once on moderation_assignment (replaces_id);

-- Comments are given again after they were reopened: the latest edition counts, none changes or goes. A section is
-- named by its key or title in the submission.
alter table moderation_comments disable trigger moderation_comments_append_only;
update moderation_comments c set sections = (
  select coalesce(jsonb_agg(jsonb_build_object('section', s.value ->> 'title', 'text', s.value ->> 'text')
    order by s.ordinality), '[]')
  from jsonb_array_elements(c.sections) with ordinality s);
alter table moderation_comments enable trigger moderation_comments_append_only;
alter table moderation_comments
  add column edition integer not null default 1 check (edition > 0),
  add column overall text,
  add column lines_of_enquiry jsonb not null default '[]',
  drop constraint moderation_comments_pkey,
  add primary key (assignment_id, edition);
alter table moderation_comments alter column edition drop default, alter column lines_of_enquiry drop default;

-- What a moderator is writing; theirs alone.
create table moderation_draft (
  assignment_id uuid primary key,
  region_id uuid not null,
  self_assessment_id uuid not null,
  overall text,
  sections jsonb not null,
  lines_of_enquiry jsonb not null,
  saved_at timestamptz not null,
  foreign key (self_assessment_id, assignment_id) references moderation_assignment (self_assessment_id, id)
);

-- What holds for all moderators of one paper; no row says: neither closed, nor shared, nor a lead named.
-- `comments_shared` is worked out by the domain's rule in the transaction that changes any assignment of the paper.
create table paper_moderation (
  self_assessment_id uuid primary key,
  region_id uuid not null,
  lead_id uuid,
  closed_at timestamptz,
  closed_because text,
  comments_shared boolean not null,
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id) on delete cascade,
  foreign key (region_id, lead_id) references person (region_id, id),
  constraint closed_for_a_reason check ((closed_at is null) = (closed_because is null))
);
insert into paper_moderation (self_assessment_id, region_id, comments_shared)
  select self_assessment_id, region_id,
    bool_or(commented_at is not null) and not bool_or(state in ('offered', 'accepted'))
  from moderation_assignment group by self_assessment_id, region_id;

create function own_assignment(assignment uuid) returns boolean language sql stable parallel safe as $$
  select exists (select from moderation_assignment a where a.id = assignment and a.moderator_id = app_person())
$$;
create function comments_shared(paper uuid) returns boolean language sql stable parallel safe as $$
  select exists (select from paper_moderation m where m.self_assessment_id = paper and m.comments_shared)
$$;

do $$
declare t text;
begin
  foreach t in array array['moderation_draft', 'paper_moderation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
end $$;
create policy moderation_draft_readers on moderation_draft as restrictive to peer_challenge_service
  using (reads_paper(self_assessment_id) and own_assignment(assignment_id));
create policy moderation_comments_private on moderation_comments as restrictive to peer_challenge_service
  using (own_assignment(assignment_id) or comments_shared(self_assessment_id));

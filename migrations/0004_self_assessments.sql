-- Self-assessments, their submissions and documents, moderation, and who may read.
create table self_assessment (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  authority_id uuid not null,
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (round_id, authority_id) references participant (round_id, authority_id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  constraint one_self_assessment_a_round unique (round_id, authority_id)
);

-- The readers of each paper as the domain's rule worked them out, for the second wall. Half-open.
create table paper_reader (
  region_id uuid not null,
  self_assessment_id uuid not null,
  person_id uuid not null,
  basis text not null,
  reads_from timestamptz not null,
  reads_until timestamptz,
  primary key (self_assessment_id, person_id, basis, reads_from),
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id) on delete cascade,
  foreign key (region_id, person_id) references person (region_id, id)
);
create index paper_reader_lookup on paper_reader (person_id, self_assessment_id);

create function reads_paper(paper uuid) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    where r.person_id = app_person() and r.self_assessment_id = paper
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now()))
$$;

create table document (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  self_assessment_id uuid not null,
  name text not null,
  media_type text not null,
  size bigint,
  sha256 bytea,
  uploaded_by uuid not null,
  created_at timestamptz not null,
  completed_at timestamptz,
  unique (region_id, id),
  unique (self_assessment_id, id),
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, uploaded_by) references person (region_id, id)
);
create index document_paper on document (self_assessment_id);
create table document_chunk (
  region_id uuid not null,
  self_assessment_id uuid not null,
  document_id uuid not null,
  index integer not null check (index >= 0),
  last boolean not null,
  bytes bytea not null,
  primary key (document_id, index),
  foreign key (self_assessment_id, document_id) references document (self_assessment_id, id) on delete cascade
);
-- Sealed bytes do not compress: do not try.
alter table document_chunk alter column bytes set storage external;

create table submission (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  self_assessment_id uuid not null,
  version integer not null check (version > 0),
  sections jsonb not null,
  note text,
  submitted_by uuid not null,
  submitted_at timestamptz not null,
  unique (self_assessment_id, id),
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, submitted_by) references person (region_id, id),
  constraint submission_version_taken unique (self_assessment_id, version)
);
-- Versions only grow: the next is one more than the last, and none changes or goes.
create function next_version() returns trigger language plpgsql as $$
begin
  if new.version <> coalesce((select max(version) from submission
      where self_assessment_id = new.self_assessment_id), 0) + 1 then
    raise exception 'versions only grow' using errcode = 'check_violation', constraint = 'versions_only_grow';
  end if;
  return new;
end $$;
create trigger submission_version before insert on submission for each row execute function next_version();
create trigger submission_append_only before update or delete on submission
  for each row execute function refuse_change();
create table submission_document (
  region_id uuid not null,
  self_assessment_id uuid not null,
  submission_id uuid not null,
  document_id uuid not null,
  primary key (submission_id, document_id),
  foreign key (self_assessment_id, submission_id) references submission (self_assessment_id, id),
  foreign key (self_assessment_id, document_id) references document (self_assessment_id, id)
);

-- A typed, sourced, dated reason why a person may not see an authority's papers. Half-open.
create table conflict (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  person_id uuid not null,
  authority_id uuid not null,
  type text not null,
  source text not null,
  reason text not null,
  valid_from date not null,
  valid_until date,
  declared_by uuid not null,
  revision integer not null default 1,
  created_at timestamptz not null,
  foreign key (region_id, person_id) references person (region_id, id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, declared_by) references person (region_id, id),
  constraint conflict_dates check (valid_until > valid_from)
);

create table moderation_assignment (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  self_assessment_id uuid not null,
  moderator_id uuid not null,
  state text not null check (state in ('offered', 'accepted', 'declined', 'comments-submitted', 'ended')),
  accept_by date not null,
  comments_due date not null,
  submission_id uuid,
  reason text,
  accepted_at timestamptz,
  ended_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  unique (region_id, id),
  unique (self_assessment_id, id),
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, moderator_id) references person (region_id, id),
  foreign key (self_assessment_id, submission_id) references submission (self_assessment_id, id),
  constraint assignment_dates check (comments_due >= accept_by)
);
create unique index one_live_assignment on moderation_assignment (self_assessment_id, moderator_id)
  where state in ('offered', 'accepted', 'comments-submitted');
create index moderation_assignment_moderator on moderation_assignment (moderator_id);

create table moderation_comments (
  assignment_id uuid primary key,
  region_id uuid not null,
  self_assessment_id uuid not null,
  sections jsonb not null,
  submitted_at timestamptz not null,
  foreign key (self_assessment_id, assignment_id) references moderation_assignment (self_assessment_id, id)
);
create trigger moderation_comments_append_only before update or delete on moderation_comments
  for each row execute function refuse_change();

do $$
declare t text;
begin
  foreach t in array array['self_assessment', 'paper_reader', 'document', 'document_chunk', 'submission',
      'submission_document', 'conflict', 'moderation_assignment', 'moderation_comments'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
  -- The second wall: whatever the service decides, these rows show only to a reader of the paper.
  foreach t in array array['document', 'document_chunk', 'submission', 'submission_document',
      'moderation_comments'] loop
    execute format('create policy %I on %I as restrictive to peer_challenge_service
      using (reads_paper(self_assessment_id))', t || '_readers', t);
  end loop;
  revoke update, delete on submission, submission_document, moderation_comments from peer_challenge_service;
end $$;

-- How a self-assessment is written, signed off, submitted and sent back; what a round's template asks of it; and
-- the extensions that were agreed.

-- One version of what a round asks its authorities to write. A change is a new version.
create table self_assessment_template (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  version integer not null check (version > 0),
  sections jsonb not null,
  note text,
  created_by uuid not null,
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id),
  constraint template_version_taken unique (round_id, version)
);
create trigger self_assessment_template_append_only before update or delete on self_assessment_template
  for each row execute function refuse_change();

-- Where a paper's workflow stands. `draft_revision` grows with every change of the draft: a signature is of one
-- revision, and so lapses with the next change. `due`, `comments_due`, `revision` and `changed_at` are set by
-- extensions alone.
alter table self_assessment
  add column state text not null default 'draft'
    check (state in ('draft', 'signed-off', 'submitted', 'sent-back', 'resubmitted', 'withdrawn')),
  add column state_since timestamptz,
  add column draft_revision integer not null default 1,
  add column first_submitted_at timestamptz,
  add column withdrawn_at timestamptz,
  add column due date,
  add column comments_due date,
  add column revision integer not null default 0,
  add column changed_at timestamptz;
update self_assessment set state = 'submitted', first_submitted_at = first.at, state_since = last.at
  from (select self_assessment_id, min(submitted_at) as at from submission group by 1) first,
    (select self_assessment_id, max(submitted_at) as at from submission group by 1) last
  where first.self_assessment_id = self_assessment.id and last.self_assessment_id = self_assessment.id;
update self_assessment set state_since = coalesce(state_since, created_at), changed_at = coalesce(state_since, created_at);
alter table self_assessment alter column state_since set not null, alter column changed_at set not null,
  add constraint withdrawn_has_its_moment check ((state = 'withdrawn') = (withdrawn_at is not null));

-- The draft: the chapters of the template as far as they are written, and the documents in no version yet.
create table draft_chapter (
  region_id uuid not null,
  self_assessment_id uuid not null,
  key text not null,
  text text not null,
  contributor_ids uuid[] not null,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (self_assessment_id, key),
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, changed_by) references person (region_id, id)
);

-- Where a document that the consultant entered for an authority came from; null for what its own people uploaded.
alter table document add column source text;

-- A signature under one revision of a draft. `source` says where one that was given on paper lies.
create table sign_off (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  self_assessment_id uuid not null,
  draft_revision integer not null,
  office text not null check (office in ('director', 'chief-executive', 'lead-member')),
  recorded_by uuid not null,
  source text,
  signed_at timestamptz not null,
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, recorded_by) references person (region_id, id),
  constraint signed_once unique (self_assessment_id, draft_revision, office)
);
create trigger sign_off_append_only before update or delete on sign_off
  for each row execute function refuse_change();

-- A version knows the revision that was signed, the template that it answered, and whether it was entered for the
-- authority from a file that it sent. Versions of before have none of it.
alter table submission
  add column draft_revision integer,
  add column template_id uuid,
  add column source text,
  add foreign key (region_id, template_id) references self_assessment_template (region_id, id);

-- What happened to a paper, in order from 1; a question that sends it back, or the reason of a withdrawal, in `note`.
create table self_assessment_move (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  self_assessment_id uuid not null,
  position integer not null,
  event text not null,
  from_state text not null,
  to_state text not null,
  version integer,
  note text,
  answer_by date,
  moved_by uuid not null,
  moved_at timestamptz not null,
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, moved_by) references person (region_id, id),
  unique (self_assessment_id, position)
);
create trigger self_assessment_move_append_only before update or delete on self_assessment_move
  for each row execute function refuse_change();

-- More time that the consultant agreed to, what was due before, and what moved with it.
create table extension (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  self_assessment_id uuid not null,
  due_before date,
  due date not null,
  comments_due date,
  moved_assignments integer not null,
  reason text not null,
  agreed_by uuid not null,
  agreed_at timestamptz not null,
  foreign key (region_id, self_assessment_id) references self_assessment (region_id, id),
  foreign key (region_id, agreed_by) references person (region_id, id),
  constraint extension_is_later check (due > due_before)
);
create index extension_paper on extension (self_assessment_id);
create trigger extension_append_only before update or delete on extension
  for each row execute function refuse_change();

-- Whether the one who asks belongs to those who write a paper, or submits for them what was signed: no other reader
-- of the paper reaches its draft. That the consultant is shown none is the service's own rule.
create function writes_paper(paper uuid) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    where r.person_id = app_person() and r.self_assessment_id = paper
      and r.basis in ('director', 'delegate', 'contributor', 'consultant')
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now()))
$$;

do $$
declare t text;
begin
  foreach t in array array['self_assessment_template', 'draft_chapter', 'sign_off', 'self_assessment_move',
      'extension'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert on %I to peer_challenge_service', t);
  end loop;
  foreach t in array array['sign_off', 'self_assessment_move', 'extension'] loop
    execute format('create policy %I on %I as restrictive to peer_challenge_service
      using (reads_paper(self_assessment_id))', t || '_readers', t);
  end loop;
  create policy draft_chapter_writers on draft_chapter as restrictive to peer_challenge_service
    using (writes_paper(self_assessment_id));
  grant update on draft_chapter to peer_challenge_service;
end $$;

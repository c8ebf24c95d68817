-- The directors' area: papers beside self-assessments, circulated and read under the same rules.

-- One second wall for both: the readers of any paper, whose ids are random and so never the same.
drop policy document_readers on document;
alter table paper_reader rename column self_assessment_id to paper_id;
alter table paper_reader drop constraint paper_reader_region_id_self_assessment_id_fkey;
create or replace function reads_paper(paper uuid) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    where r.person_id = app_person() and r.paper_id = paper
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now()))
$$;
create or replace function writes_paper(paper uuid) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    where r.person_id = app_person() and r.paper_id = paper
      and r.basis in ('director', 'delegate', 'contributor', 'consultant')
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now()))
$$;
create or replace function reads_paper_as(paper uuid, bases text[]) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    where r.person_id = app_person() and r.paper_id = paper and r.basis = any (bases)
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now()))
$$;
create function paper_gone() returns trigger language plpgsql as $$
begin
  delete from paper_reader where paper_id = old.id;
  return null;
end $$;
create trigger self_assessment_gone after delete on self_assessment for each row execute function paper_gone();

-- What decides who reads a paper; what it is called stands apart, behind the second wall. A new version of a paper
-- is another row of the same series. Without an authority it is the region's own.
create table circulated_paper (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  kind text not null
    check (kind in ('annual-conversation-letter', 'data-profile', 'improvement-plan', 'other')),
  authority_id uuid,
  round_id uuid,
  series_id uuid not null,
  version integer not null check (version > 0),
  audience text not null check (audience in ('own', 'triad', 'regional')),
  retain_until date not null,
  circulated_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id),
  foreign key (region_id, created_by) references person (region_id, id),
  constraint paper_version_taken unique (series_id, version),
  constraint paper_of_an_authority check (audience = 'regional' or authority_id is not null),
  constraint paper_of_a_round check (audience <> 'triad' or round_id is not null)
);
create trigger circulated_paper_gone after delete on circulated_paper for each row execute function paper_gone();
create table circulated_paper_text (
  paper_id uuid primary key,
  region_id uuid not null,
  title text not null,
  note text,
  foreign key (region_id, paper_id) references circulated_paper (region_id, id) on delete cascade
);

alter table document add column circulated_paper_id uuid;
alter table document add constraint document_circulated_paper_fkey
  foreign key (region_id, circulated_paper_id) references circulated_paper (region_id, id) on delete cascade;
create index document_circulated_paper on document (circulated_paper_id) where circulated_paper_id is not null;
alter table document drop constraint document_has_one_home;
alter table document add constraint document_has_one_home
  check (num_nonnulls(self_assessment_id, memorandum_id, circulated_paper_id) = 1);

do $$
declare t text;
begin
  foreach t in array array['circulated_paper', 'circulated_paper_text'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert on %I to peer_challenge_service', t);
  end loop;
  grant update, delete on circulated_paper to peer_challenge_service;
end $$;
create policy document_readers on document as restrictive to peer_challenge_service
  using (memorandum_id is not null or reads_paper(coalesce(self_assessment_id, circulated_paper_id)));
create policy circulated_paper_text_readers on circulated_paper_text as restrictive to peer_challenge_service
  using (reads_paper(paper_id));

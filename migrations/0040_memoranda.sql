-- The region's memorandum of understanding, version by version; the offices that signed each, and who accepted it.
-- Each version is in force from its day until the next one's. Nothing of one that is published changes.
create table memorandum (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  version integer not null check (version > 0),
  title text not null,
  body text not null,
  -- Which offices of every authority sign it.
  signatories text[] not null
    check (cardinality(signatories) > 0 and signatories <@ array['director', 'lead-member', 'chief-executive']),
  valid_from date not null,
  published_by uuid not null,
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, published_by) references person (region_id, id),
  constraint memorandum_begins_once unique (region_id, valid_from),
  constraint memorandum_version_taken unique (region_id, version)
);
create trigger memorandum_append_only before update or delete on memorandum
  for each row execute function refuse_change();

-- A document belongs to a self-assessment or, a scan of signatures, to a memorandum. Its chunks follow it.
alter table document alter column self_assessment_id drop not null;
alter table document add column memorandum_id uuid;
alter table document add constraint document_memorandum_fkey
  foreign key (region_id, memorandum_id) references memorandum (region_id, id);
alter table document add constraint document_has_one_home
  check (num_nonnulls(self_assessment_id, memorandum_id) = 1);
create index document_memorandum on document (memorandum_id) where memorandum_id is not null;
drop policy document_readers on document;
create policy document_readers on document as restrictive to peer_challenge_service
  using (self_assessment_id is null or reads_paper(self_assessment_id));
drop policy document_chunk_readers on document_chunk;
alter table document_chunk drop column self_assessment_id;
alter table document_chunk add constraint document_chunk_document_fkey
  foreign key (region_id, document_id) references document (region_id, id) on delete cascade;
-- The policies of the document decide, because a policy's own queries are bound by them.
create policy document_chunk_readers on document_chunk as restrictive to peer_challenge_service
  using (exists (select from document where document.id = document_id));

create table memorandum_signature (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  memorandum_id uuid not null,
  authority_id uuid not null,
  office text not null check (office in ('director', 'lead-member', 'chief-executive')),
  signed_on date not null,
  document_id uuid,
  recorded_by uuid not null,
  created_at timestamptz not null,
  foreign key (region_id, memorandum_id) references memorandum (region_id, id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, document_id) references document (region_id, id),
  foreign key (region_id, recorded_by) references person (region_id, id),
  constraint memorandum_signed_once unique (memorandum_id, authority_id, office)
);

create table memorandum_acceptance (
  region_id uuid not null,
  memorandum_id uuid not null,
  person_id uuid not null,
  accepted_at timestamptz not null,
  primary key (memorandum_id, person_id),
  foreign key (region_id, memorandum_id) references memorandum (region_id, id),
  foreign key (region_id, person_id) references person (region_id, id)
);
create trigger memorandum_acceptance_append_only before update or delete on memorandum_acceptance
  for each row execute function refuse_change();

do $$
declare t text;
begin
  foreach t in array array['memorandum', 'memorandum_signature', 'memorandum_acceptance'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert on %I to peer_challenge_service', t);
  end loop;
  grant delete on memorandum_signature to peer_challenge_service;
end $$;

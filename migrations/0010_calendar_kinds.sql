-- What kinds of calendar a region has, as data: which rule of clashes each feeds, what it is called in sentences,
-- and how severe its clashes are in this region unless a round says otherwise.
create table calendar_kind (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null references region,
  name text not null check (name ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' and length(name) <= 40),
  -- One of its entries, as a sentence begins ("School holiday of Kent: …"), and several ("school holidays").
  label text not null,
  entries text not null,
  feeds text not null check (feeds in ('ofsted-annual-conversation', 'inspection-on-site', 'bank-holiday',
    'school-holiday', 'conference', 'regional-meeting', 'pre-election-period', 'personal-busy')),
  -- 'blocking', 'warning', or one of these for each case of a rule that tells two apart; null for the rule's own.
  severity jsonb,
  -- Whether silence means UNKNOWN where a round requires the kind and nobody registered a calendar of it.
  unknown_by_absence boolean not null,
  revision integer not null default 1,
  created_at timestamptz not null,
  constraint calendar_kind_taken unique (region_id, name),
  unique (region_id, name, feeds)
);
alter table calendar_kind enable row level security;
create policy calendar_kind_scope on calendar_kind to peer_challenge_service using (in_scope(region_id));
grant select, insert, update on calendar_kind to peer_challenge_service;

-- The kinds that every region begins with.
create function give_calendar_kinds(region uuid, at timestamptz) returns void language sql as $$
  insert into calendar_kind (region_id, name, label, entries, feeds, unknown_by_absence, created_at)
  select region, name, label, entries, feeds, unknown_by_absence, at
  from (values
    ('ofsted-annual-conversation', 'Ofsted annual conversation', 'Ofsted annual conversations',
      'ofsted-annual-conversation', true),
    -- Nobody can know an inspection ahead, and nobody must give their own diary.
    ('inspection', 'Inspection on site', 'inspections', 'inspection-on-site', false),
    ('personal', 'Personal calendar', 'personal commitments', 'personal-busy', false),
    -- What offices answered to a poll, each in a calendar of its own under the poll's title.
    ('availability', 'Availability', 'answers to availability polls', 'personal-busy', true),
    ('school-holiday', 'School holiday', 'school holidays', 'school-holiday', true),
    ('bank-holiday', 'Bank holiday', 'bank holidays', 'bank-holiday', true),
    ('conference', 'Conference', 'conferences', 'conference', true),
    ('regional-meeting', 'Regional meeting', 'regional meetings', 'regional-meeting', true),
    ('pre-election-period', 'Pre-election period', 'pre-election periods', 'pre-election-period', true)
  ) as kind (name, label, entries, feeds, unknown_by_absence)
$$;
create function region_begins_with_kinds() returns trigger language plpgsql as $$
begin
  perform give_calendar_kinds(new.id, new.created_at);
  return null;
end $$;
create trigger region_kinds after insert on region for each row execute function region_begins_with_kinds();
select give_calendar_kinds(id, created_at) from region;

alter table calendar drop constraint calendar_kind_check;
alter table calendar add column feeds text;
update calendar set feeds = calendar_kind.feeds from calendar_kind
  where calendar_kind.region_id = calendar.region_id and calendar_kind.name = calendar.kind;
alter table calendar alter column feeds set not null;
-- A kind never changes the rule it feeds, so a calendar can carry it: rules and rights go by it.
alter table calendar add constraint calendar_has_kind foreign key (region_id, kind, feeds)
  references calendar_kind (region_id, name, feeds);
drop index calendar_name_taken;
create unique index calendar_name_taken on calendar (region_id, name)
  where feeds not in ('personal-busy', 'inspection-on-site');

-- Councils split and merge: on a day, one authority passes its duties, papers and history on to others.
create table succession (
  region_id uuid not null,
  predecessor_id uuid not null,
  successor_id uuid not null,
  on_date date not null,
  primary key (predecessor_id, successor_id),
  foreign key (region_id, predecessor_id) references authority (region_id, id),
  foreign key (region_id, successor_id) references authority (region_id, id),
  constraint nobody_succeeds_themselves check (predecessor_id <> successor_id),
  -- An authority ends on one day.
  constraint authority_ends_once exclude using gist (predecessor_id with =, on_date with <>)
);
create index succession_successor on succession (successor_id);

-- Whoever takes over has not ended by then: with that, dates grow along every chain and none is a circle.
create function successor_stands() returns trigger language plpgsql as $$
begin
  perform from authority where id in (new.predecessor_id, new.successor_id) order by id for update;
  if exists (select from succession where predecessor_id = new.successor_id and on_date <= new.on_date)
    or exists (select from succession where successor_id = new.predecessor_id and on_date >= new.on_date) then
    raise exception 'the successor has ended by then' using errcode = 'check_violation', constraint = 'successor_stands';
  end if;
  return new;
end $$;
create trigger succession_stands before insert or update on succession
  for each row execute function successor_stands();

alter table succession enable row level security;
create policy succession_scope on succession to peer_challenge_service using (in_scope(region_id));
grant select, insert, update, delete on succession to peer_challenge_service;

-- One more detail of an authority: those who wait for a code have none yet, and say so by having none.
alter table authority add column revision integer not null default 1;

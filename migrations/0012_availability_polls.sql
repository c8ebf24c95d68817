-- Availability polls: candidate dates that the consultant sends to offices, and what each office answers. An
-- office's answers to a poll fill a calendar of their own, of the kind `availability`, as commitments: "no" is out
-- of office, "if need be" is busy, and "yes" is free, which takes no time and says that somebody answered.

alter table commitment drop constraint commitment_busy_check,
  add constraint commitment_busy_check check (busy in ('busy', 'out-of-office', 'free'));

create table availability_poll (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  round_id uuid not null,
  title text not null,
  note text,
  answer_by date not null,
  state text not null check (state in ('open', 'closed', 'cancelled')),
  created_at timestamptz not null,
  unique (region_id, id),
  foreign key (region_id, round_id) references round (region_id, id)
);
create index availability_poll_round on availability_poll (round_id);

create table poll_candidate (
  id uuid primary key default gen_random_uuid(),
  region_id uuid not null,
  poll_id uuid not null,
  date date not null,
  days integer not null check (days between 1 and 5),
  start_time text,
  end_time text,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  unique (poll_id, id),
  foreign key (region_id, poll_id) references availability_poll (region_id, id),
  constraint candidate_once unique nulls not distinct (poll_id, date, days, start_time, end_time),
  constraint candidate_order check (ends_at > starts_at)
);

-- An authority whose office is asked, its calendar of this poll (none once that is cancelled), and who answered last.
create table poll_office (
  region_id uuid not null,
  poll_id uuid not null,
  authority_id uuid not null,
  calendar_id uuid,
  answered_by uuid,
  answered_at timestamptz,
  primary key (poll_id, authority_id),
  foreign key (region_id, poll_id) references availability_poll (region_id, id),
  foreign key (region_id, authority_id) references authority (region_id, id),
  foreign key (region_id, calendar_id) references calendar (region_id, id) on delete set null (calendar_id),
  foreign key (region_id, answered_by) references person (region_id, id),
  constraint poll_answered_by_somebody check ((answered_by is null) = (answered_at is null))
);
create index poll_office_calendar on poll_office (calendar_id);

-- What an office answers about one date, and the commitment that it became: another answer is another commitment,
-- so that what was waived of the one is not waived of the other.
create table poll_answer (
  region_id uuid not null,
  poll_id uuid not null,
  candidate_id uuid not null,
  authority_id uuid not null,
  answer text not null check (answer in ('yes', 'if-need-be', 'no')),
  commitment_id uuid,
  primary key (candidate_id, authority_id),
  foreign key (poll_id, candidate_id) references poll_candidate (poll_id, id),
  foreign key (poll_id, authority_id) references poll_office (poll_id, authority_id),
  foreign key (region_id, commitment_id) references commitment (region_id, id) on delete set null (commitment_id)
);
create index poll_answer_poll on poll_answer (poll_id, authority_id);
create index poll_answer_commitment on poll_answer (commitment_id);

do $$
declare t text;
begin
  foreach t in array array['availability_poll', 'poll_candidate', 'poll_office', 'poll_answer'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to peer_challenge_service using (in_scope(region_id))',
      t || '_scope', t);
    execute format('grant select, insert, update, delete on %I to peer_challenge_service', t);
  end loop;
end $$;

-- Who moderates the next self-assessment may read this one where their round's policy puts it into their pack: the paper,
-- but nothing of what came of it.
create or replace function reads_outcomes(paper uuid) returns boolean language sql stable parallel safe as $$
  select exists (
    select from paper_reader r
    join self_assessment s on s.id = r.paper_id
    join round on round.id = s.round_id
    where r.person_id = app_person() and r.paper_id = paper
      and r.reads_from <= app_now() and (r.reads_until is null or r.reads_until > app_now())
      and r.basis not in ('moderator', 'later-moderator')
      and (r.basis <> 'regional-director' or round.closed_at is null))
$$;

-- That a paper has been released is told once, whichever process sees it first.
create unique index outbox_release_once on outbox (subject_id) where topic = 'self-assessment.released';

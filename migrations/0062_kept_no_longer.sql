-- What a self-assessment says is kept for the years that its round's policy gives, from the round's close. Then its
-- content goes, with what moderators wrote of it; that it was written, moderated and read stays, and so do the outcomes
-- of its event, which are a record of their own. What is appended only is emptied only, once, and by this function.
alter table self_assessment add column emptied_at timestamptz;
alter table submission add column emptied_at timestamptz,
  add constraint emptied_submission_says_nothing check (emptied_at is null or (sections = '[]' and note is null));
alter table moderation_comments add column emptied_at timestamptz,
  add constraint emptied_comments_say_nothing check (emptied_at is null
    or (sections = '[]' and overall is null and lines_of_enquiry = '[]'));
alter table moderation_report add column emptied_at timestamptz,
  add constraint emptied_report_says_nothing check (emptied_at is null
    or (sections = '[]' and overall is null and lines_of_enquiry = '[]'));

-- The columns in which people wrote; whatever else a row says stands.
create function content_of_papers() returns text[] language sql immutable as $$
  select array['sections', 'note', 'overall', 'lines_of_enquiry', 'emptied_at']
$$;
create function refuse_all_but_emptying() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    if to_jsonb(old) ->> 'emptied_at' is null and to_jsonb(new) ->> 'emptied_at' is not null
        and to_jsonb(old) - content_of_papers() = to_jsonb(new) - content_of_papers() then
      return new;
    end if;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger submission_append_only on submission;
create trigger submission_append_only before update or delete on submission
  for each row execute function refuse_all_but_emptying();
drop trigger moderation_comments_append_only on moderation_comments;
create trigger moderation_comments_append_only before update or delete on moderation_comments
  for each row execute function refuse_all_but_emptying();
create or replace function issued_report_stands() returns trigger language plpgsql as $$
begin
  if old.issued_at is not null and new.issued_at is not null and new.emptied_at is null then
    raise exception 'an issued report does not change' using errcode = 'check_violation',
      constraint = 'issued_report_stands';
  end if;
  return new;
end $$;

-- Empties the papers of closed rounds; returns those that were not empty before.
create function empty_self_assessments(rounds uuid[], at timestamptz) returns setof uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  papers uuid[];
begin
  select coalesce(array_agg(p.id), '{}') into papers from self_assessment p join round r on r.id = p.round_id
    where p.round_id = any (rounds) and p.emptied_at is null and r.state = 'closed' and in_scope(p.region_id);
  delete from submission_document where self_assessment_id = any (papers);
  delete from document where self_assessment_id = any (papers);
  delete from draft_chapter where self_assessment_id = any (papers);
  delete from moderation_draft where self_assessment_id = any (papers);
  update submission set sections = '[]', note = null, emptied_at = at where self_assessment_id = any (papers);
  update moderation_comments set sections = '[]', overall = null, lines_of_enquiry = '[]', emptied_at = at
    where self_assessment_id = any (papers);
  update moderation_report set sections = '[]', overall = null, lines_of_enquiry = '[]', emptied_at = at
    where self_assessment_id = any (papers);
  -- Kept answers could repeat it; after a day they are repeated no more.
  delete from idempotency_key where created_at < at - interval '1 day';
  return query update self_assessment p set emptied_at = at where p.id = any (papers) returning p.id;
end $$;
revoke execute on function empty_self_assessments from public;
grant execute on function empty_self_assessments to peer_challenge_service;

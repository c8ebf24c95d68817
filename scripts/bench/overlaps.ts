/**
 * The overlaps of events with commitments that concern them, found and returned by one statement over the tables as
 * they are: the limit, without a word about what any of them means.
 */
export const overlapsOf = (which: string): string => `
  with concerned as (
    select e.id, e.triad_id, e.span, calendar.id as calendar_id
    from challenge_event e join triad_member m on m.triad_id = e.triad_id
    join calendar_authority on calendar_authority.authority_id = m.authority_id
    join calendar on calendar.id = calendar_authority.calendar_id where ${which}
    union
    select e.id, e.triad_id, e.span, calendar_person.calendar_id
    from challenge_event e join participation p on p.event_id = e.id
    join calendar_person on calendar_person.person_id = p.person_id where ${which}
    union
    select e.id, e.triad_id, e.span, calendar.id
    from challenge_event e join calendar on calendar.region_id = e.region_id
      and (calendar.scope = 'region' or (calendar.scope = 'roles' and 'director' = any(calendar.roles)))
    where ${which}
  )
  select concerned.id as event_id, commitment.id, commitment.calendar_id, title, first_day, last_day, starts_at,
    ends_at, busy, authority_ids
  from concerned join commitment on commitment.calendar_id = concerned.calendar_id and commitment.span && concerned.span
  where authority_ids = '{}' or exists (
    select from triad_member m where m.triad_id = concerned.triad_id and m.authority_id = any(authority_ids))`

import { DatabaseError } from 'pg'
import type { Failure, FailureCode, Result } from '../domain/failures.ts'

/** A self-assessment goes only while nobody has anything to do with it. */
const PAPERS_ARE_THERE: Failure = {
  code: 'conflict',
  detail: 'A participant with papers or moderators in this round cannot be put out of it.',
}

/** Said of the list of challenges, and of a participant put out while in it. */
const CHALLENGES_ARE_OF_PARTICIPANTS: Failure = {
  code: 'not-a-participant',
  detail: 'Only participants of the round challenge or are challenged in it.',
}

/** What each constraint of the database refuses, said to people. The names are those of the migrations. */
const CONSTRAINTS: Readonly<Record<string, Failure>> = {
  region_name_taken: at('/name', 'There is a region of this name already.'),
  authority_name_taken: at('/name', 'There is an authority of this name already.'),
  authority_code_pkey: at('/codes', 'Another authority has this GSS code already.'),
  authority_code_overlap: at('/codes', 'The dates of these GSS codes overlap.'),
  authority_has_one_director: {
    code: 'conflict',
    detail: 'An authority has one director at a time: end the present appointment first.',
  },
  successor_stands: at('/successors', 'Whoever takes over has ended by then: look at the successors again.'),
  authority_ends_once: at('/on', 'An authority ends on one day.'),
  appointed_already: {
    code: 'conflict',
    detail: 'This person holds this role in this office at that time already: end that appointment first.',
  },
  provider_name_taken: at('/name', 'There is a provider of this name already.'),
  round_label_taken: at('/label', 'There is a round of this name already.'),
  triad_number_taken: at('/number', 'There is a triad of this number already.'),
  one_triad_a_round: at('/authorities', 'An authority is in one triad a round.', 'already-in-triad'),
  member_takes_part: {
    code: 'not-a-participant',
    detail: 'Only participants of the round are in its triads.',
  },
  challenged_takes_part: CHALLENGES_ARE_OF_PARTICIPANTS,
  challenger_takes_part: CHALLENGES_ARE_OF_PARTICIPANTS,
  nobody_challenges_themselves: at(
    '/challenges',
    'An authority does not challenge itself.',
    'invalid-request',
  ),
  document_region_id_self_assessment_id_fkey: PAPERS_ARE_THERE,
  submission_region_id_self_assessment_id_fkey: PAPERS_ARE_THERE,
  moderation_assignment_region_id_self_assessment_id_fkey: PAPERS_ARE_THERE,
  draft_chapter_region_id_self_assessment_id_fkey: PAPERS_ARE_THERE,
  sign_off_region_id_self_assessment_id_fkey: PAPERS_ARE_THERE,
  self_assessment_move_region_id_self_assessment_id_fkey: PAPERS_ARE_THERE,
  extension_region_id_self_assessment_id_fkey: PAPERS_ARE_THERE,
  template_version_taken: {
    code: 'conflict',
    detail: 'Another version of the template was made just now: look at it first.',
  },
  signed_once: { code: 'conflict', detail: 'This office has signed this draft already.' },
  outcome_about_paper: PAPERS_ARE_THERE,
  action_about_paper: PAPERS_ARE_THERE,
  follow_up_about_paper: PAPERS_ARE_THERE,
  event_was_held: { code: 'wrong-state', detail: 'What came of an event is recorded once it is held.' },
  person_double_booked: {
    code: 'double-booked',
    detail: 'Somebody would be in two overlapping events: another was confirmed at this time.',
  },
  participation_once: {
    code: 'conflict',
    detail: 'Who takes part in this event was changed just now: read it again.',
  },
  places_are_for_trainings_and_summits: at(
    '/placesPerOffice',
    'Places are booked at a training or a summit, and at nothing else.',
    'invalid-request',
  ),
  place_within_limit: {
    code: 'conflict',
    detail: 'This authority has taken all of its places at this event.',
  },
  place_taken: {
    code: 'conflict',
    detail: 'Another place of this authority was booked just now: try again.',
  },
  booked_once: at('/personId', 'This person has a place at this event already.'),
  trained_once_a_day: at(
    '/cameIds',
    'One of these people was recorded at another training of that day already.',
  ),
  calendar_kind_taken: at('/name', 'There is a kind of this name already.'),
  calendar_name_taken: at('/name', 'There is a calendar of this name already.'),
  submission_version_taken: {
    code: 'conflict',
    detail: 'Another version was submitted just now: look at it first.',
  },
  versions_only_grow: {
    code: 'conflict',
    detail: 'Another version was submitted just now: look at it first.',
  },
  paper_version_taken: {
    code: 'conflict',
    detail: 'Another version of this paper was put in just now: look at it first.',
  },
  memorandum_begins_once: at('/from', 'A version comes into force on that day already.'),
  memorandum_version_taken: {
    code: 'conflict',
    detail: 'Another version was published just now: look at it first.',
  },
  memorandum_signed_once: at('/office', 'This office has signed this memorandum already.'),
  one_live_assignment: { code: 'conflict', detail: 'This moderator has this self-assessment already.' },
}

function at(pointer: string, detail: string, code: FailureCode = 'conflict'): Failure {
  return { code, detail, faults: [{ pointer, detail }] }
}

/** The refusal that a constraint stands for; any other error goes on as it is. */
export const constraintFailure = (error: unknown): Result<never> => {
  const known = error instanceof DatabaseError && error.constraint ? CONSTRAINTS[error.constraint] : undefined
  if (known === undefined) throw error
  return { ok: false, failure: known }
}

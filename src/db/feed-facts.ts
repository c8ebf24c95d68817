import { sql } from 'kysely'
import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { type ChallengeEvent, eventOf, selectEvents } from './events.ts'

/** Whose events are asked for: those of these authorities, and those that the person is named in. */
export interface DiaryOf {
  readonly personId: string
  readonly authorityIds: readonly string[]
}

/**
 * Events that may stand in a diary: of triads with one of the authorities, of whole rounds, or with the person
 * named as facilitator of all or some of it. All years: an office has a handful of events in each.
 */
export const loadDiaryEvents = async (
  trx: Handle,
  { personId, authorityIds }: DiaryOf,
): Promise<ChallengeEvent[]> => {
  const rows = await selectEvents(trx)
    .where((row) =>
      row.or([
        row('challengeEvent.triadId', 'is', null),
        row.exists(
          row
            .selectFrom('triadMember')
            .select('authorityId')
            .whereRef('triadMember.triadId', '=', 'challengeEvent.triadId')
            .where(sql<boolean>`triad_member.authority_id = any(${authorityIds}::uuid[])`),
        ),
        row.exists(
          row
            .selectFrom('eventFacilitator')
            .select('eventId')
            .whereRef('eventFacilitator.eventId', '=', 'challengeEvent.id')
            .where('eventFacilitator.personId', '=', personId),
        ),
        row.exists(
          row
            .selectFrom('eventSession')
            .select('eventSession.id')
            .whereRef('eventSession.eventId', '=', 'challengeEvent.id')
            .where('eventSession.facilitatorId', '=', personId),
        ),
      ]),
    )
    .execute()
  return rows.map(eventOf)
}

/** Where these authorities take part: the round, with each one's self-assessment in it. */
export const loadTakingPart = (trx: Handle, authorityIds: readonly string[]) =>
  trx
    .selectFrom('participant')
    .innerJoin('round', 'round.id', 'participant.roundId')
    .innerJoin('authority', 'authority.id', 'participant.authorityId')
    .innerJoin('selfAssessment', (join) =>
      join
        .onRef('selfAssessment.roundId', '=', 'participant.roundId')
        .onRef('selfAssessment.authorityId', '=', 'participant.authorityId'),
    )
    .select([
      'participant.roundId',
      'participant.authorityId',
      'authority.name as authority',
      'selfAssessment.id as selfAssessmentId',
      'round.label as round',
      'round.state as roundState',
      'round.createdAt',
    ])
    .select([
      // An extension gives one paper longer; a move of either is an edit of the entry.
      sql<LocalDate | null>`greatest(round.self_assessment_due, self_assessment.due)`.as('due'),
      sql<number>`round.revision + self_assessment.revision`.as('revision'),
      sql<Date>`greatest(round.changed_at, self_assessment.changed_at)`.as('changedAt'),
    ])
    .where('participant.takingPart', '=', true)
    .where(sql<boolean>`participant.authority_id = any(${authorityIds}::uuid[])`)
    .execute()

/** The moderation assignments of a person, in every state and round. */
export const loadAssignmentsOf = (trx: Handle, moderatorId: string) =>
  trx
    .selectFrom('moderationAssignment as assignment')
    .innerJoin('selfAssessment', 'selfAssessment.id', 'assignment.selfAssessmentId')
    .innerJoin('round', 'round.id', 'selfAssessment.roundId')
    .innerJoin('authority', 'authority.id', 'selfAssessment.authorityId')
    .select([
      'assignment.id',
      'assignment.state',
      'assignment.acceptBy',
      'assignment.commentsDue',
      'assignment.revision',
      'assignment.createdAt',
      'assignment.changedAt',
      'authority.name as authority',
      'round.label as round',
      'round.state as roundState',
    ])
    .where('assignment.moderatorId', '=', moderatorId)
    .execute()

/** The open polls to which some of these authorities' offices have not answered about every date. */
export const loadPollsToAnswer = (trx: Handle, authorityIds: readonly string[]) =>
  trx
    .selectFrom('availabilityPoll as poll')
    .innerJoin('pollOffice as office', 'office.pollId', 'poll.id')
    .innerJoin('round', 'round.id', 'poll.roundId')
    .innerJoin('authority', 'authority.id', 'office.authorityId')
    .select([
      'poll.id',
      'poll.title',
      'poll.answerBy',
      'poll.revision',
      'poll.createdAt',
      'poll.changedAt',
      'office.authorityId',
      'authority.name as authority',
      'round.label as round',
    ])
    .where('poll.state', '=', 'open')
    .where('round.state', '<>', 'closed')
    .where(sql<boolean>`office.authority_id = any(${authorityIds}::uuid[])`)
    .where((row) =>
      row.exists(
        row
          .selectFrom('pollCandidate as asked')
          .leftJoin('pollAnswer as given', (join) =>
            join
              .onRef('given.candidateId', '=', 'asked.id')
              .onRef('given.authorityId', '=', 'office.authorityId'),
          )
          .select('asked.id')
          .whereRef('asked.pollId', '=', 'poll.id')
          .where('given.candidateId', 'is', null),
      ),
    )
    .execute()

/** The events at which a person has booked a place. */
export const loadPlacesOf = async (trx: Handle, personId: string): Promise<Set<string>> => {
  const rows = await trx.selectFrom('booking').select('eventId').where('personId', '=', personId).execute()
  return new Set(rows.map(({ eventId }) => eventId))
}

/** The held meetings and visits at which these authorities were challenged, a row for each of the authorities. */
export const loadHeldChallengesOf = (trx: Handle, authorityIds: readonly string[]) =>
  trx
    .selectFrom('challengeEvent')
    .innerJoin('round', 'round.id', 'challengeEvent.roundId')
    .innerJoin('participant', 'participant.roundId', 'challengeEvent.roundId')
    .innerJoin('authority', 'authority.id', 'participant.authorityId')
    .leftJoin('triadMember', (join) =>
      join
        .onRef('triadMember.triadId', '=', 'challengeEvent.triadId')
        .onRef('triadMember.authorityId', '=', 'participant.authorityId'),
    )
    .select([
      'challengeEvent.id',
      'challengeEvent.date',
      'challengeEvent.days',
      'challengeEvent.revision',
      'challengeEvent.createdAt',
      'challengeEvent.changedAt',
      'authority.name as authority',
      'round.label as round',
    ])
    .where('challengeEvent.state', '=', 'held')
    .where('participant.takingPart', '=', true)
    .where(sql<boolean>`participant.authority_id = any(${authorityIds}::uuid[])`)
    .where(sql<boolean>`case challenge_event.kind
      when 'visit' then challenge_event.host_authority_id = participant.authority_id
      when 'meeting' then challenge_event.triad_id is null or triad_member.triad_id is not null
      else false end`)
    .orderBy('challengeEvent.id')
    .orderBy('authority.name')
    .execute()

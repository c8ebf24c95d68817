import { sql } from 'kysely'
import type { Appointment } from '../domain/access/actor.ts'
import type { PaperAssignment, PaperFacts } from '../domain/access/paper.ts'
import { later } from '../domain/access/spans.ts'
import { beginningsOf, heirsOf, lineageOf } from '../domain/authorities/succession.ts'
import { type EventState, isSettled } from '../domain/events/event.ts'
import { startOfDay } from '../domain/intervals.ts'
import type { StoredConflict } from '../domain/moderation/conflict.ts'
import { type Deadlines, isModerated, type Round } from '../domain/rounds/round.ts'
import { deadlinesOfPaper } from '../domain/self-assessments/lateness.ts'
import type { WorkflowState } from '../domain/self-assessments/workflow.ts'
import { conflictOf, selectConflicts } from './conflicts.ts'
import type { Handle } from './database.ts'
import { loadPaperGrants } from './grants.ts'
import { loadLaterAssignments } from './later-moderations.ts'
import { loadPaperMemoranda } from './memoranda.ts'
import { loadNamedEvents } from './named-events.ts'
import { loadSharing } from './paper-moderation.ts'
import { appointmentOf, selectAppointments } from './people.ts'
import { roundOf, selectRounds } from './rounds.ts'
import { loadSuccessions } from './successions.ts'

/** A self-assessment with its round, its author, and everything that decides who may read it. */
export interface Paper {
  readonly id: string
  readonly authority: { readonly id: string; readonly name: string }
  readonly round: Round
  readonly facts: PaperFacts
  /** The round's deadlines as they are for this paper, with what extensions gave it. */
  readonly deadlines: Deadlines
  readonly workflow: PaperWorkflow
  /** The author with all that came before and after it: whoever has an interest in one of them has it here. */
  readonly lineageIds: readonly string[]
}

/** Where a paper's workflow stands; every change of its draft has its own revision, by which signatures go. */
export interface PaperWorkflow {
  readonly state: WorkflowState
  readonly since: Date
  readonly draftRevision: number
  readonly firstSubmittedAt: Date | null
  /** When what it said was removed, its years being over. */
  readonly emptiedAt: Date | null
}

/** Which papers: one, these, those of a triad or a round, or all that the region ever had. */
export type WhichPapers =
  | { readonly id: string }
  | { readonly ids: readonly string[] }
  | { readonly triadId: string }
  | { readonly roundId: string }
  | 'all'

interface Region {
  readonly id: string
  readonly timezone: string
}

/**
 * Papers of the region with the facts of each, in a fixed number of statements: the same ones run whether one
 * of them, many or none is there, so that statements do not tell a hidden paper from an absent one.
 */
export const loadPapers = async (trx: Handle, region: Region, which: WhichPapers): Promise<Paper[]> => {
  const rows = await selectPapers(trx, region.id, which).execute()
  const ids = rows.map(({ id }) => id)
  const successions = await loadSuccessions(trx, region.id)
  const lineages = new Map(rows.map(({ id, authorityId }) => [id, lineageOf(authorityId, successions)]))
  const rounds = await loadRounds(trx, [...new Set(rows.map(({ roundId }) => roundId))])
  const challengers = groupByPaper(await challengersOf(trx, ids))
  const facilitators = groupByPaper(await facilitatorsOf(trx, ids))
  const deferred = groupByPaper(await deferredEventsOf(trx, ids))
  const events = groupByPaper(await loadNamedEvents(trx, ids))
  const grants = groupByPaper(await loadPaperGrants(trx, ids))
  const assignments = groupByPaper(await assignmentsOf(trx, ids))
  const later = await loadLaterAssignments(trx, region.id, successions)
  const sharing = await loadSharing(trx, ids)
  const conflicts = await loadConflicts(trx, [...new Set([...lineages.values()].flat())])
  const appointments = await loadEveryAppointment(trx, region.id)
  const memoranda = await loadPaperMemoranda(trx, region.id)

  return rows.flatMap((row): Paper[] => {
    const round = rounds.get(row.roundId)
    if (round === undefined) return []
    const lineageIds = lineages.get(row.id) ?? []
    const authors = heirsOf(row.authorityId, successions)
    const challenging = (challengers.get(row.id) ?? []).flatMap(({ authorityId }) =>
      heirsOf(authorityId, successions),
    )
    return [
      {
        id: row.id,
        authority: { id: row.authorityId, name: row.authorityName },
        round,
        deadlines: deadlinesOfPaper(round.deadlines, row),
        workflow: {
          state: row.state as WorkflowState,
          since: row.stateSince,
          draftRevision: row.draftRevision,
          firstSubmittedAt: row.firstSubmittedAt,
          emptiedAt: row.emptiedAt,
        },
        lineageIds,
        facts: {
          regionId: region.id,
          zone: region.timezone,
          authorIds: authors.map(({ authorityId }) => authorityId),
          challengerIds: [...new Set(challenging.map(({ authorityId }) => authorityId))],
          authorsFrom: beginningsOf(authors),
          challengersFrom: beginningsOf(challenging),
          facilitatorIds: (facilitators.get(row.id) ?? []).map(({ personId }) => personId),
          readership: round.policy.readership,
          anonymousModerators: round.policy.moderation.anonymous,
          commentsShared: sharing.has(row.id),
          releasedAt: releaseOf(round, row.firstSubmittedAt, region.timezone),
          withdrawnAt: row.withdrawnAt,
          closedAt: round.closedAt,
          deferredEvent: lastSettled(deferred.get(row.id) ?? []),
          events: events.get(row.id) ?? [],
          assignments: assignments.get(row.id) ?? [],
          laterAssignments: later.get(row.id) ?? [],
          conflicts: conflicts.filter(({ authorityId }) => lineageIds.includes(authorityId)),
          grants: grants.get(row.id) ?? [],
          memoranda,
          appointments,
        },
      },
    ]
  })
}

/** On the round's day; where nothing is moderated, with the first version, which the sign-off submits. */
const releaseOf = (round: Round, firstSubmittedAt: Date | null, zone: string): Date | null => {
  if (!isModerated(round)) return firstSubmittedAt
  const { releaseOn } = round.deadlines
  return releaseOn === null ? null : startOfDay(releaseOn, zone)
}

const selectPapers = (trx: Handle, regionId: string, which: WhichPapers) =>
  trx
    .selectFrom('selfAssessment')
    .innerJoin('authority', 'authority.id', 'selfAssessment.authorityId')
    .select([
      'selfAssessment.id',
      'selfAssessment.roundId',
      'selfAssessment.authorityId',
      'authority.name as authorityName',
      'selfAssessment.state',
      'selfAssessment.stateSince',
      'selfAssessment.draftRevision',
      'selfAssessment.firstSubmittedAt',
      'selfAssessment.withdrawnAt',
      'selfAssessment.emptiedAt',
      'selfAssessment.due',
      'selfAssessment.commentsDue',
    ])
    .where('selfAssessment.regionId', '=', regionId)
    .where(among(which))
    .orderBy('selfAssessment.id')

const among = (which: WhichPapers) => {
  if (which === 'all') return sql<boolean>`true`
  if ('id' in which) return sql<boolean>`self_assessment.id = ${which.id}`
  if ('ids' in which) return anyOf('selfAssessment.id', which.ids)
  if ('roundId' in which) return sql<boolean>`self_assessment.round_id = ${which.roundId}`
  return sql<boolean>`exists (select from triad_member where triad_member.triad_id = ${which.triadId}
    and triad_member.round_id = self_assessment.round_id
    and triad_member.authority_id = self_assessment.authority_id)`
}

/** Ids as one parameter: an empty list is then a statement like any other. */
const anyOf = (column: string, ids: readonly string[]) =>
  sql<boolean>`${sql.ref(column)} = any(${ids}::uuid[])`

const groupByPaper = <Row extends { readonly paperId: string }>(rows: readonly Row[]): Map<string, Row[]> =>
  Map.groupBy(rows, ({ paperId }) => paperId)

const loadRounds = async (trx: Handle, ids: readonly string[]): Promise<Map<string, Round>> => {
  const rows = await selectRounds(trx).where(anyOf('round.id', ids)).execute()
  return new Map(rows.map((row) => [row.id, roundOf(row)]))
}

/** Papers joined to the place of their authors in the round's triads, where they have one. */
const selectMemberships = (trx: Handle, ids: readonly string[]) =>
  trx
    .selectFrom('selfAssessment')
    .leftJoin('triadMember as own', (join) =>
      join
        .onRef('own.roundId', '=', 'selfAssessment.roundId')
        .onRef('own.authorityId', '=', 'selfAssessment.authorityId'),
    )
    .select('selfAssessment.id as paperId')
    .where(anyOf('selfAssessment.id', ids))

/** By the round's method: the triad's others, or those directed to the paper. */
const challengersOf = (trx: Handle, ids: readonly string[]) =>
  selectMemberships(trx, ids)
    .innerJoin('round', 'round.id', 'selfAssessment.roundId')
    .innerJoin('triadMember as other', 'other.triadId', 'own.triadId')
    .where('round.method', '=', 'triad')
    .whereRef('other.authorityId', '<>', 'own.authorityId')
    .select('other.authorityId')
    .unionAll(
      trx
        .selectFrom('selfAssessment')
        .innerJoin('challenge', (join) =>
          join
            .onRef('challenge.roundId', '=', 'selfAssessment.roundId')
            .onRef('challenge.authorityId', '=', 'selfAssessment.authorityId'),
        )
        .select(['selfAssessment.id as paperId', 'challenge.challengerId as authorityId'])
        .where(anyOf('selfAssessment.id', ids)),
    )
    .orderBy('authorityId')
    .execute()

/** The meetings and visits at which papers are challenged: their triads', or those of their whole rounds. */
const selectChallengeEvents = (trx: Handle, ids: readonly string[]) =>
  selectMemberships(trx, ids)
    .innerJoin('challengeEvent', 'challengeEvent.roundId', 'selfAssessment.roundId')
    .where('challengeEvent.kind', 'in', ['meeting', 'visit'])
    .where((row) =>
      row.or([
        row('challengeEvent.triadId', 'is', null),
        row('challengeEvent.triadId', '=', row.ref('own.triadId')),
      ]),
    )

/** Those named for the events at which papers are challenged, or for the very session. */
const facilitatorsOf = (trx: Handle, ids: readonly string[]) =>
  selectChallengeEvents(trx, ids)
    .innerJoin('eventFacilitator', 'eventFacilitator.eventId', 'challengeEvent.id')
    .select('eventFacilitator.personId')
    .union(
      selectChallengeEvents(trx, ids)
        .innerJoin('eventSession', (join) =>
          join
            .onRef('eventSession.eventId', '=', 'challengeEvent.id')
            .onRef('eventSession.subjectAuthorityId', '=', 'selfAssessment.authorityId'),
        )
        .where('eventSession.facilitatorId', 'is not', null)
        .select('eventSession.facilitatorId as personId')
        .$narrowType<{ personId: string }>(),
    )
    .execute()

/** Events that were ever deferred, one that has its new date by now too. */
const deferredEventsOf = (trx: Handle, ids: readonly string[]) =>
  selectChallengeEvents(trx, ids)
    .select(['challengeEvent.state', 'challengeEvent.stateSince'])
    .where((row) =>
      row.or([
        row('challengeEvent.state', '=', 'deferred'),
        row.exists(
          row
            .selectFrom('eventHistory')
            .select('eventHistory.id')
            .whereRef('eventHistory.eventId', '=', 'challengeEvent.id')
            .where('eventHistory.toState', '=', 'deferred'),
        ),
      ]),
    )
    .execute()

/** Of several deferred events the one that is settled last keeps the papers open; one unsettled, without end. */
const lastSettled = (
  events: readonly { readonly state: string; readonly stateSince: Date }[],
): PaperFacts['deferredEvent'] =>
  events
    .map(({ state, stateSince }) => (isSettled(state as EventState) ? stateSince : null))
    .map((settledAt): { readonly settledAt: Date | null } => ({ settledAt }))
    .reduce<PaperFacts['deferredEvent']>((last, event) => {
      if (last === null || event.settledAt === null) return event
      return { settledAt: last.settledAt && later(last.settledAt, event.settledAt) }
    }, null)

const assignmentsOf = (
  trx: Handle,
  ids: readonly string[],
): Promise<(PaperAssignment & { readonly paperId: string })[]> =>
  trx
    .selectFrom('moderationAssignment')
    .select(['selfAssessmentId as paperId', 'moderatorId', 'acceptedAt', 'endedAt'])
    .where(anyOf('selfAssessmentId', ids))
    .execute()

/** Conflicts with any of these authorities, whoever's, past ones too. */
export const loadConflicts = async (
  trx: Handle,
  authorityIds: readonly string[],
): Promise<StoredConflict[]> => {
  const rows = await selectConflicts(trx).where(anyOf('conflict.authorityId', authorityIds)).execute()
  return rows.map(conflictOf)
}

/** Every appointment of the region, past and coming ones too. */
export const loadEveryAppointment = async (trx: Handle, regionId: string): Promise<Appointment[]> => {
  const rows = await selectAppointments(trx).where('appointment.regionId', '=', regionId).execute()
  return rows.map(appointmentOf)
}

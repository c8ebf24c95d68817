import type { Handle } from '../../db/database.ts'
import type { ChallengeEvent } from '../../db/events.ts'
import {
  type DiaryOf,
  loadAssignmentsOf,
  loadAuthorityNames,
  loadDiaryEvents,
  loadTakingPart,
} from '../../db/feed-facts.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import { selectTriads, type Triad } from '../../db/rounds.ts'
import { later } from '../../domain/access/spans.ts'
import {
  authoritiesInDiary,
  authoritiesToWriteFor,
  isInDiary,
  officesOn,
  tasksOf,
} from '../../domain/feeds/diary.ts'
import type { DeadlineFacts, EventFacts, FeedFacts } from '../../domain/feeds/facts.ts'
import type { AssignmentState } from '../../domain/moderation/assignment.ts'
import type { RoundState } from '../../domain/rounds/round.ts'
import { regionOf, type Work } from '../use-case.ts'

type TakingPart = Awaited<ReturnType<typeof loadTakingPart>>[number]

/**
 * All that the caller's feed is made of, in six queries however much there is: what their appointments of now
 * give and nothing else. `base` is the address of this service, for the links.
 */
export const loadFeedFacts = async (work: Work, base: string): Promise<FeedFacts> => {
  const { trx, actor } = work
  const authorityIds = [...new Set(actor.appointments.flatMap((held) => held.authorityIds))]
  const takingPart = await loadTakingPart(trx, authorityIds)
  return {
    events: await eventsOf(work, { personId: actor.personId, authorityIds }, takingPart, base),
    deadlines: [...ownDeadlines(work, takingPart, base), ...(await moderatorDeadlines(work, base))],
  }
}

const eventsOf = async (
  work: Work,
  diary: DiaryOf,
  takingPart: readonly TakingPart[],
  base: string,
): Promise<EventFacts[]> => {
  const { trx, actor } = work
  const events = await loadDiaryEvents(trx, diary)
  const triads = await triadsOf(trx, events)
  const names = await loadAuthorityNames(trx, [
    ...new Set([...diary.authorityIds, ...[...triads.values()].flatMap(({ authorityIds }) => authorityIds)]),
  ])
  const directors = await loadAppointmentsInRoles(trx, regionOf(work).id, ['director'])
  const named = (ids: readonly string[]) =>
    ids.map((id) => ({ id, name: names.get(id) ?? '' })).sort((a, b) => (a.name < b.name ? -1 : 1))

  return events.flatMap((event) => {
    const triad = event.triadId === null ? null : (triads.get(event.triadId) ?? null)
    const { date } = event.occasion
    const people = {
      id: event.id,
      kind: event.kind,
      date,
      authorityIds: whoMeets(event, triad, takingPart),
      facilitated: event.facilitatorIds.includes(actor.personId),
    }
    if (!isInDiary(actor.appointments, people)) return []
    const mine = authoritiesInDiary(actor.appointments, people)
    return {
      ...eventFacts(event, triad, base),
      authorities: named(triad?.authorityIds ?? []).map(({ name }) => name),
      offices: officesOn(named(mine), directors, date),
    }
  })
}

const triadsOf = async (trx: Handle, events: readonly ChallengeEvent[]): Promise<Map<string, Triad>> => {
  const ids = [...new Set(events.flatMap(({ triadId }) => triadId ?? []))]
  if (ids.length === 0) return new Map()
  const triads = await selectTriads(trx).where('triad.id', 'in', ids).execute()
  return new Map(triads.map((triad) => [triad.id, triad]))
}

/** Of a whole round's authorities only the caller's own are known here, and only they matter. */
const whoMeets = (
  event: ChallengeEvent,
  triad: Triad | null,
  takingPart: readonly TakingPart[],
): readonly string[] => {
  if (triad !== null) return triad.authorityIds
  if (event.kind === 'training') return []
  return takingPart.filter(({ roundId }) => roundId === event.roundId).map(({ authorityId }) => authorityId)
}

/** An edit of the triad counts as one of its events, which name its authorities. */
const eventFacts = (event: ChallengeEvent, triad: Triad | null, base: string) => ({
  id: event.id,
  title: event.title,
  state: event.state,
  stateSince: event.stateSince,
  occasion: event.occasion,
  span: event.span,
  venue: event.venue,
  joiningLink: event.joiningLink,
  link: `${base}/v1/challenge-events/${event.id}`,
  revision: event.revision + (triad?.revision ?? 0),
  createdAt: event.createdAt,
  changedAt: triad === null ? event.changedAt : later(event.changedAt, triad.changedAt),
})

const ownDeadlines = ({ actor }: Work, takingPart: readonly TakingPart[], base: string): DeadlineFacts[] => {
  const mine = authoritiesToWriteFor(actor.appointments)
  return takingPart.flatMap(({ due, roundState, authorityId, selfAssessmentId: id, ...row }) =>
    due === null || roundState !== 'open' || !mine.includes(authorityId)
      ? []
      : {
          kind: 'self-assessment-due',
          id,
          day: due,
          ...shown(row),
          link: `${base}/v1/self-assessments/${id}`,
        },
  )
}

const moderatorDeadlines = async ({ trx, actor }: Work, base: string): Promise<DeadlineFacts[]> => {
  if (!actor.appointments.some(({ role }) => role === 'moderator')) return []
  const assignments = await loadAssignmentsOf(trx, actor.personId)
  return assignments.flatMap(({ id, acceptBy, commentsDue, ...row }) =>
    tasksOf(row.state as AssignmentState, row.roundState as RoundState).map((kind) => ({
      kind,
      id,
      day: kind === 'accept-by' ? acceptBy : commentsDue,
      ...shown(row),
      link: `${base}/v1/moderation-assignments/${id}`,
    })),
  )
}

const shown = (row: Pick<DeadlineFacts, 'authority' | 'round' | 'revision' | 'createdAt' | 'changedAt'>) => ({
  authority: row.authority,
  round: row.round,
  revision: row.revision,
  createdAt: row.createdAt,
  changedAt: row.changedAt,
})

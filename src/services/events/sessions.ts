import { type ChallengeEvent, updateEvent } from '../../db/events.ts'
import { loadNames } from '../../db/names.ts'
import { loadParticipations } from '../../db/participations.ts'
import {
  loadSessionsOf,
  type NewSession,
  replaceSessions,
  type Session,
  updateSessionTimes,
} from '../../db/sessions.ts'
import type { Waiver } from '../../domain/clashes/waivers.ts'
import { checkRoundLetsMove } from '../../domain/events/closed-round.ts'
import { isLive, isSettled } from '../../domain/events/event.ts'
import {
  defaultSessionTitle,
  type EventTime,
  moveSessions,
  type SessionTimes,
  sessionSpans,
} from '../../domain/events/sessions.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { facilitatorsChanged } from '../consequences.ts'
import { type AuthorityRef, lookUpAuthorities, namedInRequest } from '../people/authorities.ts'
import { reading, regionOf, type Work, writing } from '../use-case.ts'
import { type EventToChange, eventToChange, eventToRead } from './access.ts'
import { loadCircles } from './circles.ts'
import { knownPeople } from './facilitators.ts'
import { seat } from './participations.ts'
import { judgeAnew, moved } from './settling.ts'

export type { Session } from '../../db/sessions.ts'

const sessionsOf = async (work: Work, { id }: ChallengeEvent): Promise<readonly Session[]> =>
  (await loadSessionsOf(work.trx, [id])).get(id) ?? []

/** An event's sessions by the time they begin, for everybody who holds an appointment. */
export const listSessions = reading<{ id: string }, ChallengeEvent, readonly Session[]>({
  authorise: (work, { id }) => eventToRead(work, id),
  run: async (work, _input, event) => success(await sessionsOf(work, event)),
})

/** A session as the consultant asks for it. */
export interface SessionRequest extends SessionTimes {
  /** Null to have one made. */
  readonly title: string | null
  readonly place: string | null
  /** Whose self-assessment is challenged; they sit in it whether or not they are named again. */
  readonly subject: AuthorityRef | null
  readonly authorities: readonly AuthorityRef[]
  readonly facilitatorId: string | null
}

export interface SessionsChange {
  readonly id: string
  readonly sessions: readonly SessionRequest[]
  readonly waivers: readonly Waiver[]
}

/**
 * The consultant says which sessions an event has: the whole list. Its people are then there for their own
 * sessions. Those of a confirmed event are judged as a new date would be: a blocking clash that nothing excuses
 * refuses them.
 */
export const changeSessions = writing<SessionsChange, EventToChange, readonly Session[]>({
  authorise: (work, { id }) => eventToChange(work, id),
  run: async (work, input, { event, round }) => {
    const same = work.unchanged(await sessionsOf(work, event))
    if (!same.ok) return same
    if (isSettled(event.state))
      return failure('wrong-state', `This event is ${event.state}: its sessions are a record.`)
    const open = checkRoundLetsMove(round, 'edit', event.wasDeferred)
    if (!open.ok) return open
    if (event.kind === 'training' && input.sessions.length > 0)
      return fault('/sessions', 'A training is for moderators: no authorities sit in sessions of it.')
    const sessions = await resolveSessions(work, event, input.sessions)
    if (!sessions.ok) return sessions
    const after = moved(work, event, {})
    await updateEvent(work.trx, after, work.now)
    const former = await loadParticipations(work.trx, [event.id])
    await replaceSessions(work.trx, event, sessions.value, work.now)
    if (isLive(after.state)) await seat(work, await loadCircles(work, [round.id]), [after], former)
    const stands = await judgeAnew(work, [after], input.waivers, true)
    if (!stands.ok) return stands
    await facilitatorsChanged(work, event)
    work.record('challenge-event', event.id, {
      sessions: sessions.value.map(({ title: _, place: __, span: ___, ...session }) => session),
      waivers: input.waivers,
    })
    return success(await sessionsOf(work, event))
  },
})

const resolveSessions = async (
  work: Work,
  event: ChallengeEvent,
  requests: readonly SessionRequest[],
): Promise<Result<NewSession[]>> => {
  const spans = sessionSpans(requests, event, regionOf(work).timezone)
  if (!spans.ok) return spans
  const idOf = await lookUpAuthorities(
    work,
    requests.flatMap(({ subject, authorities }) => (subject ? [subject, ...authorities] : authorities)),
  )
  const { authorityIds } = (await loadCircles(work, [event.roundId])).expected(event)
  const people = await knownPeople(
    work,
    requests.flatMap(({ facilitatorId }) => facilitatorId ?? []),
  )
  const names = await loadNames(work.trx, event.regionId)
  const faults: Fault[] = []
  const seatOf = (ref: AuthorityRef, pointer: string): string[] => {
    const id = idOf(ref)
    if (id !== undefined && authorityIds.includes(id)) return [id]
    const detail =
      id === undefined
        ? `${regionOf(work).name} has no authority ${namedInRequest(ref)}.`
        : `${names.authorities[id] ?? ''} does not take part in this event.`
    faults.push({ pointer, detail })
    return []
  }
  const sessions = requests.flatMap(({ subject, authorities, ...request }, index): NewSession[] => {
    const at = `/sessions/${index}`
    const [subjectAuthorityId = null] = subject ? seatOf(subject, `${at}/subject`) : []
    const named = authorities.flatMap((ref, place) => seatOf(ref, `${at}/authorities/${place}`))
    if (request.facilitatorId !== null && !people.has(request.facilitatorId))
      faults.push({ pointer: `${at}/facilitatorId`, detail: 'There is no such person here.' })
    const span = spans.value[index]
    if (span === undefined) return []
    const subjectName = subjectAuthorityId === null ? null : (names.authorities[subjectAuthorityId] ?? '')
    return [
      {
        ...request,
        title: request.title ?? defaultSessionTitle(subjectName, index),
        span,
        subjectAuthorityId,
        authorityIds: [
          ...new Set([...(subjectAuthorityId ? [subjectAuthorityId] : []), ...named]),
        ].toSorted(),
      },
    ]
  })
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(sessions)
}

/** Moves an event's sessions to a date that it is about to have; refused at `/date` where one cannot go along. */
export const takeSessionsAlong = async (
  work: Work,
  event: ChallengeEvent,
  to: EventTime,
): Promise<Result<null>> => {
  const sessions = moveSessions(await sessionsOf(work, event), event.occasion, to, regionOf(work).timezone)
  if (!sessions.ok) return sessions
  await updateSessionTimes(work.trx, sessions.value)
  return success(null)
}

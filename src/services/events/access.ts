import { type ChallengeEvent, findEvent, lockEvents } from '../../db/events.ts'
import { lockRound } from '../../db/rounds.ts'
import { mayChangeProgramme } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { seesProgramme } from '../rounds/access.ts'
import { allow, notFound, regionOf, type Work } from '../use-case.ts'

/** Goes on for everybody who holds an appointment in the region acted in. */
export const allowReading = (work: Work): Result<null> =>
  allow(seesProgramme(work), 'You hold no office here now.')

/** An event, for everybody who holds an appointment in its region. */
export const eventToRead = async (work: Work, id: string): Promise<Result<ChallengeEvent>> => {
  const event = seesProgramme(work) ? await findEvent(work.trx, id) : null
  return event ? success(event) : notFound()
}

/** Goes on for the consultant. */
export const allowChange = (work: Work): Result<null> =>
  allow(
    mayChangeProgramme(work.actor, regionOf(work).id),
    'Only a programme consultant changes challenge events.',
  )

/** An event about to be changed, with its round. */
export interface EventToChange {
  readonly event: ChallengeEvent
  readonly round: Round
}

/**
 * Events that their consultant is about to change, in the order asked for: rounds are locked before their events
 * and both in the order of their ids, so that two changes wait for each other and never both.
 */
export const eventsToChange = async (
  work: Work,
  ids: readonly string[],
): Promise<Result<EventToChange[]>> => {
  const known: ChallengeEvent[] = []
  for (const id of ids) {
    const event = await eventToRead(work, id)
    if (!event.ok) return event
    known.push(event.value)
  }
  const allowed = allowChange(work)
  if (!allowed.ok) return allowed
  const rounds = new Map<string, Round>()
  for (const id of [...new Set(known.map(({ roundId }) => roundId))].toSorted()) {
    const round = await lockRound(work.trx, id)
    if (round) rounds.set(id, round)
  }
  const locked = new Map((await lockEvents(work.trx, ids)).map((event) => [event.id, event]))
  const found = ids.flatMap((id) => {
    const event = locked.get(id)
    const round = event && rounds.get(event.roundId)
    return event && round ? [{ event, round }] : []
  })
  return found.length === ids.length ? success(found) : notFound()
}

/** One event that its consultant is about to change. */
export const eventToChange = async (work: Work, id: string): Promise<Result<EventToChange>> => {
  const found = await eventsToChange(work, [id])
  if (!found.ok) return found
  const [only] = found.value
  return only ? success(only) : notFound()
}

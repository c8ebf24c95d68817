import { type ChallengeEvent, lockComingEvents } from '../../db/events.ts'
import {
  holdPlaces,
  loadHeldPlaces,
  loadParticipations,
  loadWaitingPlaces,
  lockPeople,
  type Participation,
  replaceParticipations,
} from '../../db/participations.ts'
import { holdsTime, isLive } from '../../domain/events/event.ts'
import { placesThatHold } from '../../domain/events/holding.ts'
import { regionOf, type Work } from '../use-case.ts'
import { type Circles, loadCircles } from './circles.ts'

/**
 * Gives the region's coming events the people whom the appointments, triads and participants of now expect on
 * their day. Somebody who inherits an event at a time that is taken is recorded all the same: they have no time
 * for it, and both events show the clash.
 */
export const refreshParticipations = async (work: Work): Promise<void> => {
  const events = await lockComingEvents(work.trx, regionOf(work).id, work.now)
  if (events.length === 0) return
  const circles = await loadCircles(
    work,
    events.map(({ roundId }) => roundId),
  )
  const stored = await loadParticipations(
    work.trx,
    events.map(({ id }) => id),
  )
  const storedAt = Map.groupBy(stored, ({ eventId }) => eventId)
  const changed = events.filter(
    (event) => listed(circles.expected(event).people) !== listed(storedAt.get(event.id) ?? []),
  )
  await seat(work, circles, changed)
}

/** Both lists are in the order of the ids. */
const listed = (
  people: readonly (Pick<Participation, 'personId' | 'as'> & { readonly sessionId?: string | null })[],
): string => people.map(({ personId, as, sessionId }) => `${personId} ${as} ${sessionId ?? ''}`).join('\n')

/**
 * Writes who takes part in these events, which the transaction has locked or made: in a live one those whom it
 * expects, in any other nobody. In an event that takes time each of them has that time unless it is taken.
 * `former` are their participations where the transaction has taken some away already.
 */
export const seat = async (
  work: Work,
  circles: Circles,
  events: readonly ChallengeEvent[],
  former?: readonly Participation[],
): Promise<void> => {
  if (events.length === 0) return
  const eventIds = events.map(({ id }) => id)
  const expected = events.flatMap((event) =>
    isLive(event.state) ? circles.expected(event).people.map((person) => ({ event, ...person })) : [],
  )
  const before = former ?? (await loadParticipations(work.trx, eventIds))
  const personIds = [...new Set([...expected, ...before].map(({ personId }) => personId))]
  await lockPeople(work.trx, personIds)
  const held = await loadHeldPlaces(work.trx, personIds)
  const heldHere = before.filter(({ holdsTime: had }) => had)
  const places = expected.map(({ event, personId, as, span = event.span, sessionId = null }) => ({
    eventId: event.id,
    personId,
    sessionId,
    as,
    span,
    state: event.state,
    held: heldHere.some(
      (each) => each.eventId === event.id && each.personId === personId && each.sessionId === sessionId,
    ),
  }))
  const holding = placesThatHold(
    places.filter(({ state }) => holdsTime(state)),
    held.filter(({ eventId }) => !eventIds.includes(eventId)),
  )
  await replaceParticipations(
    work.trx,
    regionOf(work).id,
    eventIds,
    places.map((place) => ({ ...place, holdsTime: holding.has(place) })),
  )
  await giveBackTime(
    work,
    heldHere.map(({ personId }) => personId),
  )
}

/**
 * Gives the time that these people have again to confirmed events that they had inherited and that waited for
 * it: the earlier first, where nothing else has it.
 */
const giveBackTime = async ({ trx }: Work, personIds: readonly string[]): Promise<void> => {
  const waiting = await loadWaitingPlaces(trx, personIds)
  if (waiting.length === 0) return
  const wanted = waiting.map((place) => ({ ...place, held: false }))
  const due = placesThatHold(wanted, await loadHeldPlaces(trx, personIds))
  await holdPlaces(
    trx,
    wanted.filter((place) => due.has(place)),
  )
}

import type { ChallengeEvent } from '../../db/events.ts'
import { lookUp } from '../../db/lookups.ts'
import { type StoredWaiver, standingWaivers } from '../../db/waivers.ts'
import type { Clash } from '../../domain/clashes/clash.ts'
import { findClashes } from '../../domain/clashes/find-clashes.ts'
import { asSeenBy, type SeenClash } from '../../domain/clashes/visibility.ts'
import { markWaived } from '../../domain/clashes/waivers.ts'
import { isLive, isPast } from '../../domain/events/event.ts'
import { localDate } from '../../domain/intervals.ts'
import { circlesOf, membersOf } from '../events/circles.ts'
import { regionOf, type Work } from '../use-case.ts'
import { eventFacts, factsFor, type Ground, groundFor, groundOf } from './ground.ts'
import { viewerOf } from './viewer.ts'

/** Stored events with all of their clashes, waived ones marked, and what they were judged on. */
export interface Judged {
  readonly ground: Ground
  /** In the order asked for. Not for everybody's eyes: see `seenBy`. */
  readonly events: readonly JudgedEvent[]
}

/** One event with its clashes, and the waivers that stand for it. */
export interface JudgedEvent {
  readonly event: ChallengeEvent
  readonly clashes: readonly Clash[]
  readonly waivers: readonly StoredWaiver[]
}

/** Judges stored events of the region, in two statements for all of them as for one. */
export const judge = async (work: Work, events: readonly ChallengeEvent[]): Promise<Judged> => {
  const live = events.filter(({ state }) => isLive(state))
  const roundIds = events.map(({ roundId }) => roundId)
  const eventIds = events.map(({ id }) => id)
  const today = localDate(work.now, regionOf(work).timezone)
  const spans = live.map(({ span }) => span)
  const read = await lookUp(work.trx, {
    ...membersOf(work, roundIds, eventIds),
    ...groundFor(work, spans),
    waivers: standingWaivers(eventIds, today),
  })
  const circles = circlesOf(read)
  const asked = live.map((event) => ({
    ...event.span,
    event: { id: event.id, authorityIds: circles.expected(event).authorityIds },
  }))
  const ground = await groundOf(work, circles, asked, read)
  const waivers = Map.groupBy(read.waivers, ({ eventId }) => eventId)
  return {
    ground,
    events: events.map((event) => {
      const facts = factsFor(ground, circles.round(event.roundId), eventFacts(ground, event))
      const standing = isLive(event.state) ? (waivers.get(event.id) ?? []) : []
      return { event, clashes: markWaived(findClashes(facts), standing), waivers: standing }
    }),
  }
}

/**
 * What of judged events still stands: nothing against one whose time has passed. The list, the picture and the event
 * itself show this; a decision about a date, which may be entered afterwards, looks at all of it.
 */
export const stillStanding = (work: Work, judged: Judged): Judged => ({
  ...judged,
  events: judged.events.map((each) => (isPast(each.event, work.now) ? { ...each, clashes: [] } : each)),
})

/** Clashes as the actor may see them: of an inspection elsewhere only that the authority is unavailable. */
export const seenBy = (work: Work, ground: Ground, clashes: readonly Clash[]): SeenClash[] => {
  const viewer = viewerOf(work.actor)
  return clashes.map((clash) => asSeenBy(clash, viewer, ground.names.authorities))
}

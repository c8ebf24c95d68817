import type { Clash } from '../../domain/clashes/clash.ts'
import type { ClashFacts } from '../../domain/clashes/facts.ts'
import { findClashes } from '../../domain/clashes/find-clashes.ts'
import { personDoubleBooked } from '../../domain/clashes/rules/people.ts'
import { markWaived } from '../../domain/clashes/waivers.ts'
import { isLive } from '../../domain/events/event.ts'
import { markAccepted } from '../../domain/planning/request.ts'
import type { Standing } from '../../domain/planning/round-clashes.ts'
import { visitSlot } from '../../domain/planning/visit-slots.ts'
import type { Visit } from '../../domain/planning/visits.ts'
import { eventFacts, factsFor, type Ground, loadGround } from '../clashes/ground.ts'
import { eventOn, type TriedDate } from '../clashes/trying.ts'
import type { Work } from '../use-case.ts'
import type { Hosting, VisitFacts } from './facts.ts'

/** Reads what the slots of visits are judged on. */
export const loadVisitGround = (work: Work, { circles, slots }: VisitFacts): Promise<Ground> =>
  loadGround(
    work,
    circles,
    slots.map(({ from, until }) => ({ from: new Date(from), until: new Date(until) })),
  )

/** What stands against the visits on each of their dates, and who would be there. */
export interface JudgedVisits {
  readonly standings: readonly Standing[]
  /** By the host. */
  readonly attendances: ReadonlyMap<string, Visit['attendances']>
}

/** So many dates are judged in a few milliseconds, after which whatever waits is done. */
const AT_ONCE = 10

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * Judges each visit on each of its dates by the rules that judge events, the visits that the plan is instead of left out.
 * What is only pencilled in takes its people's time here too. It takes a while, so the service answers in between.
 */
export const judgeVisits = async (facts: VisitFacts, ground: Ground): Promise<JudgedVisits> => {
  const standings: Standing[] = []
  const attendances = new Map<string, Visit['attendances']>()
  for (const hosting of facts.hostings) {
    const people = new Map<string, { personIds: string[]; slotIds: string[] }>()
    const { authorityId: seatId } = hosting.host
    for (const [at, [slotId, date]] of [...hosting.tries].entries()) {
      if (at % AT_ONCE === 0) await breathe()
      const { clashes, personIds } = judgeOn(facts, ground, hosting, date)
      if (clashes.length > 0) standings.push({ seatId, slotId, clashes })
      const there = people.get(personIds.join()) ?? { personIds, slotIds: [] }
      people.set(personIds.join(), there)
      there.slotIds.push(slotId)
    }
    attendances.set(seatId, [...people.values()])
  }
  return { standings, attendances }
}

const judgeOn = (
  { round, request, circles, hostings, waivers }: VisitFacts,
  ground: Ground,
  { host: { authorityIds }, event }: Hosting,
  date: TriedDate,
): { readonly clashes: Clash[]; readonly personIds: string[] } => {
  const stays = event?.state === 'confirmed' && idOf(event) === idOf(date)
  const facilitatorIds = event?.facilitatorIds ?? []
  // Given another date, its offices answer anew: so it is judged as if it were proposed.
  const idea = { event: null, kind: 'visit', authorityIds, facilitatorIds, peopleOn: null } as const
  const tried = stays ? eventFacts(ground, event) : eventOn(circles, round, idea, date)
  const replaced = hostings.flatMap((each) => (each.event && isLive(each.event.state) ? [each.event.id] : []))
  const facts = factsFor(ground, round, tried)
  const others = facts.others.filter(({ id }) => !replaced.includes(id))
  const found = [...findClashes({ ...facts, others }), ...pencilledIn({ ...facts, others })]
  const accepted = stays ? waivers.filter(({ eventId }) => eventId === event.id) : []
  return {
    clashes: markAccepted(markWaived(found, accepted), request),
    personIds: [...new Set(tried.people.map(({ personId }) => personId))].toSorted(),
  }
}

const idOf = ({ occasion, span }: Pick<TriedDate, 'occasion' | 'span'>): string =>
  visitSlot(occasion, span).id

/** The double bookings with other events that are only proposed, as if they took their people's time. */
export const pencilledIn = (facts: ClashFacts): Clash[] =>
  personDoubleBooked({
    ...facts,
    others: facts.others
      .filter(({ state }) => state === 'proposed')
      .map((other) => ({ ...other, state: 'confirmed' })),
  }).filter(({ otherEventId }) => otherEventId !== null)

import type { Clash } from '../../domain/clashes/clash.ts'
import { findClashes } from '../../domain/clashes/find-clashes.ts'
import { blocking, markWaived } from '../../domain/clashes/waivers.ts'
import type { Span } from '../../domain/intervals.ts'
import type { PlanSlot } from '../../domain/planning/problem.ts'
import { markAccepted } from '../../domain/planning/request.ts'
import type { Standing } from '../../domain/planning/round-clashes.ts'
import type { RoundFacts } from '../../domain/planning/round-problem.ts'
import type { RoundSeat } from '../../domain/planning/round-seats.ts'
import { occasionOfSlot } from '../../domain/planning/round-slots.ts'
import { factsFor, type Ground, loadGround } from '../clashes/ground.ts'
import { eventOn, type Subject } from '../clashes/trying.ts'
import type { Work } from '../use-case.ts'
import type { PlanFacts } from './facts.ts'

/** Reads what the slots of a plan are judged on. */
export const loadPlanGround = (work: Work, { circles, facts }: PlanFacts): Promise<Ground> =>
  loadGround(work, circles, facts.slots.map(spanOf))

const spanOf = ({ from, until }: PlanSlot): Span => ({ from: new Date(from), until: new Date(until) })

/** So many dates are judged in a few milliseconds, after which whatever waits is done. */
const AT_ONCE = 10

const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/**
 * What stands against each seat on each slot, by the rules that judge events: a meeting of its authorities alone, the
 * meetings that the plan is instead of left out. How many directors come is a matter of the whole group, so here only
 * a vacant seat is too few. It takes a while, so the service answers in between.
 */
export const findStandings = async (plan: PlanFacts, ground: Ground): Promise<Standing[]> => {
  const standings: Standing[] = []
  for (const seat of plan.facts.seats) {
    const subject = { ...IDEA, authorityIds: seat.authorityIds, facilitatorIds: [] }
    const accepted = waiversOf(plan, seat)
    for (const [at, slot] of plan.facts.slots.entries()) {
      if (at % AT_ONCE === 0) await breathe()
      const clashes = markWaived(clashesOn(plan, ground, subject, slot), accepted(slot))
      if (clashes.length > 0) standings.push({ seatId: seat.id, slotId: slot.id, clashes })
    }
  }
  return standings
}

const IDEA = { event: null, kind: 'meeting', peopleOn: null } as const

/** What was accepted of a confirmed meeting stays accepted for its people on its date. */
const waiversOf = ({ replaced, circles, waivers }: PlanFacts, { authorityIds }: RoundSeat) => {
  const theirs = replaced.filter(
    (event) => event.state === 'confirmed' && circles.members(event).some((id) => authorityIds.includes(id)),
  )
  return ({ from, until }: PlanSlot) => {
    const here = theirs.filter(({ span }) => span.from.getTime() === from && span.until.getTime() === until)
    return waivers.filter(({ eventId }) => here.some(({ id }) => id === eventId))
  }
}

const clashesOn = (
  { round, request, circles, replaced }: PlanFacts,
  ground: Ground,
  subject: Subject,
  slot: PlanSlot,
): Clash[] => {
  const date = { occasion: occasionOfSlot(slot.id), span: spanOf(slot), sessions: [] }
  const facts = factsFor(ground, round, eventOn(circles, round, subject, date))
  const found = findClashes({
    ...facts,
    others: facts.others.filter(({ id }) => !replaced.some((event) => event.id === id)),
    policy: { ...facts.policy, minimumDirectors: 0 },
  })
  return markAccepted(found, request)
}

/** The facts with the slots on which each facilitator is free: nothing blocking of their own stands there. */
export const withFreeSlots = async (plan: PlanFacts, ground: Ground): Promise<RoundFacts> => {
  const facilitators = new Map(plan.facts.facilitators)
  for (const [personId, known] of facilitators) {
    const subject = { ...IDEA, authorityIds: [], facilitatorIds: [personId] }
    const freeOn: string[] = []
    for (const [at, slot] of plan.facts.slots.entries()) {
      if (at % AT_ONCE === 0) await breathe()
      const against = blocking(clashesOn(plan, ground, subject, slot))
      if (!against.some(({ personIds }) => personIds.includes(personId))) freeOn.push(slot.id)
    }
    facilitators.set(personId, { ...known, freeOn })
  }
  return { ...plan.facts, facilitators }
}

import { type Fault, failure, type Result, success } from '../failures.ts'
import { countOf } from '../words.ts'
import { PLANNING_RULES } from './policy.ts'
import type { PlanningProblem } from './problem.ts'
import { WIDEST_SIZES } from './requirements.ts'

/** How many possible groups are still looked at: 200 directors in threes are 1.3 million, and take 20 MB. */
export const MOST_GROUPS = 2_000_000

/**
 * Whether a problem can be planned from at all: weights that are numbers from zero, sizes that its directors divide
 * into, a slot to meet on, nothing that names what is not there. All that is wrong is reported at once, as
 * `invalid-request`; more groups than can be looked at are `too-large`. Requirements that contradict each other are
 * found by solving instead, because only solving tells which of them do.
 */
export const checkProblem = (problem: PlanningProblem): Result<null> => {
  const faults = CHECKS.flatMap((check) => check(problem))
  if (faults.length > 0)
    return failure('invalid-request', [...new Set(faults.map(({ detail }) => detail))].join(' '), faults)
  return checkExtent(problem)
}

type Check = (problem: PlanningProblem) => Fault[]

const weightsAreAmounts: Check = ({ policy }) => [
  ...PLANNING_RULES.filter((rule) => !isAmount(policy.weights[rule])).map((rule) => ({
    pointer: `/policy/weights/${rule}`,
    detail: `The weight of ${rule} must be a number from 0 to ${HEAVIEST.toLocaleString('en-GB')}.`,
  })),
  ...(Number.isInteger(policy.eventsPerWeek) && policy.eventsPerWeek >= 0
    ? []
    : [{ pointer: '/policy/eventsPerWeek', detail: 'Events a week must be a whole number from 0.' }]),
]

/** Beyond this the solver's tolerance, a part in ten million, would be as large as the smallest difference that matters. */
const HEAVIEST = 100_000

const isAmount = (weight: unknown): boolean =>
  typeof weight === 'number' && Number.isFinite(weight) && weight >= 0 && weight <= HEAVIEST

const thereAreDays: Check = ({ slots }) =>
  slots.length > 0
    ? []
    : [{ pointer: '/slots', detail: 'The window has no working day on which an event could stand.' }]

const sizesDivide: Check = ({ seats, sizes: { smallest, largest } }) => {
  const at = '/sizes'
  const { smallest: least, largest: most } = WIDEST_SIZES
  if (
    smallest < least ||
    largest > most ||
    smallest > largest ||
    ![smallest, largest].every(Number.isInteger)
  )
    return [
      { pointer: at, detail: `Groups have from ${least} to ${most} directors, the smallest size first.` },
    ]
  if (seats.length < least) return [{ pointer: '/seats', detail: 'A plan needs at least two directors.' }]
  const groups = Math.ceil(seats.length / largest)
  if (groups * smallest <= seats.length) return []
  const range = smallest === largest ? `${largest}` : `${smallest} to ${largest}`
  const detail = `${countOf(seats.length, 'director')} cannot be divided into groups of ${range}: allow another size.`
  return [{ pointer: at, detail }]
}

const quotasCanBeMet: Check = ({ quotas, sizes: { largest } }) =>
  quotas.flatMap(({ tag, atLeast, atMost }, index) => {
    const isRange = isCount(atLeast) && (atMost === null || (isCount(atMost) && atLeast <= atMost))
    if (!isRange)
      return [{ pointer: `/quotas/${index}`, detail: `The quota of “${tag}” must not begin above its end.` }]
    if (atLeast <= largest) return []
    const detail = `The quota of at least ${atLeast} of “${tag}” is more than a group has directors.`
    return [{ pointer: `/quotas/${index}/atLeast`, detail }]
  })

const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0

const idsDiffer: Check = (problem) =>
  (['seats', 'slots', 'clashes', 'bans', 'pins', 'quotas'] as const).flatMap((list) => {
    const ids = problem[list].map(({ id }) => id)
    return ids.flatMap((id, index) =>
      ids.indexOf(id) < index ? [{ pointer: `/${list}/${index}/id`, detail: `“${id}” is given twice.` }] : [],
    )
  })

const namesAreKnown: Check = ({ seats, slots, facilitators, clashes, bans, pins, met }) => {
  const known = new Set(seats.map(({ id }) => id))
  const days = new Set(slots.map(({ id }) => id))
  const chairs = new Set(facilitators?.map(({ id }) => id))
  const unknown = (ids: readonly string[] | null, all: ReadonlySet<string>, pointer: string): Fault[] =>
    (ids ?? []).flatMap((id, index) =>
      all.has(id) ? [] : [{ pointer: `${pointer}/${index}`, detail: `“${id}” is not part of this plan.` }],
    )
  return [
    ...clashes.flatMap((each, index) => unknown(each.seatIds, known, `/clashes/${index}/seatIds`)),
    ...bans.flatMap((each, index) => unknown(each.seatIds, known, `/bans/${index}/seatIds`)),
    ...met.flatMap((each, index) => unknown(each.seatIds, known, `/met/${index}/seatIds`)),
    ...pins.flatMap((pin, index) => [
      ...unknown(pin.seatIds, known, `/pins/${index}/seatIds`),
      ...(pin.kind === 'dates' ? unknown(pin.slotIds, days, `/pins/${index}/slotIds`) : []),
      ...(pin.kind === 'facilitator'
        ? unknown([pin.facilitatorId], chairs, `/pins/${index}/facilitatorId`)
        : []),
    ]),
  ]
}

const daysArePossible: Check = ({ met, slots }) => [
  ...met.flatMap(({ yearsAgo }, index) =>
    yearsAgo >= 1 ? [] : [{ pointer: `/met/${index}/yearsAgo`, detail: 'Years ago are counted from 1.' }],
  ),
  ...slots.flatMap(({ from, until }, index) =>
    from < until ? [] : [{ pointer: `/slots/${index}`, detail: 'A slot must end after it begins.' }],
  ),
]

const loadsAreCounts: Check = ({ facilitators, facilitatorEventsPerDay: perDay }) => [
  ...(facilitators ?? []).flatMap(({ id, name, most }, index) => [
    ...(most === null || isCount(most)
      ? []
      : [
          {
            pointer: `/facilitators/${index}/most`,
            detail: `The most events of ${name} must be a whole number.`,
          },
        ]),
    ...((facilitators?.findIndex((each) => each.id === id) ?? index) < index
      ? [{ pointer: `/facilitators/${index}/id`, detail: `“${id}” is given twice.` }]
      : []),
  ]),
  ...(isCount(perDay) && perDay > 0
    ? []
    : [
        { pointer: '/facilitatorEventsPerDay', detail: 'A facilitator’s events a day are counted from one.' },
      ]),
]

const CHECKS: readonly Check[] = [
  loadsAreCounts,
  weightsAreAmounts,
  thereAreDays,
  sizesDivide,
  quotasCanBeMet,
  idsDiffer,
  namesAreKnown,
  daysArePossible,
]

/** Facilitators are told apart by the groups they may chair, a bit each. */
const MOST_KINDS = 30

const checkExtent = ({ seats, sizes, facilitators, pins }: PlanningProblem): Result<null> => {
  const exclusions = new Set(facilitators?.map(({ notFor }) => notFor.toSorted().join(' ')))
  const chosen = new Set(pins.flatMap((pin) => (pin.kind === 'facilitator' ? [pin.facilitatorId] : [])))
  if (exclusions.size + chosen.size > MOST_KINDS) {
    const detail = `Facilitators have more than ${MOST_KINDS} different exclusions and pins: plan with fewer of them.`
    return failure('too-large', detail, [{ pointer: '/facilitators', detail }])
  }
  const groups = groupsOf(seats.length, sizes)
  if (groups <= MOST_GROUPS) return success(null)
  const detail =
    `${seats.length} directors in groups of up to ${sizes.largest} are ${groups.toLocaleString('en-GB')} possible ` +
    `groups, more than the ${MOST_GROUPS.toLocaleString('en-GB')} that are looked at: plan parts of the region by themselves.`
  return failure('too-large', detail, [{ pointer: '/seats', detail }])
}

const groupsOf = (seats: number, { smallest, largest }: PlanningProblem['sizes']): number => {
  let sum = 0
  for (let size = smallest; size <= largest; size++) sum += choose(seats, size)
  return sum
}

const choose = (from: number, count: number): number =>
  count === 0 ? 1 : (choose(from - 1, count - 1) * from) / count

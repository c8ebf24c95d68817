import type { Ground } from './ground.ts'
import { PLANNING_RULES, type PlanningRule } from './policy.ts'
import type { PlannedEvent } from './problem.ts'
import { EVENT_RULES, type EventRule, eachPair, overfullWeeks, type Terms } from './rules.ts'

/** What each rule counts, in its own unit. */
export type Amounts = Readonly<Record<PlanningRule, number>>

/** A cost with what each rule adds to it: amount times weight. */
export interface Cost {
  readonly total: number
  readonly byRule: Amounts
  readonly amounts: Amounts
}

/** An event by numbers: its seats in order, and its slot. */
export interface Choice {
  readonly members: readonly number[]
  readonly slot: number
}

/** Prices groups, dates and whole plans under the policy of one problem. */
export interface Costing {
  /** What a group costs wherever it meets. */
  group(members: readonly number[]): number
  /** What a seat costs on a slot, in a row a seat. */
  readonly seatOn: Float64Array
  /** What any event costs on a slot. */
  readonly slot: Float64Array
  /** One event alone, rule by rule; `spread` is nothing then. */
  event(choice: Choice): Cost
  plan(choices: readonly Choice[]): Cost
}

/** Makes the prices of a problem: every rule's terms, weighed once. */
export const costingOf = (ground: Ground): Costing => {
  const { seats, slots } = ground
  const { weights } = ground.problem.policy
  const rules = eventRules(ground)
  const weighed = rules.filter(([rule]) => weights[rule] !== 0)
  const pairs = new Float64Array(seats.length ** 2)
  const seatOn = new Float64Array(seats.length * slots.length)
  const slot = new Float64Array(slots.length)
  for (const [rule, terms] of weighed) {
    const weight = weights[rule]
    if (terms.pair) fill(pairs, seats.length, weight, terms.pair)
    if (terms.seatOn) fill(seatOn, slots.length, weight, terms.seatOn)
    if (terms.slot)
      for (let at = 0; at < slots.length; at++) slot[at] = (slot[at] ?? 0) + weight * terms.slot(at)
  }
  const ofGroups = weighed.flatMap(([rule, { group }]) => (group ? [{ weight: weights[rule], group }] : []))
  const group = (members: readonly number[]): number => {
    let cost = 0
    for (let one = 1; one < members.length; one++)
      for (let other = 0; other < one; other++)
        cost += pairs[(members[other] ?? 0) * seats.length + (members[one] ?? 0)] ?? 0
    for (const each of ofGroups) cost += each.weight * each.group(members)
    return cost
  }
  const plan = (choices: readonly Choice[], spread: number): Cost => {
    const amounts = emptyAmounts()
    for (const [rule, terms] of rules)
      amounts[rule] = choices.reduce((sum, choice) => sum + amountOf(terms, choice), 0)
    amounts.spread = spread
    return costOf(amounts, weights)
  }
  return {
    group,
    seatOn,
    slot,
    event: (choice) => plan([choice], 0),
    plan: (choices) =>
      plan(
        choices,
        overfullWeeks(
          ground,
          choices.map((choice) => choice.slot),
        ),
      ),
  }
}

/** What the rules about two at a time say of pairs alone: of a directed round, where nobody meets in a group. */
export const costOfPairs = (ground: Ground) => {
  const { weights } = ground.problem.policy
  const rules = eventRules(ground).flatMap(([rule, { pair }]) => (pair ? [{ rule, pair }] : []))
  return {
    of: (a: number, b: number): number =>
      rules.reduce((sum, { rule, pair }) => sum + weights[rule] * pair(a, b), 0),
    /** With what is no matter of pairs beside it. */
    sum: (pairs: readonly (readonly [number, number])[], others: Partial<Amounts> = {}): Cost => {
      const amounts = { ...emptyAmounts(), ...others }
      for (const { rule, pair } of rules) amounts[rule] = pairs.reduce((sum, [a, b]) => sum + pair(a, b), 0)
      return costOf(amounts, weights)
    },
  }
}

/** A plan's events by numbers, in the order of time; null where one names what the problem does not have. */
export const choicesOf = ({ seatAt, slotAt }: Ground, events: readonly PlannedEvent[]): Choice[] | null => {
  const choices: Choice[] = []
  for (const { seatIds, slotId } of events) {
    const slot = slotAt.get(slotId)
    const members = seatIds.flatMap((id) => seatAt.get(id) ?? [])
    if (slot === undefined || members.length !== seatIds.length) return null
    choices.push({ members: members.toSorted((a, b) => a - b), slot })
  }
  return choices.toSorted((a, b) => a.slot - b.slot || (a.members[0] ?? 0) - (b.members[0] ?? 0))
}

/** One cost less another, rule by rule. */
export const differenceOf = (a: Cost, b: Cost): Cost => ({
  total: lessBy(a.total, b.total),
  byRule: eachRule((rule) => lessBy(a.byRule[rule], b.byRule[rule])),
  amounts: eachRule((rule) => lessBy(a.amounts[rule], b.amounts[rule])),
})

/** Sums in another order differ in their last digits: that is no difference. */
const lessBy = (a: number, b: number): number => (Math.abs(a - b) < 1e-9 ? 0 : a - b)

const eventRules = (ground: Ground): [EventRule, Terms][] =>
  (Object.keys(EVENT_RULES) as EventRule[]).map((rule) => [rule, EVENT_RULES[rule](ground)])

const amountOf = (terms: Terms, { members, slot }: Choice): number => {
  const { pair, seatOn } = terms
  return (
    (pair ? eachPair(members).reduce((sum, [a, b]) => sum + pair(a, b), 0) : 0) +
    (terms.group?.(members) ?? 0) +
    (seatOn ? members.reduce((sum, seat) => sum + seatOn(seat, slot), 0) : 0) +
    (terms.slot?.(slot) ?? 0)
  )
}

const eachRule = (amount: (rule: PlanningRule) => number): Record<PlanningRule, number> =>
  Object.fromEntries(PLANNING_RULES.map((rule) => [rule, amount(rule)])) as Record<PlanningRule, number>

const emptyAmounts = (): Record<PlanningRule, number> => eachRule(() => 0)

const costOf = (amounts: Amounts, weights: Amounts): Cost => {
  const byRule = eachRule((rule) => amounts[rule] * weights[rule])
  return { total: PLANNING_RULES.reduce((sum, rule) => sum + byRule[rule], 0), byRule, amounts }
}

/** Adds `weight` times what is said of each row and column to a table. */
const fill = (
  table: Float64Array,
  width: number,
  weight: number,
  amount: (row: number, column: number) => number,
): void => {
  for (let at = 0; at < table.length; at++)
    table[at] = (table[at] ?? 0) + weight * amount(Math.floor(at / width), at % width)
}

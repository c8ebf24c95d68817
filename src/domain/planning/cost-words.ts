import { countOf, listInWords } from '../words.ts'
import { PLANNING_RULES, type PlanningRule } from './policy.ts'

/** A cost by some of the rules, or all. */
interface Costed {
  readonly total: number
  readonly byRule: ByRule
  readonly amounts: ByRule
}

type ByRule = { readonly [R in PlanningRule]?: number }

/** What each rule counted, in its own unit, as a consultant says it; amounts are not negative. */
const COUNTED: Readonly<Record<PlanningRule, (amount: number) => string>> = {
  'repeat-partners': (amount) => `meeting again, ${figure(amount)} by how long ago`,
  'travel-total': (amount) => `${kilometres(amount)} between the offices of those who meet`,
  'travel-longest': (amount) => `${kilometres(amount)} of longest ways, one a group`,
  'statistical-neighbours': (amount) => `${countOf(amount, 'pair')} against the wish about neighbours`,
  quotas: (amount) => `${countOf(amount, 'director')} by which quotas are missed`,
  'group-size': (amount) => `groups that are not of three, ${figure(amount)} by how far`,
  warnings: (amount) => countOf(amount, 'warning'),
  'inspection-expected': (amount) => `${countOf(amount, 'inspection')} expected about then`,
  'preferred-weekdays': (amount) => `${countOf(amount, 'event')} on other weekdays than preferred`,
  spread: (amount) => `${countOf(amount, 'event')} beyond those that a week may have`,
  disruption: (amount) => `${countOf(amount, 'diary', 'diaries')} changed that people had agreed to`,
}

const figure = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 2 })

/** Of hundreds of kilometres. */
const kilometres = (hundreds: number): string => `${Math.round(hundreds * 100).toLocaleString('en-GB')} km`

/** A cost with what it is for, the dearest rule first: "12.5: 8 for 400 km …, 4.5 for …". */
export const costInWords = (cost: Costed): string => {
  const parts = charged(cost).map(
    (rule) => `${figure(cost.byRule[rule] ?? 0)} for ${COUNTED[rule](cost.amounts[rule] ?? 0)}`,
  )
  return parts.length === 0 ? figure(cost.total) : `${figure(cost.total)}: ${listInWords(parts)}`
}

/** What one cost is more than another, as `differenceOf` has it, with what is more and what is less. */
export const moreInWords = (more: Costed): string => {
  const parts = charged(more).map((rule) => {
    const by = more.byRule[rule] ?? 0
    return `${figure(Math.abs(by))} ${by > 0 ? 'more' : 'less'} for ${COUNTED[rule](Math.abs(more.amounts[rule] ?? 0))}`
  })
  const whole = isNothing(more.total) ? 'as much' : `${figure(more.total)} more`
  return parts.length === 0 ? whole : `${whole}: ${listInWords(parts)}`
}

/** The rules that cost something, what costs or saves most first. */
const charged = ({ byRule }: Costed): PlanningRule[] =>
  PLANNING_RULES.filter((rule) => !isNothing(byRule[rule] ?? 0)).toSorted(
    (a, b) => Math.abs(byRule[b] ?? 0) - Math.abs(byRule[a] ?? 0),
  )

/** Less than two figures show. */
const isNothing = (cost: number): boolean => Math.abs(cost) < 0.005

/** A plan as a consultant reads it: whether anything could be better, and what it costs for what. */
export const planInWords = (cost: Costed, gap: number | null): string => {
  const costs = `It costs ${costInWords(cost)}.`
  if (gap === null) return `${costs} How much less another could cost is not known.`
  return isNothing(gap)
    ? `No other plan costs less. ${costs}`
    : `Another plan could cost at most ${figure(gap)} less. ${costs}`
}

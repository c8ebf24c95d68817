import t from 'tap'
import { costInWords, moreInWords, planInWords } from '../../../src/domain/planning/cost-words.ts'
import type { Cost } from '../../../src/domain/planning/costing.ts'
import { whyNotInWords } from '../../../src/domain/planning/explanation-words.ts'
import { PLANNING_RULES, type PlanningRule } from '../../../src/domain/planning/policy.ts'

/** A cost by what some rules count and weigh. */
const costOf = (some: Partial<Record<PlanningRule, readonly [amount: number, weight: number]>>): Cost => {
  const each = (value: (amount: number, weight: number) => number) =>
    Object.fromEntries(
      PLANNING_RULES.map((rule) => [rule, value(...(some[rule] ?? [0, 0]))]),
    ) as Cost['byRule']
  const byRule = each((amount, weight) => amount * weight)
  return {
    byRule,
    amounts: each((amount) => amount),
    total: Object.values(byRule).reduce((sum, cost) => sum + cost, 0),
  }
}

t.test('a cost is told by what it is for, the dearest first', async (t) => {
  const cost = costOf({ warnings: [1, 5], 'travel-total': [12.345, 2], spread: [2, 1] })
  t.equal(
    costInWords(cost),
    '31.69: 24.69 for 1,235 km between the offices of those who meet; 5 for one warning; and ' +
      '2 for two events beyond those that a week may have',
  )
  t.equal(costInWords(costOf({})), '0')
  t.equal(planInWords(costOf({}), 0), 'No other plan costs less. It costs 0.')
  t.match(planInWords(cost, 0.5), /^Another plan could cost at most 0\.5 less\. It costs 31\.69: /)
  t.match(planInWords(cost, null), /is not known\.$/)
})

t.test('a difference is told by what is more and what is less', async (t) => {
  const more = costOf({ 'preferred-weekdays': [2, 2], 'travel-total': [-0.4, 2] })
  t.equal(
    moreInWords(more),
    '3.2 more: 4 more for two events on other weekdays than preferred and 0.8 less for 40 km between the offices of those who meet',
  )
  t.equal(moreInWords(costOf({})), 'as much')
  t.equal(
    whyNotInWords({
      kind: 'forbidden',
      because: [{ id: 'ban', kind: 'ban', because: 'A shared trust.' }],
      otherwise: null,
    }),
    'It cannot be so: A shared trust. Even without that there is no plan.',
  )
})

t.test('every rule has words', async (t) => {
  for (const rule of PLANNING_RULES) t.match(costInWords(costOf({ [rule]: [1, 3] })), /^3: 3 for \w+/, rule)
})

import { faultsOfPlan } from './allowed.ts'
import { openLedger, sum } from './cost.ts'
import type { PlanFile } from './file.ts'
import { priceEverything } from './priced.ts'
import { searchBetter } from './search.ts'

/** What checking a plan's file found. */
export interface Verdict {
  /** What is wrong, a sentence each; none where all holds. */
  readonly faults: readonly string[]
  readonly cost: number
  /** No plan costs less: by the prices alone. */
  readonly bound: number
  /** How many events were priced, and how many of them could be in a better plan. */
  readonly priced: number
  readonly within: number
  /** What is proven here of the plan. */
  readonly proof: 'optimal' | 'bound claimed by the solver' | 'within the bound' | 'refuted'
}

/** Costs that differ by less are the arithmetic's. */
const TOLERANCE = 1e-6

const isSame = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a))

/** Checks a plan's file: that the plan may be, that it costs what it says, and that none costs less than is claimed. */
export const checkPlan = (file: PlanFile): Verdict => {
  const { problem, plan, certificate } = file
  const faults = faultsOfPlan(problem, plan.events)
  const byRule = openLedger(problem).plan(plan.events)
  const cost = sum(Object.values(byRule))
  for (const [rule, claimed] of Object.entries(plan.cost.byRule))
    if (!isSame(byRule[rule] ?? 0, claimed)) faults.push(`${rule} costs ${byRule[rule]}, not ${claimed}`)
  if (!isSame(cost, plan.cost.total)) faults.push(`the plan costs ${cost}, not ${plan.cost.total}`)

  const priced = priceEverything(file, certificate.searched)
  faults.push(...priced.faults)
  if (priced.bound < certificate.bound - TOLERANCE * Math.max(1, Math.abs(cost)))
    faults.push(`the prices prove ${priced.bound}, not ${certificate.bound}`)
  const claimsBest = certificate.searched >= cost - TOLERANCE
  const found = { cost, bound: priced.bound, priced: priced.priced, within: priced.within.length }
  if (faults.length > 0) return { ...found, faults, proof: 'refuted' }
  if (priced.bound >= cost - TOLERANCE) return { ...found, faults, proof: 'optimal' }

  // What is claimed beyond the prices is that no plan costs less than `searched`.
  const searched = searchBetter(problem, priced.within, priced.base, Math.min(certificate.searched, cost))
  if (searched.kind === 'better')
    return { ...found, faults: [`a plan that costs ${searched.cost} was found`], proof: 'refuted' }
  if (searched.kind === 'too large') return { ...found, faults, proof: 'bound claimed by the solver' }
  return { ...found, faults, proof: claimsBest ? 'optimal' : 'within the bound' }
}

import { type AllocationFile, faultsOfAllocation } from './allocation.ts'
import { type ChallengersFile, checkChallengers } from './challengers.ts'
import { checkPlan } from './check.ts'
import type { PlanFile } from './file.ts'
import { checkVisits, type VisitsFile } from './visits.ts'

/** What checking a file found: lines of a table, and what is wrong, a sentence each. */
export interface Checked {
  readonly lines: readonly (readonly [what: string, found: string])[]
  readonly faults: readonly string[]
}

const figure = (value: number): string => value.toFixed(6)

/** That nothing is better where only searching again could show it. */
const claimed = (
  { cost, faults }: { cost: number; faults: readonly string[] },
  bound: number | null,
): Checked => {
  const isClaimed = bound !== null && bound >= cost - 1e-6
  const proof = isClaimed ? 'bound claimed by the solver' : 'a plan, with a gap'
  return {
    lines: [
      ['cost, added up here', figure(cost)],
      ['no plan costs less, it says', bound === null ? 'nothing' : figure(bound)],
      ['proven', faults.length > 0 ? 'refuted' : proof],
    ],
    faults,
  }
}

const CHECKS: Readonly<Record<string, (file: never) => Checked>> = {
  events: (file: PlanFile) => {
    const verdict = checkPlan(file)
    return {
      lines: [
        ['cost, added up here', figure(verdict.cost)],
        ['no plan costs less, by the prices', figure(verdict.bound)],
        ['events priced', verdict.priced.toLocaleString('en-GB')],
        ['of these that could be in a better plan', verdict.within.toLocaleString('en-GB')],
        ['proven', verdict.proof],
      ],
      faults: verdict.faults,
    }
  },
  challenges: (file: ChallengersFile) => claimed(checkChallengers(file), file.certificate.bound),
  visits: (file: VisitsFile) => claimed(checkVisits(file), file.certificate.bound),
  allocated: ({ problem, plan, certificate }: AllocationPlanFile) => {
    const least = problem.objective === 'worst-off-first' ? plan.worst : undefined
    const faults = faultsOfAllocation({ problem, ...plan, prices: certificate.prices }, least)
    return {
      lines: [
        ['suitability, by the file', figure(plan.total)],
        ['of the worst pair', figure(plan.worst)],
        ['proven', faults.length > 0 ? 'refuted' : 'optimal, by the prices'],
      ],
      faults,
    }
  },
}

interface AllocationPlanFile {
  readonly problem: AllocationFile['problem'] & { readonly objective: string }
  readonly plan: Pick<AllocationFile, 'allocated' | 'total' | 'worst'>
  readonly certificate: Pick<AllocationFile, 'prices'>
}

/** The check for what a file holds; null where it holds none of what is planned. */
export const checkOf = (file: unknown): (() => Checked) | null => {
  const { problem, plan, certificate } = (file ?? {}) as Record<string, object | undefined>
  const kind = Object.keys(CHECKS).find((name) => plan && name in plan)
  const check = kind === undefined ? undefined : CHECKS[kind]
  return check && problem && certificate ? () => check(file as never) : null
}

import fc from 'fast-check'
import t from 'tap'
import { faultsOfAllocation } from '../../scripts/check-plan/allocation.ts'
import {
  type AllocationOutcome,
  type AllocationProblem,
  afterDecline,
  checkAllocation,
} from '../../src/domain/planning/moderators.ts'
import { allocate } from '../../src/solver/allocate.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { randomFrom } from '../fixtures/planning.ts'

const solving = { halt: NO_HALT, seed: 1 }

interface Size {
  readonly papers: number
  readonly moderators: number
  readonly needs: number
  readonly floor: number
  readonly ceiling: number
  readonly conflicts: number
}

const problemOf = (
  { papers, moderators, needs, floor, ceiling, conflicts }: Size,
  seed: number,
  objective: AllocationProblem['objective'] = 'total',
  score = (random: number) => random,
): AllocationProblem => {
  const random = randomFrom(seed)
  const ids = (prefix: string, count: number) =>
    Array.from({ length: count }, (_, at) => ({ id: `${prefix}${at}`, name: `${prefix}${at}` }))
  const all = ids('paper-', papers).flatMap(({ id: paperId }) =>
    ids('moderator-', moderators).map(({ id }) => ({ paperId, moderatorId: id })),
  )
  return {
    papers: ids('paper-', papers).map((each) => ({ ...each, needs })),
    moderators: ids('moderator-', moderators).map((each) => ({ ...each, floor, ceiling })),
    suitability: Array.from({ length: papers }, () =>
      Array.from({ length: moderators }, () => score(random())),
    ),
    barred: all.filter(() => random() < conflicts).map((each) => ({ ...each, because: 'A conflict.' })),
    objective,
  }
}

/** Every allocation of a small problem: its total, its worst, and the sum of its loads' squares. */
const bestByTrying = (
  { papers, moderators, suitability, barred }: AllocationProblem,
  isWorstFirst: boolean,
) => {
  const isBarred = new Set(barred.map((each) => `${each.paperId} ${each.moderatorId}`))
  const load = moderators.map(() => 0)
  let best: readonly [number, number, number] | null = null
  const fill = (paper: number, place: number, from: number, total: number, worst: number): void => {
    const now = papers[paper]
    if (!now) {
      if (moderators.some(({ floor }, at) => (load[at] ?? 0) < floor)) return
      const squares = load.reduce((sum, each) => sum + each * each, 0)
      const found = [isWorstFirst ? worst : 0, total, -squares] as const
      const difference =
        best === null
          ? 1
          : found.map((each, at) => each - (best?.[at] ?? 0)).find((each) => Math.abs(each) > 1e-9)
      if (difference !== undefined && difference > 0) best = found
      return
    }
    if (place === now.needs) {
      fill(paper + 1, 0, 0, total, worst)
      return
    }
    for (let at = from; at < moderators.length; at++) {
      const moderator = moderators[at]
      if (!moderator || (load[at] ?? 0) >= moderator.ceiling || isBarred.has(`${now.id} ${moderator.id}`))
        continue
      const suit = suitability[paper]?.[at] ?? 0
      load[at] = (load[at] ?? 0) + 1
      fill(paper, place + 1, at + 1, total + suit, Math.min(worst, suit))
      load[at] = (load[at] ?? 0) - 1
    }
  }
  fill(0, 0, 0, 0, Number.POSITIVE_INFINITY)
  return best as readonly [number, number, number] | null
}

const squaresOf = ({ allocated }: AllocationOutcome & { kind: 'allocated' }) =>
  [...Map.groupBy(allocated, ({ moderatorId }) => moderatorId).values()].reduce(
    (sum, { length }) => sum + length ** 2,
    0,
  )

t.test(
  'the allocation is the best of all, the fairest of the best, and is there whenever there is one',
  async (t) => {
    let impossible = 0
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.boolean(),
        // Few different scores, so that many allocations are as good; or scores so small that rounding would lose them.
        fc.constantFrom(
          (x: number) => Math.floor(x * 4),
          (x: number) => x / 1000,
        ),
        fc.constantFrom(
          { papers: 4, moderators: 5, needs: 2, floor: 1, ceiling: 2, conflicts: 0.4 },
          { papers: 5, moderators: 4, needs: 1, floor: 0, ceiling: 3, conflicts: 0.3 },
          { papers: 3, moderators: 4, needs: 2, floor: 1, ceiling: 3, conflicts: 0.2 },
        ),
        async (seed, isWorstFirst, score, size) => {
          const problem = problemOf(size, seed, isWorstFirst ? 'worst-off-first' : 'total', score)
          const outcome = await allocate(problem, solving)
          const best = bestByTrying(problem, isWorstFirst)
          if (outcome.kind === 'impossible') {
            impossible++
            if (best !== null) throw new Error(`called impossible, but ${best}`)
            if (outcome.paperIds.length > 0 && outcome.needed <= outcome.available)
              throw new Error(outcome.because)
            return
          }
          if (outcome.kind !== 'allocated' || best === null) throw new Error(`${outcome.kind}, but ${best}`)
          const faults = faultsOfAllocation({ problem, ...outcome }, isWorstFirst ? outcome.worst : undefined)
          if (faults.length > 0) throw new Error(faults.join())
          const found = [isWorstFirst ? outcome.worst : 0, outcome.total, -squaresOf(outcome)]
          if (found.some((each, at) => Math.abs(each - (best[at] ?? 0)) > 1e-7))
            throw new Error(`${found}, but ${best}`)
        },
      ),
      { numRuns: 150, seed: 11 },
    )
    t.ok(impossible > 5 && impossible < 120, `${impossible} of 150 are impossible`)
  },
)

t.test(
  'every feasible instance is solved: 6 papers, 6 moderators, demand 2, load 1 to 2, 45 % conflicts',
  async (t) => {
    let feasible = 0
    for (let seed = 0; seed < 120; seed++) {
      const problem = problemOf(
        { papers: 6, moderators: 6, needs: 2, floor: 1, ceiling: 2, conflicts: 0.45 },
        seed,
      )
      const outcome = await allocate(problem, solving)
      const best = bestByTrying(problem, false)
      if (best) feasible++
      if ((outcome.kind === 'allocated') !== (best !== null))
        t.fail(`seed ${seed}: ${outcome.kind}, but ${best}`)
    }
    t.ok(feasible > 20, `${feasible} of 120 are feasible`)
  },
)

t.test('who declines is replaced by the most suitable who has room, and nobody else moves', async (t) => {
  const problem = problemOf({ papers: 8, moderators: 10, needs: 2, floor: 1, ceiling: 2, conflicts: 0.2 }, 3)
  const outcome = await allocate(problem, solving)
  if (outcome.kind !== 'allocated') return t.fail(outcome.kind)
  for (const declined of outcome.allocated) {
    const left = afterDecline(problem, outcome.allocated, declined)
    const again = await allocate(left, solving)
    const [alternate] = outcome.alternates[declined.paperId] ?? []
    if (again.kind === 'impossible') t.equal(alternate, undefined, again.because)
    else
      t.match(again, {
        kind: 'allocated',
        allocated: [{ paperId: declined.paperId, moderatorId: alternate?.moderatorId }],
      })
  }
})

t.test('what cannot be allocated says for which papers, and numbers that are none are refused', async (t) => {
  const problem = problemOf({ papers: 4, moderators: 3, needs: 1, floor: 0, ceiling: 2, conflicts: 0 }, 1)
  const barred = [0, 1, 2].flatMap((paper) =>
    [0, 1].map((at) => ({
      paperId: `paper-${paper}`,
      moderatorId: `moderator-${at}`,
      because: 'Own authority.',
    })),
  )
  t.match(await allocate({ ...problem, barred }, solving), {
    kind: 'impossible',
    needed: 3,
    available: 2,
    because: 'It takes three moderators for three self-assessments, and those who may see them can take 2.',
  })
  const wrong = { ...problem, suitability: [[Number.NaN]] }
  t.match(checkAllocation(wrong), {
    ok: false,
    failure: { code: 'invalid-request', faults: [{ pointer: '/suitability' }] },
  })
  const backwards = problemOf({ papers: 1, moderators: 1, needs: 1, floor: 2, ceiling: 1, conflicts: 0 }, 1)
  t.match(checkAllocation(backwards), { ok: false, failure: { faults: [{ pointer: '/moderators/0' }] } })
})

import fc from 'fast-check'
import t from 'tap'
import type { AllocationProblem, Together } from '../../src/domain/planning/moderators.ts'
import { allocate } from '../../src/solver/allocate.ts'
import { NO_HALT } from '../../src/solver/halt.ts'
import { randomFrom } from '../fixtures/planning.ts'

type Problem = AllocationProblem & { readonly together: Together }

const solving = { halt: NO_HALT, seed: 1 }

/** Three papers of two places, of which the last has each as a paper of its own, and six moderators of three homes. */
const problemOf = (seed: number, objective: AllocationProblem['objective']): Problem => {
  const random = randomFrom(seed)
  const papers = [
    { id: 'a', name: 'a', needs: 2 },
    { id: 'b', name: 'b', needs: 2 },
    { id: 'c', name: 'c', needs: 1 },
    { id: 'c too', name: 'c', needs: 1 },
  ]
  const moderators = Array.from({ length: 6 }, (_, at) => ({
    id: `m${at}`,
    name: `m${at}`,
    floor: random() < 0.2 ? 1 : 0,
    ceiling: 1 + Math.floor(random() * 2),
  }))
  const barred = ['a', 'b', 'c'].flatMap((paper) =>
    moderators
      .filter(() => random() < 0.2)
      .flatMap(({ id: moderatorId }) =>
        papers
          .filter(({ name }) => name === paper)
          .map(({ id: paperId }) => ({ paperId, moderatorId, because: 'Kin.' })),
      ),
  )
  // One moderator cannot have both of c's places.
  const apart = moderators.map(({ id: moderatorId }, at) => ({
    paperId: at % 2 ? 'c' : 'c too',
    moderatorId,
    because: 'It is somebody else’s.',
  }))
  const homes = ['x', 'y', 'z']
  return {
    papers,
    moderators,
    suitability: papers.map(() => moderators.map(() => Math.floor(random() * 12) - 2)),
    barred: [...barred, ...apart],
    objective,
    together: {
      papers: [['a'], ['b'], ['c', 'c too']],
      homes: moderators.map(() => homes.filter(() => random() < 0.5)),
    },
  }
}

/** The best of all choices of pairs of moderators with a home in common. */
const bestByTrying = ({ papers, moderators, suitability, barred, together, objective }: Problem) => {
  const isBarred = new Set(barred.map(({ paperId, moderatorId }) => `${paperId} ${moderatorId}`))
  const pairs = (first: number, second: number) =>
    moderators.flatMap((one, a) =>
      moderators.flatMap((other, b) => {
        const isSamePaper = first === second
        if (a === b || (isSamePaper && a > b)) return []
        if (
          isBarred.has(`${papers[first]?.id} ${one.id}`) ||
          isBarred.has(`${papers[second]?.id} ${other.id}`)
        )
          return []
        if (!together.homes[a]?.some((home) => together.homes[b]?.includes(home))) return []
        return [{ who: [a, b], points: [suitability[first]?.[a] ?? 0, suitability[second]?.[b] ?? 0] }]
      }),
    )
  let best: readonly [number, number] | null = null
  for (const a of pairs(0, 0))
    for (const b of pairs(1, 1))
      for (const c of pairs(2, 3)) {
        const who = [...a.who, ...b.who, ...c.who]
        const fits = moderators.every(({ floor, ceiling }, at) => {
          const load = who.filter((each) => each === at).length
          return floor <= load && load <= ceiling
        })
        if (!fits) continue
        const points = [...a.points, ...b.points, ...c.points]
        const worst = objective === 'total' ? 0 : Math.min(...points)
        const total = points.reduce((sum, each) => sum + each, 0)
        if (best === null || worst > best[0] || (worst === best[0] && total > best[1])) best = [worst, total]
      }
  return best
}

t.test('moderators of one paper come from one home, and no such allocation is better', async (t) => {
  const kinds = { allocated: 0, impossible: 0 }
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom('total', 'worst-off-first'), async (seed, objective) => {
      const problem = problemOf(seed, objective)
      const outcome = await allocate(problem, solving)
      const best = bestByTrying(problem)
      if (outcome.kind === 'unfinished') throw new Error('unfinished')
      kinds[outcome.kind]++
      if (outcome.kind === 'impossible') {
        if (best !== null) throw new Error(`called impossible, but ${best}: ${outcome.because}`)
        return
      }
      const found = [objective === 'total' ? 0 : outcome.worst, outcome.total]
      if (best === null || found.some((each, at) => Math.abs(each - (best[at] ?? 0)) > 1e-7))
        throw new Error(`${found}, but ${best}`)
      if (Math.abs(outcome.bound - outcome.total) > 1e-5) throw new Error(`only within ${outcome.bound}`)
    }),
    { numRuns: 120, seed: 5 },
  )
  t.ok(kinds.allocated > 20 && kinds.impossible > 20, JSON.stringify(kinds))
})

t.test('who could replace one of them has a home with the others', async (t) => {
  const problem: Problem = {
    papers: [{ id: 'a', name: 'a', needs: 2 }],
    moderators: ['ann', 'bea', 'cal', 'dee'].map((id) => ({ id, name: id, floor: 0, ceiling: 1 })),
    suitability: [[5, 4, 3, 9]],
    barred: [],
    objective: 'total',
    together: { papers: [['a']], homes: [['x'], ['x'], ['x'], ['y']] },
  }
  t.match(await allocate(problem, solving), {
    kind: 'allocated',
    total: 9,
    alternates: { a: [{ moderatorId: 'cal', suitability: 3 }] },
  })
  const apart = { ...problem, together: { papers: [['a']], homes: [['x'], ['y'], ['z'], []] } }
  t.match(await allocate(apart, solving), {
    kind: 'impossible',
    paperIds: ['a'],
    needed: 2,
    available: 1,
    because: /one place of 2 cannot be filled/,
  })
})

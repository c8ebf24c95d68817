import fc from 'fast-check'
import t from 'tap'
import { mycielski, queens } from '../../scripts/bench/planner/graphs.ts'
import { fewestDates } from '../../src/solver/fewest-dates.ts'
import { NO_HALT } from '../../src/solver/halt.ts'

const solving = { halt: NO_HALT, seed: 1 }

t.test('known graphs need the dates that are known', async (t) => {
  const known = [
    ['queen5_5', queens(5), 5],
    ['queen6_6', queens(6), 7],
    ['queen7_7', queens(7), 7],
    ['myciel3', mycielski(3), 4],
    ['myciel4', mycielski(4), 5],
  ] as const
  for (const [name, graph, dates] of known) {
    const found = await fewestDates(graph, solving)
    t.match(found, { dates, bound: dates }, name)
    t.ok(
      graph.shared.every(([a, b]) => found.dateOf[a] !== found.dateOf[b]),
      name,
    )
  }
})

t.test('no two events that share somebody are on one date, and no fewer dates would do', async (t) => {
  const graphs = fc.integer({ min: 1, max: 6 }).chain((events) =>
    fc.record({
      events: fc.constant(events),
      shared: fc.subarray(
        Array.from({ length: events }, (_, a) =>
          Array.from({ length: a }, (_, b): [number, number] => [b, a]),
        ).flat(),
      ),
    }),
  )
  let most = 0
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      const { dateOf, dates } = await fewestDates(graph, solving)
      most = Math.max(most, dates)
      const isRight = (of: readonly number[]) => graph.shared.every(([a, b]) => of[a] !== of[b])
      if (!isRight(dateOf) || new Set(dateOf).size !== dates) throw new Error('not a plan of dates')
      // Every way to give one date fewer.
      const fewer = dates - 1
      for (let code = 0; code < fewer ** graph.events; code++)
        if (isRight(dateOf.map((_, at) => Math.floor(code / fewer ** at) % fewer)))
          throw new Error(`${fewer} would do`)
    }),
    { numRuns: 100, seed: 2 },
  )
  t.ok(most >= 4, `up to ${most} dates`)
})

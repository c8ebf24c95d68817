import { setTimeout as pause } from 'node:timers/promises'
import { DateTime } from 'luxon'
import { callTask } from '../calls.ts'
import { percentile, type Task } from '../load.ts'
import { SERVICE, startServer, withFolder } from '../process.ts'
import { seedSouthEast } from '../region.ts'

/** How long callers waited, in milliseconds. */
export interface Waits {
  readonly p99: number
  readonly slowest: number
}

/** What a service does while it solves plans: how long `/health/live` takes, beside the same without a plan. */
export interface Answering {
  readonly quiet: Waits
  readonly solving: Waits
  /** Plans that were proven optimal meanwhile, over HTTP, their dates judged first. */
  readonly optimal: number
}

/** Between two calls, in milliseconds. */
const EVERY = 5
const QUIET_CALLS = 400

const waitsOf = async (task: Task, goesOn: (calls: number) => boolean): Promise<Waits> => {
  const waits: number[] = []
  while (goesOn(waits.length)) {
    const started = performance.now()
    await task.once()
    waits.push(performance.now() - started)
    await pause(EVERY)
  }
  const sorted = waits.toSorted((a, b) => a - b)
  return { p99: percentile(sorted, 0.99), slowest: sorted.at(-1) ?? Number.NaN }
}

/** Asks the South East's service for so many plans of 18 directors over 60 days in halves, and calls it all the while. */
export const measureAnswering = (plans: number): Promise<Answering> =>
  withFolder(async (dataDir) => {
    const server = await startServer(SERVICE, { DATA_DIR: dataDir })
    try {
      const { consultant, authorities } = await seedSouthEast(server.url)
      const first = DateTime.now().plus({ weeks: 14 }).startOf('week')
      const round = await consultant.create<{ id: string }>('/v1/rounds', {
        label: 'Bench',
        window: { first: first.toISODate(), last: first.plus({ weeks: 12, days: -1 }).toISODate() },
        // Eighteen, because today each of them has a director of its own.
        participants: authorities.slice(0, 18).map(({ id }) => ({ authority: { authorityId: id } })),
      })
      const live = callTask('GET /health/live', 1, { url: `${server.url}/health/live` })
      const quiet = await waitsOf(live, (calls) => calls < QUIET_CALLS)
      const asked: string[] = []
      for (let seed = 1; seed <= plans; seed++) {
        const body = { seed, slots: { length: 'half-day' } }
        asked.push((await consultant.create<{ id: string }>(`/v1/rounds/${round.id}/plans`, body)).id)
      }
      let optimal = 0
      let open = asked.length
      const follow = async (id: string) => {
        let plan: { isEnded: boolean; isOptimal: boolean | null }
        do {
          await pause(500)
          plan = await consultant.read(`/v1/plans/${id}`)
        } while (!plan.isEnded)
        if (plan.isOptimal) optimal += 1
        open -= 1
      }
      const all = Promise.all(asked.map(follow))
      const solving = await waitsOf(live, () => open > 0)
      await all
      return { quiet, solving, optimal }
    } finally {
      await server.stop()
    }
  })

import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { startJobs } from '../../src/jobs/jobs.ts'
import { createClashWatch } from '../../src/services/clashes/watching.ts'
import { conference, startRegion } from '../fixtures/calendars.ts'
import { eachEngine } from '../fixtures/databases.ts'

const nothing = () => {}

/** Waits until something is so, for ten seconds at most. */
const until = async (so: () => boolean | Promise<boolean>): Promise<void> => {
  for (let turn = 0; turn < 1000; turn++) {
    if (await so()) return
    await pause(10)
  }
  throw new Error('it never came to be')
}

t.test('should run each task again and again, one that fails holding up no other', async (t) => {
  const failures: string[] = []
  let runs = 0
  const jobs = startJobs(
    [
      { name: 'fails', everySeconds: 0.01, run: () => Promise.reject(new Error('no')) },
      { name: 'works', everySeconds: 0.01, run: async () => ++runs },
    ],
    (task) => failures.push(task),
  )
  await until(() => runs > 2 && failures.length > 2)
  await jobs.stop()
  const at = runs
  await pause(50)
  t.equal(runs, at, 'none begins once they are stopped')
  t.same(new Set(failures), new Set(['fails']))
})

t.test('should never run a task twice at once, and wait for one that has begun', async (t) => {
  let inside = 0
  let most = 0
  let ended = 0
  const run = async () => {
    inside++
    most = Math.max(most, inside)
    await pause(60)
    inside--
    ended++
  }
  const jobs = startJobs([{ name: 'slow', everySeconds: 0.001, run }], nothing)
  await until(() => ended > 1 && inside === 1)
  const before = ended
  await jobs.stop()
  t.equal(ended, before + 1)
  t.equal(most, 1)
})

t.test('should stop at once when every task rests', async (t) => {
  const jobs = startJobs([{ name: 'rare', everySeconds: 3600, run: async () => {} }], nothing)
  await pause(20)
  const began = performance.now()
  await jobs.stop()
  t.ok(performance.now() - began < 1000)
})

void eachEngine(t, 'should look after what disturbed events, by itself', async (t, database) => {
  const { consultant } = await startRegion(t, database)
  await consultant.post('/v1/calendars', conference)
  const waiting = async () => {
    const { rows } = await database.pool.query('select count(*)::integer as count from disturbance')
    return rows[0].count
  }
  t.ok((await waiting()) > 0)
  const watch = createClashWatch(database, () => new Date('2019-05-10T09:00:00Z'))
  const failures: unknown[] = []
  const jobs = startJobs([{ name: 'clashes', everySeconds: 0.05, run: () => watch.look() }], (_, error) =>
    failures.push(error),
  )
  await until(async () => (await waiting()) === 0)
  await jobs.stop()
  t.same(failures, [])
})

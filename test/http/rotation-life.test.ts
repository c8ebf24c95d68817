import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Rotation } from '../../src/domain/planning/rotation.ts'
import type { SolveLimits, Solver } from '../../src/domain/planning/solver.ts'
import { threadedSolver } from '../../src/solver/solver.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { solvingOver } from '../fixtures/plans.ts'
import { startRotations } from '../fixtures/rotations.ts'

const NONE: Rotation = {
  years: [],
  repeatFree: 0,
  most: { years: 4, because: 'pairs' },
  missing: { kind: 'unfinished', year: 1 },
}

/** A solver whose rotations end when they are stopped, and not before. */
const endless = () => {
  const begun: SolveLimits[] = []
  const solver: Solver = {
    ...threadedSolver,
    rotation: (_problem, limits) => {
      begun.push(limits)
      const { promise, resolve } = Promise.withResolvers<Rotation>()
      return { outcome: promise, stop: () => resolve(NONE) }
    },
  }
  return { solver, begun }
}

const until = async (reached: () => boolean | Promise<boolean>) => {
  while (!(await reached())) await pause(20)
}

void eachEngine(t, 'should tell how far a rotation is, and stop it', async (t, database) => {
  const { solver, begun } = endless()
  const { consultant, ask, solving, authorities } = await startRotations(t, database, solver)
  const { id } = (await ask({ seconds: 9, seed: 3 })).body
  const url = `/v1/rotations/${id}`
  const read = async () => (await consultant.get(url)).body
  await solving.look()
  await until(() => begun.length === 1)
  t.match(begun[0], { seed: 3, seconds: 9 })
  begun[0]?.onProgress?.({ bound: 4, best: 2 })
  await until(async () => (await read()).progress.found === 2)
  t.match(await read(), { state: 'solving', isEnded: false, progress: { most: 4 }, result: null, tries: 1 })
  t.match(await consultant.post(`${url}/stop`), { status: 200, body: { stopped: true, state: 'solving' } })
  await solving.idle()
  t.match(await read(), { state: 'unfinished', isEnded: true, result: { years: [], repeatFreeYears: 0 } })
  t.match((await read()).result.inWords, /The search ended before year 1 was planned: give it more seconds\./)
  t.match(await consultant.post(`${url}/stop`), { status: 200, body: { state: 'unfinished' } })

  const other = (await ask()).body.id
  await consultant.post(`/v1/rotations/${other}/stop`)
  await solving.look()
  t.match((await consultant.get(`/v1/rotations/${other}`)).body, {
    state: 'unfinished',
    tries: 0,
    result: { years: [], most: { years: 4 }, missing: { kind: 'unfinished', year: 1 } },
  })
  t.equal(begun.length, 1, 'what was stopped while it waited is not begun')

  const director = authorities.Kent?.director
  t.match(await director?.get(url), { status: 404 }, 'to everybody else it does not exist')
  t.match(await director?.post(`${url}/stop`), { status: 404 })
  t.match(await director?.get('/v1/rotations'), { status: 403 })
})

void eachEngine(t, 'should plan a rotation anew whose process died', async (t, database) => {
  const { solver, begun } = endless()
  const { consultant, ask, at } = await startRotations(t, database)
  const key = { 'idempotency-key': 'one' }
  const asked = await consultant.post('/v1/rotations', { years: 4 }, key)
  t.equal((await consultant.post('/v1/rotations', { years: 4 }, key)).body.id, asked.body.id)
  const url = `/v1/rotations/${asked.body.id}`
  let now = '2019-05-10T09:00:00Z'
  const another = (by: Solver) => solvingOver(t, database, () => new Date(now), by, { beat: 60_000 })
  t.equal(await another(solver).look(), 1)
  await until(() => begun.length === 1)
  t.equal(await another(threadedSolver).look(), 0, 'another process leaves it to whoever has it')

  now = '2019-05-10T09:01:00Z'
  at(now)
  const next = another(threadedSolver)
  t.equal(await next.look(), 1, 'when its lease has run out, somebody else takes it up')
  await next.idle()
  t.match((await consultant.get(url)).body, { state: 'planned', tries: 2, result: { repeatFreeYears: 4 } })

  const lost = (await ask()).body.id
  for (const minute of ['02', '03', '04']) {
    now = `2019-05-10T09:${minute}:00Z`
    t.equal(await another(solver).look(), 1)
    await until(() => begun.length === Number(minute))
  }
  now = '2019-05-10T09:05:00Z'
  t.equal(await another(solver).look(), 0)
  t.match((await consultant.get(`/v1/rotations/${lost}`)).body, {
    state: 'interrupted',
    isEnded: true,
    tries: 3,
    result: null,
    failure: /ended 3 times/,
  })
})

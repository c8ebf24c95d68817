import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { OutOfMemory } from '../../src/domain/planning/solver.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { heldSolver } from '../fixtures/held-solver.ts'
import { solvingOver, startPlanning } from '../fixtures/plans.ts'

const until = async (reached: () => boolean | Promise<boolean>) => {
  while (!(await reached())) await pause(20)
}

/** The events of a stream of a plan's progress. */
const eventsOf = (text: string) =>
  text
    .split('\n\n')
    .filter((part) => part.startsWith('event: progress'))
    .map((part) => JSON.parse(part.split('\ndata: ')[1] ?? ''))

void eachEngine(t, 'should tell how far a plan is, and stop it with what it has', async (t, database) => {
  const { solver, solves } = heldSolver()
  const { consultant, ask, solving } = await startPlanning(t, database, { solver })
  const { id } = (await ask({ seconds: 9 })).body
  const url = `/v1/plans/${id}`
  await solving.look()
  await until(() => solves.length === 1)
  t.match(solves[0]?.limits, { seed: 1, seconds: 9 })
  solves[0]?.tell({ bound: Number.NEGATIVE_INFINITY, best: null })
  solves[0]?.tell({ bound: 40, best: 50 })
  const read = async () => (await consultant.get(url)).body
  await until(async () => (await read()).bound === 40)
  t.match(await read(), { state: 'solving', best: 50, gap: 10, events: [], isOptimal: null, tries: 1 })

  const followed = consultant.get(`${url}/progress`)
  await pause(100)
  t.match(await consultant.post(`${url}/stop`), { status: 200, body: { stopped: true, state: 'solving' } })
  await until(() => (solves[0]?.stops ?? 0) > 0)
  await solving.idle()
  t.match(await read(), { state: 'unfinished', isEnded: true, stopped: true, isOptimal: null, failure: null })
  const { headers, text } = await followed
  t.match(headers['content-type'], /text\/event-stream/)
  const told = eventsOf(text)
  t.match(told[0], { state: 'solving', bound: 40, best: 50, gap: 10, isEnded: false })
  t.match(told.at(-1), { state: 'unfinished', isEnded: true, stopped: true })

  const ended = eventsOf((await consultant.get(`${url}/progress`)).text)
  t.equal(ended.length, 1, 'of a plan that has ended all is told at once')
  t.match(await consultant.post(`${url}/stop`), { status: 200, body: { state: 'unfinished' } })

  const other = (await ask()).body.id
  await consultant.post(`/v1/plans/${other}/stop`)
  await solving.look()
  t.match((await consultant.get(`/v1/plans/${other}`)).body, { state: 'unfinished', tries: 0 })
  t.equal(solves.length, 1, 'what was stopped while it waited is not begun')
})

void eachEngine(t, 'should solve each plan once, and again where its process died', async (t, database) => {
  const { solver, solves } = heldSolver()
  const round = await startPlanning(t, database, { solver })
  const { consultant, ask } = round
  const { id } = (await ask()).body
  let now = '2019-05-10T09:00:00Z'
  const another = () => solvingOver(t, database, () => new Date(now), solver, { beat: 60_000 })
  const dead = another()
  t.equal(await dead.look(), 1)
  await until(() => solves.length === 1)
  t.equal(await another().look(), 0, 'another process leaves it to whoever has it')

  const read = async () => (await consultant.get(`/v1/plans/${id}`)).body
  for (const [at, tries] of [
    ['2019-05-10T09:01:00Z', 2],
    ['2019-05-10T09:02:00Z', 3],
  ] as const) {
    now = at
    t.equal(await another().look(), 1, 'when its lease has run out, somebody else takes it up')
    await until(() => solves.length === tries)
    t.match(await read(), { state: 'solving', tries })
  }
  solves[0]?.end({ kind: 'unfinished', bound: 5 })
  await dead.idle()
  t.match(await read(), { state: 'solving' }, 'whoever was thought dead writes nothing any more')
  now = '2019-05-10T09:03:00Z'
  t.equal(await another().look(), 0)
  t.match(await read(), { state: 'interrupted', isEnded: true, tries: 3, failure: /ended 3 times/ })
})

void eachEngine(t, 'should give back what it was solving when it is closed', async (t, database) => {
  const { solver, solves } = heldSolver()
  const { consultant, ask, solving } = await startPlanning(t, database, { solver })
  const { id } = (await ask()).body
  await solving.look()
  await until(() => solves.length === 1)
  await solving.close()
  t.match((await consultant.get(`/v1/plans/${id}`)).body, { state: 'waiting', tries: 0 })
  t.equal(await solving.look(), 0, 'and begins nothing any more')
  const next = solvingOver(t, database, () => new Date('2019-05-10T09:00:01Z'), solver)
  t.equal(await next.look(), 1, 'the next process takes it up at once')
})

void eachEngine(t, 'should end a plan whose solver fails, and tell of it', async (t, database) => {
  const { solver, solves } = heldSolver()
  const { consultant, ask, solving } = await startPlanning(t, database, { solver })
  const { id } = (await ask()).body
  await solving.look()
  await until(() => solves.length === 1)
  solves[0]?.fail(new Error('a fault of its own'))
  await solving.idle()
  await t.rejects(solving.look(), { message: 'a fault of its own' }, 'the log hears of it')
  t.match((await consultant.get(`/v1/plans/${id}`)).body, { state: 'failed', failure: 'The solver failed.' })

  const { id: large } = (await ask()).body
  await solving.look()
  await until(() => solves.length === 2)
  solves[1]?.fail(new OutOfMemory('heap'))
  await solving.idle()
  await t.rejects(solving.look(), { message: 'heap' })
  t.match((await consultant.get(`/v1/plans/${large}`)).body, {
    state: 'failed',
    failure: /needed more memory/,
  })
})

void eachEngine(t, 'should not solve for ever more than there is room for', async (t, database) => {
  const { solver, solves } = heldSolver()
  const { ask, solving } = await startPlanning(t, database, { solver })
  for (let count = 0; count < 20; count++) t.equal((await ask()).status, 202)
  t.match(await ask(), { status: 409, body: { code: 'conflict' } })
  t.equal(await solving.look(), 2)
  await until(() => solves.length === 2)
  t.equal(await solving.look(), 0, 'two at a time')
  solves[0]?.end({ kind: 'unfinished', bound: 0 })
  await until(async () => (await solving.look()) === 1)
  t.equal((await ask()).status, 202)
})

void eachEngine(t, 'should close the line when the reader may not read any more', async (t, database) => {
  const { solver, solves } = heldSolver()
  const { consultant, ask, solving, service } = await startPlanning(t, database, { solver })
  const { id } = (await ask()).body
  await solving.look()
  await until(() => solves.length === 1)
  const followed = consultant.get(`/v1/plans/${id}/progress`)
  await pause(100)
  const { body: tokens } = await consultant.get('/v1/tokens')
  const revoked = await consultant.delete(`/v1/tokens/${tokens.items[0].id}`)
  t.ok(revoked.status < 300, `${revoked.status} ${revoked.text}`)
  const { text } = await followed
  t.notOk(
    eventsOf(text).some(({ isEnded }) => isEnded),
    'it ended before the plan did',
  )
  t.ok(service)
})

void eachEngine(t, 'should show plans to the consultant of their region alone', async (t, database) => {
  const { consultant, ask, authorities, service, roundId } = await startPlanning(t, database)
  const { id } = (await ask()).body
  const director = authorities.Kent?.director
  const stranger = (await service.region('North West')).consultant
  for (const path of ['', '/progress', '/check-file']) {
    t.match(await director?.get(`/v1/plans/${id}${path}`), { status: 404 }, `a director: ${path}`)
    t.match(await stranger.get(`/v1/plans/${id}${path}`), { status: 404 }, `another region: ${path}`)
  }
  t.match(await director?.post(`/v1/plans/${id}/stop`), { status: 404 })
  t.match(await director?.post(`/v1/rounds/${roundId}/plans`, {}), { status: 403 })
  t.match(await director?.get(`/v1/rounds/${roundId}/plans`), { status: 403 })
  t.match(await stranger.post(`/v1/rounds/${roundId}/plans`, {}), { status: 404 })
  await consultant.get(`/v1/plans/${id}`)
  const { body: audit } = await consultant.get('/v1/audit-entries?limit=200')
  const about = audit.items.filter(({ subjectId }: { subjectId: string }) => subjectId === id)
  t.ok(
    about.some(
      ({ action, outcome }: { action: string; outcome: string }) =>
        action === 'createPlan' && outcome === 'done',
    ),
  )
  t.ok(
    about.some(
      ({ action, outcome }: { action: string; outcome: string }) =>
        action === 'readPlan' && outcome === 'read',
    ),
  )
  t.equal(about.filter(({ outcome }: { outcome: string }) => outcome === 'refused').length, 4)
})

void eachEngine(t, 'should close the line when the service is stopped', async (t, database) => {
  const { consultant, ask, service } = await startPlanning(t, database)
  const { id } = (await ask()).body
  const followed = consultant.get(`/v1/plans/${id}/progress`)
  await pause(100)
  await service.app.close()
  t.match(eventsOf((await followed).text), [{ state: 'waiting', isEnded: false }])
})

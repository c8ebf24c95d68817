import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { DirectedOutcome } from '../../src/domain/planning/directed.ts'
import { threadedSolver } from '../../src/solver/solver.ts'
import { pairsOf, startChallengePlanning, wrongWith } from '../fixtures/challenge-plans.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { by } from '../fixtures/directed.ts'
import { EVERYBODY, SOUTH_EAST } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

const WRONG_STATE = { status: 409, body: { code: 'wrong-state' } }

void eachEngine(t, 'should deploy challengers whole, and take them back', async (t, database) => {
  const at = await startChallengePlanning(t, database)
  const { consultant, direct, director, url, standing } = at
  await direct([by('Kent', 'Surrey')])
  const plan = await at.plan()
  const pairs = pairsOf(plan.challenges)
  t.ok(pairs.includes('Kent < Surrey'), 'what is there stays')
  t.equal(plan.cost.amounts.disruption, 0)
  const kent = plan.challenges.find(
    ({ authority }: { authority: { name: string } }) => authority.name === 'Kent',
  )
  t.match(kent.before, [{ name: 'Surrey' }])
  const own = `/v1/challenge-plans/${plan.id}`
  t.match(await consultant.post(`${own}/undeploy`), WRONG_STATE)

  const key = { 'idempotency-key': 'deploy' }
  const deployed = await consultant.post(`${own}/deploy`, undefined, key)
  t.equal(deployed.status, 200, deployed.text)
  t.ok(deployed.body.deployedAt)
  t.equal((await consultant.post(`${own}/deploy`, undefined, key)).status, 200, 'repeated it is done once')
  t.match(await consultant.post(`${own}/deploy`), WRONG_STATE)
  t.same(await standing(), pairs)
  const { body: seen } = await director('Kent').get(url)
  t.same(wrongWith(seen.items, { perPaper: 2 }), [], 'every office reads them')
  t.same(seen.unchallenged, [])

  const undone = await consultant.post(`${own}/undeploy`)
  t.equal(undone.status, 200, undone.text)
  t.ok(undone.body.undeployedAt)
  t.same(await standing(), ['Kent < Surrey'], 'all is as it was')
  t.match(await consultant.post(`${own}/undeploy`), WRONG_STATE)
  const again = await consultant.post(`${own}/deploy`)
  t.equal(again.status, 200, again.text)
  t.same(await standing(), pairs, 'and can be deployed again')

  await direct([by('Kent', 'Medway')])
  t.match(await consultant.post(`${own}/undeploy`), {
    status: 409,
    body: { code: 'wrong-state', detail: /was changed since the plan was deployed/ },
  })
  t.same(await standing(), ['Kent < Medway'], 'what was changed since is not lost')
})

void eachEngine(t, 'should deploy nothing where the world has changed', async (t, database) => {
  const at = await startChallengePlanning(t, database)
  const { consultant, authorities, round, direct, director, standing } = at
  const own = `/v1/rounds/${round.id}`
  const refused = async (id: string, detail: RegExp) => {
    const before = await standing()
    t.match(
      await consultant.post(`/v1/challenge-plans/${id}/deploy`),
      { status: 409, body: { code: 'wrong-state', detail } },
      String(detail),
    )
    t.same(await standing(), before)
    t.match((await consultant.get(`/v1/challenge-plans/${id}`)).body, { deployedAt: null })
  }
  const { body: waiting } = await at.ask()
  await refused(waiting.id, /no plan here/)
  await at.solve()
  const pinned = await at.plan({ pins: [by('Kent', 'Medway')] })

  await direct([by('Surrey', 'Oxfordshire')])
  await refused(pinned.id, /^Who challenges whom was changed since it was planned/)
  await direct([])
  await change(consultant, own, { policy: { challenges: { perPaper: 1 } } })
  await refused(pinned.id, /would have two challengers; in this round .* at most one challenger/)
  await change(consultant, own, { policy: { challenges: { perPaper: 2 } } })
  await consultant.post('/v1/conflicts', {
    personId: director('Medway').personId,
    authorityId: authorities.Kent?.id,
    type: 'other',
    reason: 'Kin.',
  })
  await refused(pinned.id, /^Kent and Medway, .*A conflict of interest/)

  const { headers } = await consultant.get(`${own}/participants`)
  const participants = EVERYBODY.filter(({ authority }) => authority.gssCode !== SOUTH_EAST.Surrey)
  await consultant.put(`${own}/participants`, { participants }, { 'if-match': String(headers.etag) })
  await refused(waiting.id, /^Others take part/)
  const fewer = await at.plan()
  t.equal(fewer.challenges.length, 7)
  await change(consultant, own, { method: 'triad' })
  const deploy = `/v1/challenge-plans/${fewer.id}/deploy`
  t.match(await consultant.post(deploy), WRONG_STATE, 'triads have no challengers')
  await change(consultant, own, { method: 'directed' })
  t.equal((await consultant.post(deploy)).status, 200)
  await change(consultant, own, { state: 'open' })
  await change(consultant, own, { state: 'closed' })
  t.match(await consultant.post(`/v1/challenge-plans/${fewer.id}/undeploy`), WRONG_STATE, 'closed is closed')
})

void eachEngine(t, 'should repair with as few changes as can be', async (t, database) => {
  const at = await startChallengePlanning(t, database)
  const { consultant, standing } = at
  const first = await at.plan()
  await consultant.post(`/v1/challenge-plans/${first.id}/deploy`)
  const before = await standing()
  const same = await at.plan()
  t.same(pairsOf(same.challenges), before, 'without a repair all of it stays')

  const [pair = ''] = before
  const [author, challenger] = pair.split(' < ') as ['Kent', 'Medway']
  const { body: known } = await consultant.get('/v1/authorities')
  const idOf = (name: string) => ({
    authorityId: known.items.find((each: { name: string }) => each.name === name).id,
  })
  const bans = [{ authorities: [idOf(author), idOf(challenger)], because: 'A shared trust.' }]
  const stuck = await at.plan({ bans })
  t.same(
    stuck.impossible.conflict.map(({ kind }: { kind: string }) => kind).toSorted(),
    ['ban', 'kept'],
    'what is there stands against it',
  )
  t.match(
    stuck.impossible.conflict.find(({ kind }: { kind: string }) => kind === 'kept'),
    { because: `${challenger} challenges ${author} already.` },
  )
  const repaired = await at.plan({ bans, repair: true })
  t.match(repaired, { state: 'planned', isOptimal: true })
  t.same(wrongWith(repaired.challenges, { perPaper: 2 }), [])
  const after = pairsOf(repaired.challenges)
  const dropped = before.filter((each) => !after.includes(each))
  t.ok(dropped.includes(pair))
  t.equal(repaired.cost.amounts.disruption, dropped.length, 'it says how many change')
  t.ok(dropped.length <= 4, `of 16 only ${dropped.length} change`)
  t.equal((await consultant.post(`/v1/challenge-plans/${repaired.id}/deploy`)).status, 200)
  t.same(await standing(), after)
  t.equal(
    (await consultant.post(`/v1/challenge-plans/${first.id}/undeploy`)).status,
    409,
    'the first is not the last any more',
  )
  t.equal((await consultant.post(`/v1/challenge-plans/${repaired.id}/undeploy`)).status, 200)
  t.same(await standing(), before)
})

void eachEngine(t, 'should stop a plan of challengers, waiting or at work', async (t, database) => {
  const held = Promise.withResolvers<DirectedOutcome>()
  let stops = 0
  const at = await startChallengePlanning(t, database, {
    solver: {
      ...threadedSolver,
      challengers: (_problem, { onProgress }) => {
        onProgress?.({ bound: 4, best: 6 })
        const stop = () => {
          stops++
          held.resolve({ kind: 'unfinished' })
        }
        return { outcome: held.promise, stop }
      },
    },
  })
  const { consultant, ask, solving } = at
  const { body: waiting } = await ask()
  t.match(await consultant.post(`/v1/challenge-plans/${waiting.id}/stop`), {
    status: 200,
    body: { state: 'unfinished', stopped: true, tries: 0 },
  })
  const url = `/v1/challenge-plans/${(await ask()).body.id}`
  await solving.look()
  const read = async () => (await consultant.get(url)).body
  while ((await read()).bound === null) await pause(20)
  t.match(await read(), { state: 'solving', bound: 4, best: 6, gap: 2, challenges: [], isOptimal: null })
  t.match(await consultant.post(`${url}/stop`), { status: 200, body: { state: 'solving', stopped: true } })
  await solving.idle()
  t.ok(stops > 0)
  t.match(await read(), { state: 'unfinished', isEnded: true, failure: null, isOptimal: null })
  t.match(await consultant.post(`${url}/deploy`), WRONG_STATE)
  t.match(await consultant.post(`${url}/stop`), { status: 200, body: { state: 'unfinished' } })
})

void eachEngine(t, 'should deploy one of two plans that race', async (t, database) => {
  const at = await startChallengePlanning(t, database)
  const { consultant, standing } = at
  const plans = [await at.plan(), await at.plan({ pins: [by('Kent', 'Surrey')] })]
  const replies = await Promise.all(
    plans.map(({ id }) => consultant.post(`/v1/challenge-plans/${id}/deploy`)),
  )
  t.same(replies.map(({ status }) => status).toSorted(), [200, 409])
  const won = plans[replies.findIndex(({ status }) => status === 200)]
  t.same(await standing(), pairsOf(won.challenges), 'and nothing of the other')
})

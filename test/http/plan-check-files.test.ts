import t from 'tap'
import { checkOf } from '../../scripts/check-plan/checks.ts'
import { startChallengePlanning } from '../fixtures/challenge-plans.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startAllocating } from '../fixtures/moderation-plans.ts'
import type { Client } from '../fixtures/service.ts'
import { startVisits } from '../fixtures/visit-plans.ts'

/** What an independent check of a plan's file finds. */
const checked = (file: object) => {
  const check = checkOf(file)
  if (check === null) throw new Error('no file of a plan')
  const { lines, faults } = check()
  return { proven: lines.find(([what]) => what === 'proven')?.[1], faults }
}

const fileOf = async (client: Client, url: string) => {
  const reply = await client.get(`${url}/check-file`)
  if (reply.status !== 200) throw new Error(reply.text)
  return reply.body
}

void eachEngine(t, 'should hand out who challenges whom to be checked', async (t, database) => {
  const { consultant, director, ask, plan } = await startChallengePlanning(t, database)
  const waiting = await ask()
  const early = await consultant.get(`/v1/challenge-plans/${waiting.body.id}/check-file`)
  t.match(early, { status: 409, body: { code: 'wrong-state' } })
  const chosen = await plan()
  t.match(chosen.inWords, /^No other plan costs less\. It costs /)
  const url = `/v1/challenge-plans/${chosen.id}`
  t.equal((await director('Kent').get(`${url}/check-file`)).status, 404)
  const file = await fileOf(consultant, url)
  t.same(checked(file), { proven: 'bound claimed by the solver', faults: [] })
  const [, ...others] = file.plan.challenges
  const forged = { ...file, plan: { ...file.plan, challenges: [others[0], ...others] } }
  t.match(checked(forged), { proven: 'refuted', faults: ['a challenge is there twice'] })
  const dearer = { ...file, plan: { ...file.plan, cost: { total: file.plan.cost.total + 1 } } }
  t.match(checked(dearer).faults, [/^it costs /])
})

void eachEngine(t, 'should hand out dates of visits to be checked', async (t, database) => {
  const { consultant, planVisits } = await startVisits(t, database)
  const dated = await planVisits()
  t.match(dated.inWords, /^No other plan costs less\. It costs /)
  const file = await fileOf(consultant, `/v1/visit-plans/${dated.id}`)
  t.same(checked(file), { proven: 'bound claimed by the solver', faults: [] })
  const [first, second, ...others] = file.plan.visits
  const visits = [first, { ...second, slotId: file.problem.slots[0].id }, ...others]
  t.match(checked({ ...file, plan: { ...file.plan, visits } }), { proven: 'refuted' })
  t.match(checked({ ...file, plan: { ...file.plan, visits: [first, ...others] } }).faults, [/ has 0 dates$/])
})

void eachEngine(t, 'should hand out who moderates what to be checked by its prices', async (t, database) => {
  const { consultant, allocate, people } = await startAllocating(t, database)
  for (const objective of ['total', 'worst-off-first']) {
    const allocation = await allocate({ objective })
    t.match(allocation.inWords, /^No other allocation suits better/)
    const file = await fileOf(consultant, `/v1/moderation-plans/${allocation.id}`)
    t.same(checked(file), { proven: 'optimal, by the prices', faults: [] }, objective)
    const less = { ...file.plan, total: file.plan.total - 1 }
    t.match(checked({ ...file, plan: less }).faults, [/^the total is /, /^the prices allow /])
  }
  const conflict = {
    personId: consultant.personId,
    authorityId: (await consultant.get('/v1/authorities')).body.items.find(
      ({ name }: { name: string }) => name === 'Kent',
    ).id,
    type: 'other',
    reason: 'Kin.',
  }
  const { id } = await allocate()
  t.equal((await consultant.post('/v1/conflicts', conflict)).status, 201)
  t.equal(
    (await consultant.get(`/v1/moderation-plans/${id}/check-file`)).status,
    409,
    'a part proves nothing',
  )
  t.equal((await people.director.get(`/v1/moderation-plans/${id}/check-file`)).status, 404)
})

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { moveEvent, must } from '../fixtures/outcomes.ts'
import { ref } from '../fixtures/round.ts'
import type { Client } from '../fixtures/service.ts'
import { AFTER, BEFORE, meeting, startSurrey } from '../fixtures/split.ts'
import { subscribe, uidsOf } from '../fixtures/subscriber.ts'

void eachEngine(t, 'should pass what came of an event on to those who take over', async (t, database) => {
  const at = await startSurrey(t, database)
  const { consultant, service } = at
  const { id } = await meeting(consultant, at.round.id, '2027-02-05')
  const event = `/v1/challenge-events/${id}`
  must(await moveEvent(consultant, event, 'confirm'))
  service.setClock('2027-02-08T09:00:00Z')
  must(await moveEvent(consultant, event, 'hold'))
  const surrey = at.authorities.Surrey?.director as Client
  const kent = at.authorities.Kent?.director as Client
  const found = { authority: ref('Surrey'), kind: 'strength', theme: 'front-door', text: 'Well led.' }
  const outcome = String(must(await kent.post(`${event}/outcomes`, found)).headers.location)
  const agreed = {
    eventId: id,
    authority: ref('Kent'),
    text: 'Lend a team.',
    owner: ref('Surrey'),
    dueOn: '2027-06-30',
  }
  const action = String(must(await kent.post('/v1/actions', agreed)).headers.location)
  await at.split()
  const heirs = await at.directors()
  const status = async (client: Client, url: string) => (await client.get(url)).status
  const entries = async (client: Client) => uidsOf((await (await subscribe(service, client)).fetch()).text)
  const due = `action-due-${action.split('/').at(-1)}`

  service.setClock(BEFORE)
  for (const url of [outcome, action]) {
    t.equal(await status(surrey, url), 200)
    t.equal(await status(heirs.east, url), 404, 'not yet')
  }
  service.setClock(AFTER)
  for (const url of [outcome, action]) t.equal(await status(surrey, url), 404, 'the office has ended')
  for (const heir of [heirs.east, heirs.west]) {
    t.equal(await status(heir, outcome), 200)
    t.same((await heir.get(action)).body.owners.map(({ name }: { name: string }) => name).toSorted(), [
      'East Surrey',
      'West Surrey',
    ])
    t.equal((await heir.get('/v1/actions?mine=true')).body.items.length, 1)
    t.ok((await entries(heir)).includes(due), 'in their feeds')
    t.ok((await entries(heir)).includes(`follow-up-${id}`))
    must(await heir.post(`${action}/notes`, { text: 'We lend it.' }))
  }
  const ask = { authority: { authorityId: at.east }, kind: 'ask', theme: 'front-door', text: 'Again?' }
  t.match(must(await heirs.east.post(`${event}/outcomes`, ask)).body, { authority: { name: 'Surrey' } })
})

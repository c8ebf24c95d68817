import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { by, startDirected } from '../fixtures/directed.ts'
import { moveEvent, must } from '../fixtures/outcomes.ts'
import { ref } from '../fixtures/round.ts'

void eachEngine(
  t,
  'should be about each subject of a directed round, by its own challengers',
  async (t, database) => {
    const at = await startDirected(t, database)
    must(await at.direct([by('Kent', 'Medway', 'Surrey'), by('Oxfordshire', 'Kent', 'Surrey')]))
    const request = { roundId: at.round.id, kind: 'meeting', date: '2019-11-08' }
    const { body } = must(await at.consultant.post('/v1/challenge-events', request))
    const event = `/v1/challenge-events/${body.id}`
    must(await moveEvent(at.consultant, event, 'confirm'))
    at.service.setClock('2019-11-09T09:00:00Z')
    must(await moveEvent(at.consultant, event, 'hold'))
    const found = { authority: ref('Kent'), kind: 'strength', theme: 'front-door', text: 'Clear.' }
    const write = (name: string) => at.director(name).post(`${event}/outcomes`, found)
    const { headers } = must(await write('Medway'))
    t.equal((await write('Kent')).status, 201)
    t.equal((await write('Oxfordshire')).status, 403, 'whom Kent challenges, but who does not challenge Kent')
    const status = async (name: string) => (await at.director(name).get(String(headers.location))).status
    t.same(
      [
        await status('Kent'),
        await status('Surrey'),
        await status('Oxfordshire'),
        await status('Buckinghamshire'),
      ],
      [200, 200, 404, 404],
    )
  },
)

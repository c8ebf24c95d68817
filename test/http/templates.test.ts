import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { addSouthEast, roundRequest } from '../fixtures/round.ts'
import { startService } from '../fixtures/service.ts'
import { TEMPLATE } from '../fixtures/templates.ts'

void eachEngine(t, 'should keep templates in versions, copy them, and compare years', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent } = await addSouthEast(service, consultant)
  const director = Kent?.director ?? consultant
  const { body: round } = await consultant.post('/v1/rounds', roundRequest())
  const templates = `/v1/rounds/${round.id}/templates`
  const changes = `/v1/rounds/${round.id}/template-changes`
  t.match(await consultant.get(changes), { status: 400, body: { errors: [{ pointer: '?template' }] } })
  const first = await consultant.post(templates, TEMPLATE)
  t.match(first, {
    status: 201,
    headers: { location: templates },
    body: { version: 1, sections: [{ key: 'quality-of-practice' }, { guidance: null, required: false }] },
  })
  t.match(await consultant.get(changes), { status: 400, body: { errors: [{ pointer: '?since' }] } })
  t.equal((await director.post(templates, TEMPLATE)).status, 403, 'the consultant alone makes one')
  t.equal((await director.get(templates)).body.items.length, 1, 'everybody reads it')
  const twice = { sections: [TEMPLATE.sections[0], TEMPLATE.sections[0]] }
  t.match(await consultant.post(templates, twice), {
    status: 400,
    body: { errors: [{ pointer: '/sections/1/key' }] },
  })
  const sections = [
    { ...TEMPLATE.sections[0], wordLimit: 30 },
    { key: 'workforce', title: 'Workforce' },
  ]
  t.match((await consultant.post(templates, { sections, note: 'Longer.' })).body, { version: 2 })
  t.match((await director.get(changes)).body, {
    earlier: { version: 1 },
    later: { version: 2 },
    added: [{ key: 'workforce' }],
    gone: [{ key: 'asks-and-offers' }],
    changed: [{ key: 'quality-of-practice', changes: { wordLimit: { from: 20, to: 30 } } }],
    reordered: false,
  })

  const window = { first: '2020-10-01', last: '2020-12-11' }
  const next = await consultant.post('/v1/rounds', {
    label: '2020-21',
    copyFrom: round.id,
    window,
    deadlines: NONE,
  })
  t.equal(next.status, 201, next.text)
  const copied = await consultant.get(`/v1/rounds/${next.body.id}/templates`)
  t.match(copied.body.items, [{ version: 1, note: 'As in 2019-20.', sections: [{ wordLimit: 30 }, {}] }])
  const years = await consultant.get(`/v1/rounds/${next.body.id}/template-changes?since=${first.body.id}`)
  t.match(years.body, { earlier: { roundId: round.id }, added: [{ key: 'workforce' }] })
  const since = await consultant.get(`/v1/rounds/${next.body.id}/template-changes`)
  t.match(since.body, { earlier: { roundId: round.id, version: 2 }, added: [], gone: [], changed: [] })
})

const NONE = { selfAssessmentDue: null, commentsDue: null, releaseOn: null }

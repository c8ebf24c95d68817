import t from 'tap'
import { conference, KENT, startRegion } from '../fixtures/calendars.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { KINDS } from '../fixtures/kinds.ts'
import { change } from '../fixtures/service.ts'

const inset = {
  name: 'inset-day',
  label: 'Inset day',
  entries: 'inset days',
  feeds: 'school-holiday',
  severity: 'blocking',
}

await eachEngine(t, 'should begin every region with the kinds that the rules know', async (t, database) => {
  const { consultant } = await startRegion(t, database)
  const { body } = await consultant.get('/v1/calendar-kinds')
  t.same(Object.fromEntries(body.items.map((kind: { name: string }) => [kind.name, kind])), KINDS)
})

await eachEngine(
  t,
  'should judge by a kind of the region’s own, as severe as it says',
  async (t, database) => {
    const { consultant } = await startRegion(t, database)
    t.match(await consultant.post('/v1/calendar-kinds', inset), { status: 201, body: inset })
    const { body: round } = await consultant.post('/v1/rounds', {
      label: '2019-20',
      window: { first: '2019-10-01', last: '2020-03-31' },
      participants: [{ authority: KENT }],
      requiredCalendars: [{ kind: 'inset-day', scope: 'every-participant' }],
    })
    const clashOn = async (date: string) => {
      const { body } = await consultant.post('/v1/clash-checks', {
        roundId: round.id,
        authorities: [KENT],
        date,
      })
      return body.items[0].clashes.find((each: { rule: string }) => /school|unknown/.test(each.rule))
    }
    t.match(await clashOn('2019-11-14'), {
      rule: 'calendar-unknown',
      severity: 'blocking',
      feeds: 'school-holiday',
      message: /^No calendar of inset days is registered for Kent/,
    })
    await consultant.post('/v1/calendars', {
      kind: 'inset-day',
      name: 'Inset days of Kent',
      scope: { kind: 'authorities', authorities: [KENT] },
      commitments: [{ title: 'Staff training', from: '2019-11-14', to: '2019-11-14' }],
    })
    t.match(await clashOn('2019-11-14'), {
      rule: 'school-holiday',
      severity: 'blocking',
      message: /^Inset day of Kent: “Staff training”/,
    })
    t.equal((await change(consultant, '/v1/calendar-kinds/inset-day', { severity: 'warning' })).status, 200)
    t.match(await clashOn('2019-11-14'), { rule: 'school-holiday', severity: 'warning' })
    const policy = { clashes: { severities: { 'school-holiday': 'blocking' } } }
    await change(consultant, `/v1/rounds/${round.id}`, { policy })
    t.match(await clashOn('2019-11-14'), { severity: 'blocking' }, 'the round’s own policy goes before it')
    t.equal(await clashOn('2019-11-15'), undefined)
  },
)

await eachEngine(
  t,
  'should keep a kind of inspections from all who may not know inspections',
  async (t, database) => {
    const { consultant, surrey } = await startRegion(t, database)
    const visits = { name: 'joint-inspection', label: 'Joint inspection', entries: 'joint inspections' }
    await consultant.post('/v1/calendar-kinds', { ...visits, feeds: 'inspection-on-site' })
    const { body: calendar } = await consultant.post('/v1/calendars', {
      kind: 'joint-inspection',
      name: 'Joint inspections, Kent',
      scope: { kind: 'authorities', authorities: [KENT] },
      commitments: [{ title: 'Front door', from: '2019-11-14', to: '2019-11-15' }],
    })
    t.match((await surrey.director.get(`/v1/calendars/${calendar.id}`)).body, {
      kind: 'unavailable',
      name: 'Unavailable',
    })
    const seen = await surrey.director.get(`/v1/calendars/${calendar.id}/commitments`)
    t.notMatch(seen.text, /Front door|oint inspection/)
  },
)

await eachEngine(t, 'should refuse kinds that make no sense, each at its place', async (t, database) => {
  const { consultant, kent, surrey } = await startRegion(t, database)
  const refused = async (body: object, pointer: string) =>
    t.match(await consultant.post('/v1/calendar-kinds', { ...inset, ...body }), {
      status: 400,
      body: { errors: [{ pointer }] },
    })
  await refused({ feeds: 'personal-busy' }, '/feeds')
  await refused({ feeds: 'weekend' }, '/feeds')
  await refused({ name: 'unavailable' }, '/name')
  await refused({ name: 'Inset Day' }, '/name')
  await refused({ severity: { authority: 'warning' } }, '/severity')
  t.match(await consultant.post('/v1/calendar-kinds', { ...inset, name: 'conference' }), { status: 409 })
  t.match(await kent.director.post('/v1/calendar-kinds', inset), { status: 403 })
  t.match(await change(surrey.director, '/v1/calendar-kinds/conference', { severity: 'warning' }), {
    status: 403,
  })
  t.match(await consultant.post('/v1/calendars', { ...conference, kind: 'inset-day' }), {
    status: 400,
    body: { errors: [{ pointer: '/kind', detail: /has no calendars of the kind “inset-day”/ }] },
  })
  t.match(
    await consultant.post('/v1/rounds', {
      label: '2019-20',
      window: { first: '2019-10-01', last: '2020-03-31' },
      requiredCalendars: [{ kind: 'personal', scope: 'every-participant' }],
    }),
    { status: 400, body: { errors: [{ pointer: '/requiredCalendars/0/kind' }] } },
  )
  t.equal((await consultant.get('/v1/calendar-kinds')).body.items.length, Object.keys(KINDS).length)
})

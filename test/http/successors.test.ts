import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client, change, startService } from '../fixtures/service.ts'
import { DAY, meeting, named, putSuccessors, startSurrey } from '../fixtures/split.ts'

void eachEngine(t, "should count the directors as they are on each event's day", async (t, database) => {
  const at = await startSurrey(t, database)
  const split = await at.split()
  t.match(split, {
    status: 200,
    body: { on: DAY, successors: [{ name: 'East Surrey' }, { name: 'West Surrey' }], predecessors: [] },
  })
  const { body: east } = await at.consultant.get(`/v1/authorities/${at.east}`)
  t.match(east, { gssCode: null, beganOn: DAY, endedOn: null })
  t.match((await at.consultant.get(`/v1/authorities/${at.surrey}`)).body, {
    gssCode: 'E10000030',
    endedOn: DAY,
  })

  const march = await meeting(at.consultant, at.round.id, '2027-03-12')
  const may = await meeting(at.consultant, at.round.id, '2027-05-14')
  t.same(named(march), ['Director, Kent', 'Director, Medway', 'Director, Surrey'])
  t.same(named(may), ['Director, Kent', 'Director, Medway'], 'Surrey’s director has left by then')
  t.same(may.vacantAuthorityIds.toSorted(), [at.east, at.west].toSorted())
  await at.directors()
  const { body: filled } = await at.consultant.get(`/v1/challenge-events/${may.id}`)
  t.same(named(filled), [
    'Director, East Surrey',
    'Director, Kent',
    'Director, Medway',
    'Director, West Surrey',
  ])
  t.notOk(filled.authorityIds.includes(at.surrey))
  const { body: triads } = await at.consultant.get(`/v1/rounds/${at.round.id}/triads`)
  t.same(
    triads.items[0].authorities.map(({ name }: { name: string }) => name),
    ['Kent', 'Medway', 'Surrey'],
    'the triad keeps the names with which it was formed',
  )
})

void eachEngine(
  t,
  'should refuse circles, the late and the uninvited, and change nothing',
  async (t, database) => {
    const at = await startSurrey(t, database)
    const before = await at.consultant.get(`/v1/authorities/${at.surrey}/successors`)
    t.match(await at.split([at.surrey]), { status: 400, body: { errors: [{ pointer: '/successors/0' }] } })
    t.match(await at.split([at.east], null), { status: 400, body: { errors: [{ pointer: '/on' }] } })
    t.match(await at.split([], DAY), { status: 400, body: { errors: [{ pointer: '/successors' }] } })
    t.match(await at.split([at.east], DAY, at.authorities.Kent?.director), { status: 403 })
    await appoint(at.service, at.consultant, 'Director elect, Surrey', {
      role: 'contributor',
      authorities: [ref('Surrey')],
      from: '2027-06-01',
    })
    t.match(await at.split(), { status: 400, body: { errors: [{ pointer: '/on', detail: /1 June 2027/ }] } })
    const { body: unchanged } = await at.consultant.get(`/v1/authorities/${at.surrey}/successors`)
    t.same(unchanged, before.body)

    t.equal((await putSuccessors(at.consultant, at.east, DAY, [at.west])).status, 200)
    t.match(await putSuccessors(at.consultant, at.west, '2028-04-01', [at.east]), {
      status: 400,
      body: { errors: [{ pointer: '/successors/0', detail: /East Surrey has itself ended/ }] },
    })
    const { consultant: stranger } = await at.service.region('North West')
    t.match(await at.split([at.west], DAY, stranger), { status: 404 })
    const stale = await at.consultant.put(
      `/v1/authorities/${at.surrey}/successors`,
      { on: null, successors: [] },
      { 'if-match': '"old"' },
    )
    t.equal(stale.status, 412)
  },
)

void eachEngine(t, 'should take a code when it is issued, and no code back', async (t, database) => {
  const at = await startSurrey(t, database)
  const url = `/v1/authorities/${at.east}`
  const codes = [{ gssCode: 'E06000067', from: DAY }]
  t.equal((await at.consultant.patch(url, { codes })).status, 428)
  t.match(await change(at.consultant, url, { codes }), { status: 200, body: { gssCode: 'E06000067' } })
  t.match(await change(at.consultant, url, { codes: [] }), {
    status: 409,
    body: { code: 'wrong-state', errors: [{ pointer: '/codes', detail: /E06000067 is part of the record/ }] },
  })
  const taken = [{ gssCode: 'E10000016', from: DAY }]
  t.match(await change(at.consultant, `/v1/authorities/${at.west}`, { codes: taken }), { status: 409 })
  t.equal((await change(at.authorities.Kent?.director as Client, url, { codes })).status, 403)
})

void eachEngine(
  t,
  'should keep Buckinghamshire one council through its change of code',
  async (t, database) => {
    const service = await startService(t, database, '2019-05-10T09:00:00Z')
    const { consultant } = await service.region()
    const { body: council } = await consultant.post('/v1/authorities', {
      name: 'Buckinghamshire',
      kind: 'unitary',
      officeTown: 'Aylesbury',
      latitude: 51.8,
      longitude: -0.8,
      statisticalNeighbours: [],
      codes: [
        { gssCode: 'E10000002', until: '2020-04-01' },
        { gssCode: 'E06000060', from: '2020-04-01' },
      ],
    })
    const codeNow = async () => (await consultant.get(`/v1/authorities/${council.id}`)).body.gssCode
    t.equal(await codeNow(), 'E10000002')
    service.setClock('2020-03-31T23:00:00Z')
    t.equal(await codeNow(), 'E06000060')
    const director = await appoint(service, consultant, 'Director, Buckinghamshire', {
      role: 'director',
      authorities: [{ gssCode: 'E10000002' }],
    })
    t.equal((await director.get('/v1/me')).body.appointments[0].authorityIds[0], council.id, 'by either code')
  },
)

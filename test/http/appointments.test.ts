import t from 'tap'
import { ROLES } from '../../src/domain/access/actor.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { addSouthEast, HAMPSHIRE, ISLE_OF_WIGHT, ref } from '../fixtures/round.ts'
import { appoint, type Client, change, startService } from '../fixtures/service.ts'

const FROM = '2019-05-10'

/** A person of the region without any office. */
const person = async (consultant: Client, name: string): Promise<string> =>
  (await consultant.post('/v1/people', { name })).body.id

void eachEngine(t, 'should let a director appoint to and in their own office', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent, Hampshire } = await addSouthEast(service, consultant)
  const personId = await person(consultant, 'Assistant to the Director, Kent')
  const body = { personId, role: 'assistant', authorities: [ref('Kent')], from: FROM }
  const made = await Kent?.director.post('/v1/appointments', body)
  t.match(made, { status: 201, body: { role: 'assistant', authorityIds: [Kent?.id], eventId: null } })
  const url = `/v1/appointments/${made?.body.id}`

  for (const [refused, detail] of [
    [{ ...body, authorities: [ref('Medway')] }, /^A programme consultant appoints people/],
    [{ ...body, authorities: [ref('Kent'), ref('Medway')], role: 'delegate' }, /of their own office/],
    [{ ...body, role: 'director' }, /of their own office/],
    [{ ...body, role: 'observer' }, /of their own office/],
    [{ ...body, role: 'contributor', personId: Kent?.director.personId }, /^Nobody appoints themselves/],
  ] as const) {
    const reply = await Kent?.director.post('/v1/appointments', refused)
    t.match(reply, { status: 403, body: { code: 'forbidden', detail } }, JSON.stringify(refused))
  }
  const both = { ...body, authorities: [HAMPSHIRE, ISLE_OF_WIGHT], role: 'delegate' }
  t.equal((await Hampshire?.director.post('/v1/appointments', both))?.status, 201, 'both are theirs')

  if (!Kent || !Hampshire) throw new Error('there are directors')
  t.equal((await change(Hampshire.director, url, { until: '2019-06-01' })).status, 403, 'another office')
  t.match(await change(Kent.director, url, { until: '2019-06-01' }), {
    status: 200,
    body: { until: '2019-06-01' },
  })
  t.equal((await change(Kent.director, url, { until: null })).status, 200)
  const own = await consultant.get(`/v1/appointments?personId=${Kent.director.personId}`)
  const post = `/v1/appointments/${own.body.items[0].id}`
  t.equal((await change(Kent.director, post, { until: '2019-06-01' })).status, 403, 'their own is not theirs')
  await change(consultant, post, { until: '2019-05-11' })
  service.setClock('2019-05-11T00:00:00+01:00')
  t.equal((await Kent.director.post('/v1/appointments', { ...body, role: 'delegate' })).status, 403)
})

void eachEngine(t, 'should keep the consultant from any role of their own', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { Kent } = await addSouthEast(service, consultant)
  const { personId } = consultant
  const authorities = [ref('Kent')]
  for (const role of ROLES) {
    const reply = await consultant.post('/v1/appointments', { personId, role, authorities, from: FROM })
    t.match(reply, { status: 403, body: { detail: /^Nobody appoints themselves/ } }, role)
  }
  const second = await appoint(service, consultant, 'Second consultant', { role: 'consultant' })
  const observer = { personId, role: 'observer', from: FROM, until: '2019-06-01' }
  const given = await second.post('/v1/appointments', observer)
  t.equal(given.status, 201, 'another consultant does it')
  const url = `/v1/appointments/${given.body.id}`
  t.match(await change(consultant, url, { until: null }), { status: 403, body: { detail: /themselves/ } })
  t.equal((await change(consultant, url, { until: '2019-05-20' })).status, 200, 'resigning is their own')
  const delegate = { personId, role: 'delegate', authorities, from: FROM }
  t.equal((await Kent?.director.post('/v1/appointments', delegate))?.status, 201, 'so does a director')
})

void eachEngine(t, 'should refuse the same person twice in one role of an office', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await addSouthEast(service, consultant)
  const personId = await person(consultant, 'Delegate, Kent')
  const body = { personId, role: 'delegate', authorities: [ref('Kent')], from: FROM, until: '2019-08-01' }
  const raced = await Promise.all([1, 2, 3].map(() => consultant.post('/v1/appointments', body)))
  t.same(raced.map(({ status }) => status).toSorted(), [201, 409, 409])
  t.match(raced.find(({ status }) => status === 409)?.body, {
    code: 'conflict',
    detail: 'This person holds this role in this office at that time already: end that appointment first.',
  })
  const after = await consultant.post('/v1/appointments', { ...body, from: '2019-08-01', until: null })
  t.equal(after.status, 201, 'from the day on which the first has ended')
  const [first] = raced.filter(({ status }) => status === 201)
  const late = await change(consultant, `/v1/appointments/${first?.body.id}`, { until: '2019-08-02' })
  t.match(late, { status: 409, body: { code: 'conflict' } })
  const other = await consultant.post('/v1/appointments', { ...body, role: 'contributor' })
  t.equal(other.status, 201, 'another role is another matter')
})

void eachEngine(t, 'should name a delegate for one event of their authority', async (t, database) => {
  const { consultant, proposed, roundId } = await startRound(t, database)
  const meeting = await proposed()
  const { body: summit } = await consultant.post('/v1/challenge-events', {
    roundId,
    kind: 'summit',
    date: '2019-11-20',
  })
  const personId = await person(consultant, 'Assistant director, Kent')
  const body = { personId, role: 'delegate', authorities: [ref('Kent')], from: FROM }
  const named = await consultant.post('/v1/appointments', { ...body, eventId: meeting })
  t.match(named, { status: 201, body: { eventId: meeting } })
  t.equal((await consultant.get(`/v1/appointments/${named.body.id}`)).body.eventId, meeting)
  const list = await consultant.get(`/v1/appointments?personId=${personId}`)
  t.equal(list.body.items[0].eventId, meeting)
  t.match(await consultant.post('/v1/appointments', { ...body, eventId: meeting }), { status: 409 })
  t.equal((await consultant.post('/v1/appointments', { ...body, eventId: summit.id })).status, 201)
  t.equal((await consultant.post('/v1/appointments', body)).status, 201, 'generally too')

  for (const [wrong, detail] of [
    [{ ...body, role: 'assistant', eventId: meeting }, /^Only a delegate/],
    [{ ...body, eventId: '00000000-0000-4000-8000-000000000000' }, /^There is no such event/],
    [{ ...body, authorities: [ref('Oxfordshire')], eventId: meeting }, /their own authority takes part/],
    [{ ...body, authorities: [ref('Kent'), ref('Oxfordshire')], eventId: meeting }, /takes part/],
  ] as const)
    t.match(
      await consultant.post('/v1/appointments', wrong),
      { status: 400, body: { errors: [{ pointer: '/eventId', detail }] } },
      JSON.stringify(wrong),
    )
})

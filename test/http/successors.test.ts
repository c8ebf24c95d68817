import type { Test } from 'tap'
import t from 'tap'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { kentPdf, upload } from '../fixtures/papers.ts'
import { addSouthEast, ref, roundRequest } from '../fixtures/round.ts'
import { appoint, type Client, change, type Reply, startService } from '../fixtures/service.ts'

/** The day on which East and West Surrey take over; their codes are not issued when they are entered. */
const DAY = '2027-04-01'
const BEFORE = '2027-03-31T22:59:59.999Z'
const AFTER = '2027-03-31T23:00:00Z'

/** A round that spans the day, with a triad of Kent, Medway and Surrey; and the two new councils. */
const startSurrey = async (t: Test, database: TestDatabase) => {
  const service = await startService(t, database, '2026-09-10T09:00:00Z')
  const { id: regionId, consultant } = await service.region()
  const authorities = await addSouthEast(service, consultant)
  const council = async (name: string): Promise<string> => {
    const reply = await consultant.post('/v1/authorities', {
      name,
      kind: 'unitary',
      officeTown: name === 'East Surrey' ? 'Reigate' : 'Guildford',
      latitude: 51.2,
      longitude: -0.4,
      statisticalNeighbours: [],
      codes: [],
    })
    if (reply.status !== 201) throw new Error(reply.text)
    return reply.body.id
  }
  const east = await council('East Surrey')
  const west = await council('West Surrey')
  const { body: round } = await consultant.post(
    '/v1/rounds',
    roundRequest({
      label: '2026-27',
      window: { first: '2026-10-01', last: '2027-07-16' },
      deadlines: { selfAssessmentDue: '2026-12-18', commentsDue: '2027-01-15', releaseOn: '2027-01-22' },
      triads: [[ref('Kent'), ref('Medway'), ref('Surrey')]],
    }),
  )
  const surrey = authorities.Surrey?.id ?? ''
  return {
    service,
    regionId,
    council,
    consultant,
    authorities,
    round,
    surrey,
    east,
    west,
    split: (successors = [east, west], on: string | null = DAY, client = consultant): Promise<Reply> =>
      putSuccessors(client, surrey, on, successors),
    directors: async () => ({
      east: await appoint(service, consultant, 'Director, East Surrey', {
        role: 'director',
        authorities: [{ authorityId: east }],
        from: '2027-02-01',
      }),
      west: await appoint(service, consultant, 'Director, West Surrey', {
        role: 'director',
        authorities: [{ authorityId: west }],
        from: DAY,
      }),
    }),
  }
}

const putSuccessors = async (
  client: Client,
  id: string,
  on: string | null,
  successors: readonly string[],
): Promise<Reply> => {
  const url = `/v1/authorities/${id}/successors`
  const { headers } = await client.get(url)
  const body = { on, successors: successors.map((authorityId) => ({ authorityId })) }
  return client.put(url, body, { 'if-match': headers.etag ?? '"none"' })
}

const meeting = async (
  consultant: Client,
  roundId: string,
  date: string,
): Promise<{ id: string; people: { name: string }[]; authorityIds: string[] } & Reply['body']> => {
  const { body: triads } = await consultant.get(`/v1/rounds/${roundId}/triads`)
  const reply = await consultant.post('/v1/challenge-events', {
    roundId,
    triadId: triads.items[0].id,
    kind: 'meeting',
    date,
  })
  if (reply.status !== 201) throw new Error(reply.text)
  return reply.body
}

const named = ({ people }: { people: { name: string }[] }) => people.map(({ name }) => name)

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
  'should pass papers, readers and conflicts on, each to the minute',
  async (t, database) => {
    const at = await startSurrey(t, database)
    const { consultant, service } = at
    const surrey = at.authorities.Surrey?.director as Client
    const { body: papers } = await surrey.get(`/v1/rounds/${at.round.id}/self-assessments`)
    const paper = `/v1/self-assessments/${papers.items[0].id}`
    const { body: document } = await upload(at, surrey, paper, kentPdf)
    await surrey.post(`${paper}/submissions`, { documentIds: [document.id] })
    const { body: kents } = await consultant.get(`/v1/rounds/${at.round.id}/self-assessments`)
    const kent = `/v1/self-assessments/${
      kents.items.find(({ authority }: { authority: { name: string } }) => authority.name === 'Kent').id
    }`
    await at.split()
    const heirs = await at.directors()
    const conflicted = await appoint(service, consultant, 'Director, Kent and elsewhere', {
      role: 'contributor',
      authorities: [{ authorityId: at.west }],
      from: '2027-02-01',
    })
    const observer = await appoint(service, consultant, 'Observer', { role: 'observer' })
    await consultant.post('/v1/conflicts', {
      personId: conflicted.personId,
      authorityId: at.surrey,
      type: 'former-post',
      reason: 'Left Surrey in anger.',
    })
    const status = async (client: Client, url: string) => (await client.get(url)).status

    service.setClock(BEFORE)
    t.equal(await status(surrey, paper), 200)
    t.equal(await status(surrey, kent), 200, 'Kent’s paper, which Surrey challenges')
    t.equal(await status(heirs.east, paper), 404, 'in post since February, but not yet in Surrey’s place')
    t.equal(await status(heirs.east, kent), 404)
    service.setClock(AFTER)
    t.equal(await status(surrey, paper), 404, 'the office ended with the council')
    t.equal(await status(surrey, kent), 404)
    for (const heir of [heirs.east, heirs.west]) {
      t.equal(await status(heir, paper), 200)
      t.equal(await status(heir, `${paper}/documents/${document.id}`), 200)
      t.equal(await status(heir, `${paper}/readers`), 200)
      t.equal(await status(heir, kent), 200)
      const again = await heir.post(`${paper}/submissions`, {
        sections: [{ title: 'Since', text: 'Split.' }],
      })
      t.equal(again.status, 201, 'the heirs write it on')
    }
    const observed = await consultant.post('/v1/grants', {
      personId: observer.personId,
      as: 'observer',
      selfAssessmentIds: [papers.items[0].id],
      until: '2027-06-30T18:00:00Z',
      reason: 'Evaluates the round.',
    })
    const grant = `/v1/grants/${observed.body.id}`
    t.match((await heirs.east.get('/v1/grants')).body.items, [{ id: observed.body.id }])
    t.equal(await status(surrey, grant), 404)
    t.equal((await heirs.west.delete(grant)).status, 204, 'whose paper it is now ends what opens it')
    t.equal(await status(conflicted, paper), 404, 'a conflict with Surrey stands before the heirs’ right')
    const { body: seen } = await heirs.east.get(paper)
    t.equal(seen.authority.name, 'Surrey', 'history keeps the old name')
  },
)

void eachEngine(t, 'should end the office, and let a shared director go on', async (t, database) => {
  const at = await startSurrey(t, database)
  const { consultant } = at
  const assistant = await appoint(at.service, consultant, 'Assistant, Surrey', {
    role: 'assistant',
    authorities: [ref('Surrey')],
  })
  const moderator = await appoint(at.service, consultant, 'Moderator, Surrey', {
    role: 'moderator',
    authorities: [ref('Surrey')],
  })
  await at.split()
  const heldBy = async ({ personId }: { personId: string }) =>
    (await consultant.get(`/v1/appointments?personId=${personId}`)).body.items.map(
      ({ role, authorityIds, from, until }: Record<string, unknown>) => ({ role, authorityIds, from, until }),
    )
  t.match(await heldBy(assistant), [{ role: 'assistant', until: DAY }])
  t.match(await heldBy(moderator), [{ until: DAY }, { role: 'moderator', from: DAY, until: null }])
  t.same((await heldBy(moderator))[1].authorityIds.toSorted(), [at.east, at.west].toSorted())

  const island = at.authorities['Isle of Wight']?.id ?? ''
  const hampshire = at.authorities.Hampshire
  const { status } = await putSuccessors(consultant, island, '2027-05-01', [hampshire?.id ?? ''])
  t.equal(status, 200, 'the island joins Hampshire')
  t.match(await heldBy(hampshire?.director as Client), [
    { until: '2027-05-01' },
    { role: 'director', authorityIds: [hampshire?.id], from: '2027-05-01', until: null },
  ])
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

void eachEngine(
  t,
  'should carry partners over into the next round, under the new names',
  async (t, database) => {
    const at = await startSurrey(t, database)
    await at.split()
    await at.directors()
    const copied = await at.consultant.post('/v1/rounds', {
      label: '2027-28',
      window: { first: '2027-10-01', last: '2028-07-14' },
      copyFrom: at.round.id,
    })
    t.equal(copied.status, 201, copied.text)
    const { body: participants } = await at.consultant.get(`/v1/rounds/${copied.body.id}/participants`)
    const names = participants.items.map(({ authority }: { authority: { name: string } }) => authority.name)
    t.ok(names.includes('East Surrey') && names.includes('West Surrey') && !names.includes('Surrey'))
    const triad = await at.consultant.post(`/v1/rounds/${copied.body.id}/triads`, {
      authorities: [ref('Kent'), { authorityId: at.east }, ref('Oxfordshire')],
    })
    t.equal(triad.status, 201, triad.text)
    t.equal(triad.body.pairsBefore, 1, 'Kent has met what was Surrey')
    t.equal(triad.body.authorities.find(({ id }: { id: string }) => id === at.east).gssCode, null)

    const old = { label: 'x', window: { first: '2027-10-01', last: '2028-07-14' } }
    const withSurrey = { ...old, participants: [{ authority: ref('Surrey') }] }
    t.match(await at.consultant.post('/v1/rounds', withSurrey), {
      status: 400,
      body: {
        errors: [
          {
            pointer: '/participants/0/authority',
            detail: 'Surrey ended on Thursday 1 April 2027: name East Surrey and West Surrey instead.',
          },
        ],
      },
    })
    const early = { label: 'y', window: { first: '2026-10-01', last: '2027-07-14' } }
    t.match(
      await at.consultant.post('/v1/rounds', {
        ...early,
        participants: [{ authority: { authorityId: at.east } }],
      }),
      {
        status: 400,
        body: { detail: /East Surrey begins on Thursday 1 April 2027: until then name Surrey\./ },
      },
    )
  },
)

void eachEngine(t, 'should ask the old calendars about the new authorities', async (t, database) => {
  const at = await startSurrey(t, database)
  await at.split()
  const { body: calendar } = await at.consultant.post('/v1/calendars', {
    kind: 'school-holiday',
    name: 'School terms, Surrey',
    scope: { kind: 'authorities', authorities: [ref('Surrey')] },
    coversFrom: '2026-09-01',
    coversTo: '2027-08-31',
    commitments: [{ title: 'May half term', from: '2027-05-31', to: '2027-06-04' }],
  })
  t.ok(calendar.id)
  const { clashes } = await meeting(at.consultant, at.round.id, '2027-06-02')
  const half = clashes.find(({ rule }: { rule: string }) => rule === 'school-holiday')
  t.match(half, { message: /^School holiday of East Surrey and West Surrey: “May half term”/ })
})

void eachEngine(t, 'should move the office’s feed to whoever takes over', async (t, database) => {
  const at = await startSurrey(t, database)
  const event = await meeting(at.consultant, at.round.id, '2027-05-14')
  const feedOf = async (client: Client) => {
    const { body } = await client.post('/v1/feeds', { name: 'Peer challenge' })
    return new URL(body.addresses.https).pathname
  }
  const has = async (feed: string) =>
    (await at.service.nobody.get(feed)).text.includes(`challenge-event-${event.id}`)
  const old = await feedOf(at.authorities.Surrey?.director as Client)
  t.ok(await has(old))
  await at.split()
  const heirs = await at.directors()
  at.service.setClock('2027-02-10T09:00:00Z')
  const east = await feedOf(heirs.east)
  t.ok(await has(east), 'in post already, and it is theirs on that day')
  t.notOk(await has(old))
  at.service.setClock(AFTER)
  t.ok(await has(east))
})

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

void eachEngine(
  t,
  'should keep whoever goes on in the diary, and what the office answered',
  async (t, database) => {
    const at = await startSurrey(t, database)
    const { consultant, service } = at
    const event = await meeting(consultant, at.round.id, '2027-05-14')
    const medway = at.authorities.Medway?.director as Client
    const { body: feed } = await medway.post('/v1/feeds', { name: 'Peer challenge' })
    const has = async () =>
      (await service.nobody.get(new URL(feed.addresses.https).pathname)).text.includes(event.id)
    const deputy = await appoint(service, consultant, 'Deputy, Medway', { role: 'observer' })
    const at1 = `/v1/challenge-events/${event.id}/attendance/${at.authorities.Medway?.id}`
    const { headers } = await medway.get(at1)
    const answer = { answer: 'substitute', substituteId: deputy.personId }
    t.equal((await medway.put(at1, answer, { 'if-match': headers.etag ?? '' })).status, 200)

    const greater = await at.council('Greater Medway')
    t.equal((await putSuccessors(consultant, at.authorities.Medway?.id ?? '', DAY, [greater])).status, 200)
    t.notOk(await has(), 'the director of Medway has no part in it any more')
    await consultant.post('/v1/appointments', {
      personId: medway.personId,
      role: 'director',
      authorities: [{ authorityId: greater }],
      from: DAY,
    })
    t.ok(await has(), 'and has again, appointed to what takes over')
    const at2 = `/v1/challenge-events/${event.id}/attendance/${greater}`
    t.match((await medway.get(at2)).body, { answer: 'substitute', substitute: { name: 'Deputy, Medway' } })
    const { body: seen } = await consultant.get(`/v1/challenge-events/${event.id}`)
    t.ok(named(seen).includes('Deputy, Medway'))
    const coming = { 'if-match': (await medway.get(at2)).headers.etag ?? '' }
    t.equal(
      (await medway.put(at2, { answer: 'coming' }, coming)).status,
      200,
      'the office of today answers on',
    )
  },
)

void eachEngine(t, 'should say in the hand-over what a coming split asks for', async (t, database) => {
  const at = await startSurrey(t, database)
  const { consultant } = at
  const copy = await consultant.post('/v1/rounds', {
    label: '2027-28',
    window: { first: '2027-10-01', last: '2028-07-14' },
    copyFrom: at.round.id,
    copyTriads: true,
  })
  t.equal(copy.body.pairs.repeated, 3)
  await at.split()
  const told = async (kind: string) =>
    (await consultant.get('/v1/hand-over')).body.items.flatMap((item: { kind: string; sentence: string }) =>
      item.kind === kind ? [item.sentence] : [],
    )
  t.same((await told('vacant-seat')).toSorted(), [
    'East Surrey begins on Thursday 1 April 2027 and has no director for that day.',
    'West Surrey begins on Thursday 1 April 2027 and has no director for that day.',
  ])
  t.same(await told('participant-ended'), [
    'Surrey takes part in 2027-28 and ends on Thursday 1 April 2027, before it begins: name East Surrey and West Surrey instead.',
  ])
  const { body: again } = await consultant.get(`/v1/rounds/${copy.body.id}`)
  t.match(again.pairs, { total: 6, repeated: 5 }, 'as they stand: East and West Surrey have not met')
})

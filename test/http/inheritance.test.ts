import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { kentPdf, upload } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client } from '../fixtures/service.ts'
import { AFTER, BEFORE, DAY, meeting, named, putSuccessors, startSurrey } from '../fixtures/split.ts'

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

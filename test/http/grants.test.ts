import t from 'tap'
import { inTransaction } from '../../src/db/database.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { ABSENT, type Papers, reached, STAGES, startPapers, submitKent } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client, change, type Reply } from '../fixtures/service.ts'

const UNTIL = '2019-12-20T12:00:00Z'

const idOf = (at: Papers, name: string): string => at.papers[name]?.split('/').at(-1) ?? ''

/** What is asked for to open Kent's paper to one of its people. */
const grant = (at: Papers, as: 'assistant' | 'facilitator' | 'observer', more: object = {}): object => ({
  personId: at.people[as].personId,
  as,
  selfAssessmentIds: [idOf(at, 'Kent')],
  until: UNTIL,
  reason: 'Prepares the papers for the meeting.',
  ...more,
})

const must = (reply: Reply): Reply => {
  if (reply.status >= 300) throw new Error(reply.text)
  return reply
}

/** Moves the end of the one appointment that somebody holds. */
const endPost = async (at: Papers, { personId }: Client, until: string | null): Promise<Reply> => {
  const { consultant } = at.people
  const { body } = await consultant.get(`/v1/appointments?personId=${personId}`)
  return must(await change(consultant, `/v1/appointments/${body.items[0].id}`, { until }))
}

void eachEngine(
  t,
  'should open a paper to an assistant by the director’s grant alone',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { document } = await submitKent(at)
    const { consultant, director, challenger, delegate, assistant } = at.people
    const kent = at.papers.Kent ?? ''
    t.equal((await assistant.get(document)).status, 404, 'no grant yet')
    for (const other of [consultant, challenger, delegate, assistant]) {
      const reply = await other.post('/v1/grants', grant(at, 'assistant'))
      t.notOk(reply.status < 300, reply.text)
    }
    t.match(await consultant.post('/v1/grants', grant(at, 'assistant')), {
      status: 403,
      body: { detail: /^Only the director of an authority/ },
    })
    const given = await director.post('/v1/grants', grant(at, 'assistant'))
    t.match(given, {
      status: 201,
      headers: { location: `/v1/grants/${given.body?.id}` },
      body: {
        as: 'assistant',
        selfAssessmentIds: [idOf(at, 'Kent')],
        from: '2019-07-01T09:00:00.000Z',
        until: '2019-12-20T12:00:00.000Z',
        givenBy: director.personId,
        givenAs: 'director',
        revokedAt: null,
      },
    })
    t.equal((await assistant.get(document)).status, 200)
    t.match(await reached(at, database, 'assistant', STAGES.writing), { document: 1 }, 'behind both walls')
    const { body } = await assistant.get(`${kent}/readers`)
    t.match(
      body.mayRead.filter(({ basis }: { basis: string }) => basis === 'assistant'),
      [{ person: { id: assistant.personId }, until: '2019-12-20T12:00:00.000Z', now: true }],
      'the reader list shows it',
    )
    t.equal((await assistant.post(`${kent}/submissions`, {})).status, 403, 'reading is not writing')

    t.equal((await director.delete(`/v1/grants/${given.body.id}`)).status, 204)
    t.equal((await assistant.get(document)).status, 404, 'revoked at once')
    t.match(await reached(at, database, 'assistant', STAGES.writing), { document: 0 })
    t.match(await director.delete(`/v1/grants/${given.body.id}`), {
      status: 409,
      body: { code: 'wrong-state' },
    })
    const past = await director.get(`/v1/grants/${given.body.id}`)
    t.equal(past.body.revokedAt, '2019-07-01T09:00:00.000Z', 'it stays on record')
  },
)

void eachEngine(t, 'should end a grant with time, and with either post', async (t, database) => {
  const at = await startPapers(t, database)
  const { document } = await submitKent(at)
  const { director, assistant } = at.people
  const read = async (clock: string): Promise<number> => {
    at.service.setClock(clock)
    return (await assistant.get(document)).status
  }
  must(await director.post('/v1/grants', grant(at, 'assistant', { from: '2019-08-01T09:00:00+01:00' })))
  t.equal(await read('2019-08-01T07:59:59Z'), 404, 'not yet')
  t.equal(await read('2019-08-01T08:00:00Z'), 200)
  t.equal(await read('2019-12-20T11:59:59Z'), 200)
  t.equal(await read('2019-12-20T12:00:00Z'), 404, 'over')

  at.service.setClock('2019-08-02T09:00:00Z')
  await endPost(at, assistant, '2019-09-01')
  t.equal(await read('2019-08-31T22:59:59Z'), 200)
  t.equal(await read('2019-08-31T23:00:00Z'), 404, 'the appointment has ended')
  at.service.setClock('2019-08-03T09:00:00Z')
  await endPost(at, assistant, null)

  await endPost(at, director, '2019-10-01')
  const successor = await appoint(at.service, at.people.consultant, 'Interim director, Kent', {
    role: 'director',
    authorities: [ref('Kent')],
    from: '2019-10-01',
  })
  t.equal(await read('2019-09-30T22:59:59Z'), 200)
  t.equal(await read('2019-09-30T23:00:00Z'), 404, 'with the director who had given it')
  const renewed = await successor.post('/v1/grants', grant(at, 'assistant'))
  t.equal(renewed.status, 201, 'their successor gives it anew')
  t.equal((await assistant.get(document)).status, 200)
  t.equal((await director.delete(`/v1/grants/${renewed.body.id}`)).status, 404, 'the old one has no say')
})

void eachEngine(t, 'should open a triad’s papers to its facilitator and an observer', async (t, database) => {
  const at = await startPapers(t, database)
  const { document } = await submitKent(at)
  const { consultant, director, facilitator, observer } = at.people
  const [triad, other] = (await consultant.get(`/v1/rounds/${at.roundId}/triads`)).body.items
  const ofTriad = { selfAssessmentIds: undefined, triadId: triad.id }
  const given = await consultant.post('/v1/grants', grant(at, 'facilitator', ofTriad))
  t.equal(given.status, 201, given.text)
  t.same(given.body.selfAssessmentIds, ['Kent', 'Medway', 'Surrey'].map((name) => idOf(at, name)).toSorted())
  t.equal((await facilitator.get(document)).status, 404, 'not named for an event of the triad')
  const event = {
    roundId: at.roundId,
    kind: 'meeting',
    date: '2019-11-15',
    facilitatorIds: [facilitator.personId],
  }
  must(await consultant.post('/v1/challenge-events', { ...event, triadId: other.id }))
  t.equal((await facilitator.get(document)).status, 404, 'nor by another triad’s')
  const meeting = must(
    await consultant.post('/v1/challenge-events', { ...event, triadId: triad.id, date: '2019-11-22' }),
  )
  t.equal((await facilitator.get(document)).status, 200, 'once named')
  t.match(await reached(at, database, 'facilitator', STAGES.writing), { document: 1 })
  const url = `/v1/challenge-events/${meeting.body.id}`
  must(await change(consultant, url, { facilitatorIds: [] }))
  t.equal((await facilitator.get(document)).status, 404, 'named no more')
  t.match(await reached(at, database, 'facilitator', STAGES.writing), { document: 0 })
  must(await change(consultant, url, { facilitatorIds: [facilitator.personId] }))
  t.equal((await facilitator.get(document)).status, 200)

  t.equal((await director.post('/v1/grants', grant(at, 'observer'))).status, 201, 'a director, their own')
  t.equal((await observer.get(document)).status, 200)
  const unknown = { pointer: '/triadId', detail: /yours to open/ }
  for (const [client, triadId] of [
    [director, triad.id],
    [consultant, ABSENT],
    [at.people.stranger, triad.id],
  ] as const) {
    const reply = await client.post(
      '/v1/grants',
      grant(at, 'observer', { selfAssessmentIds: undefined, triadId }),
    )
    t.match(reply, { status: 400, body: { errors: [unknown] } })
  }
})

void eachEngine(t, 'should refuse a grant that is not to be given', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, director, challenger, observer, stranger } = at.people
  const post = async (client: Client, more: object, as: 'assistant' | 'observer' = 'observer') =>
    client.post('/v1/grants', grant(at, as, more))
  const faults = async (client: Client, more: object, as: 'assistant' | 'observer' = 'observer') => {
    const { status, body } = await post(client, more, as)
    return [status, ...(body.errors ?? []).map(({ pointer }: { pointer: string }) => pointer)]
  }
  t.same(await faults(consultant, { until: '2020-08-05T09:00:01Z' }), [400, '/until'], 'beyond 400 days')
  t.same(await faults(consultant, { from: '2019-07-01T08:00:00Z' }), [400, '/from'])
  t.same(await faults(consultant, { until: '0000-01-01T00:00:00Z' }), [400, '/until'])
  t.same(await faults(consultant, { from: '2019-08-01T09:00:00Z', until: '2019-08-01T09:00:00Z' }), [
    400,
    '/until',
  ])
  t.same(await faults(consultant, { triadId: ABSENT }), [400, '/selfAssessmentIds'], 'both')
  t.same(await faults(consultant, { selfAssessmentIds: undefined }), [400, '/selfAssessmentIds'], 'neither')
  t.same(await faults(consultant, { personId: challenger.personId }), [400, '/personId'], 'no observer')
  t.same(await faults(consultant, { personId: ABSENT }), [400, '/personId'])
  t.same(await faults(consultant, { personId: consultant.personId }), [403])
  t.same(await faults(observer, {}), [403])
  const elsewhere = await appoint(at.service, consultant, 'Assistant, Medway', {
    role: 'assistant',
    authorities: [ref('Medway')],
  })
  t.same(await faults(director, { personId: elsewhere.personId }, 'assistant'), [400, '/personId'])

  const two = { selfAssessmentIds: [idOf(at, 'Kent'), idOf(at, 'Medway')] }
  t.same(await faults(director, two), [400, '/selfAssessmentIds/1'], 'another authority’s')
  const absent = await post(director, { selfAssessmentIds: [idOf(at, 'Kent'), ABSENT] })
  t.equal((await post(director, two)).text, absent.text, 'hidden as if absent')
  t.equal((await post(stranger, {})).status, 400, 'another region’s')

  must(
    await consultant.post('/v1/conflicts', {
      personId: consultant.personId,
      authorityId: at.authorities.Kent,
      type: 'family',
      reason: 'Married to its director.',
    }),
  )
  t.same(await faults(consultant, {}), [400, '/selfAssessmentIds/0'], 'a conflict binds the consultant too')
  must(
    await director.post('/v1/conflicts', {
      personId: observer.personId,
      authorityId: at.authorities.Kent,
      type: 'former-post',
      reason: 'Worked there.',
    }),
  )
  t.equal((await post(director, {})).status, 201)
  t.equal((await observer.get(at.papers.Kent ?? '')).status, 404, 'and stands before every grant')
})

void eachEngine(
  t,
  'should show a grant to its reader, the office and the consultant',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, stranger } = at.people
    const papers = ['Kent', 'Medway', 'Buckinghamshire'].map((name) => idOf(at, name))
    const { body } = must(
      await consultant.post('/v1/grants', grant(at, 'observer', { selfAssessmentIds: papers })),
    )
    const url = `/v1/grants/${body.id}`
    const seen = async (client: Client) => {
      const one = await client.get(url)
      const list = await client.get('/v1/grants')
      t.same(list.body.items, one.status === 200 ? [one.body] : [], 'the list and the one agree')
      return one.body.selfAssessmentIds ?? one.status
    }
    t.same(await seen(consultant), papers.toSorted())
    t.same(await seen(at.people.observer), papers.toSorted())
    for (const person of ['director', 'delegate', 'assistant'] as const)
      t.same(await seen(at.people[person]), [papers[0]], person)
    t.same(await seen(at.people.challenger), [papers[1]])
    for (const person of ['contributor', 'moderator', 'facilitator', 'stranger'] as const)
      t.equal(await seen(at.people[person]), 404, person)
    t.equal((await at.people.director.delete(url)).status, 403, 'it opens others’ papers too')
    t.equal((await at.people.observer.delete(url)).status, 403)
    const [hidden, absent] = [await stranger.delete(url), await stranger.delete(`/v1/grants/${ABSENT}`)]
    t.same([hidden.status, hidden.text], [404, absent.text])
    t.equal((await consultant.delete(url)).status, 204)
    const visible = await inTransaction(
      database,
      { regionId: null, personId: stranger.personId, now: new Date(STAGES.writing) },
      (trx) => trx.selectFrom('readingGrant').select('id').execute(),
    )
    t.same(visible, [], 'outside the region there are none')
  },
)

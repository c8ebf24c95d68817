import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { ABSENT, offerKent, startPapers } from '../fixtures/papers.ts'
import { startPlanning } from '../fixtures/plans.ts'
import { ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

const TRUST = 'A children’s trust'
const provider = (...names: Parameters<typeof ref>[0][]) => ({
  name: TRUST,
  authorities: names.map((name) => ({ authority: ref(name) })),
})

void eachEngine(t, 'should say who provides services for whom, and from when', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, director, stranger } = at.people
  t.equal((await director.post('/v1/providers', provider('Kent', 'Medway'))).status, 403)
  for (const [body, pointer] of [
    [provider('Kent', 'Kent'), '/authorities/1'],
    [{ name: TRUST, authorities: [{ authority: { authorityId: ABSENT } }] }, '/authorities/0'],
    [
      { name: TRUST, authorities: [{ authority: ref('Kent'), from: '2021-04-01', until: '2021-04-01' }] },
      '/authorities/0/until',
    ],
    [{ name: '', authorities: [] }, '/name'],
  ] as const)
    t.match(
      await consultant.post('/v1/providers', body),
      { status: 400, body: { errors: [{ pointer }] } },
      pointer,
    )
  const named = await consultant.post('/v1/providers', { name: TRUST, authorities: [{ authority: 'Kent' }] })
  t.match(named.body.errors, [{ pointer: '/authorities/0/authority', detail: /by its code, {"gssCode"/ }])
  t.same((await consultant.get('/v1/providers')).body.items, [], 'and nothing was written')

  const made = await consultant.post('/v1/providers', provider('Medway', 'Kent'))
  t.match(made, { status: 201, body: { name: TRUST, authorities: [{ authority: { name: 'Kent' } }, {}] } })
  const url = `/v1/providers/${made.body.id}`
  t.equal(made.headers.location, url)
  t.match(await consultant.post('/v1/providers', provider('Kent')), {
    status: 409,
    body: { errors: [{ pointer: '/name' }] },
  })
  t.same((await director.get(url)).body, made.body, 'every office of the region sees it')
  t.same((await director.get('/v1/providers')).body.items, [made.body])
  t.equal((await stranger.get(url)).status, 404)

  const renamed = await change(consultant, url, { name: 'Another name' })
  t.match(renamed, { status: 200, body: { name: 'Another name', authorities: made.body.authorities } })
  const ended = { authorities: [{ authority: ref('Kent'), from: null, until: '2020-04-01' }] }
  t.match(await change(consultant, url, ended), {
    status: 200,
    body: { name: 'Another name', authorities: [{ authority: { name: 'Kent' }, until: '2020-04-01' }] },
  })
  const stale = await consultant.patch(url, { name: 'Too late' }, { 'if-match': made.headers.etag ?? '' })
  t.equal(stale.status, 412)
  t.equal((await change(consultant, url, { authorities: [] })).body.authorities.length, 0)
})

void eachEngine(
  t,
  'should keep those who share a provider from moderating each other, and show a triad of theirs',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator } = at.people
    const made = await consultant.post('/v1/providers', provider('Kent', 'Oxfordshire', 'Medway'))
    const offer = () =>
      consultant.post('/v1/moderation-assignments', {
        selfAssessmentId: at.papers.Kent?.split('/').at(-1),
        moderatorId: moderator.personId,
      })
    const refused = await offer()
    t.match(refused, { body: { code: 'conflict-of-interest' } })
    t.match(refused.body.detail, `the same provider of services, ${TRUST}.`)
    const triads = await consultant.get(`/v1/rounds/${at.roundId}/triads`)
    t.match(triads.body.items, [{ sharedProviders: [TRUST] }, { sharedProviders: [] }])

    const until = (day: string) => ({
      authorities: ['Kent', 'Oxfordshire'].map((name) => ({
        authority: ref(name as 'Kent'),
        from: '2018-04-01',
        until: day,
      })),
    })
    // The clock of the papers stands at 1 July 2019.
    await change(consultant, `/v1/providers/${made.body.id}`, until('2019-07-02'))
    t.match(await offer(), { body: { code: 'conflict-of-interest' } }, 'on its last day')
    await change(consultant, `/v1/providers/${made.body.id}`, until('2019-07-01'))
    t.match(await offerKent(at, moderator), /^\/v1/, 'after it')
  },
)

void eachEngine(t, 'should plan no meeting of two who share a provider', async (t, database) => {
  const { consultant, plan } = await startPlanning(t, database)
  const before = await plan()
  t.match(before, { state: 'planned', isOptimal: true })
  const [{ seats }] = before.events
  const pair: { id: string; name: string }[] = seats
    .slice(0, 2)
    .map((seat: { authorities: object[] }) => seat.authorities[0])
  const made = await consultant.post('/v1/providers', {
    name: TRUST,
    authorities: pair.map(({ id }) => ({ authority: { authorityId: id } })),
  })
  t.equal(made.status, 201)
  const meets = ({
    events,
  }: {
    events: readonly { seats: readonly { authorities: { id: string }[] }[] }[]
  }) =>
    events.some((event) => {
      const ids = event.seats.flatMap((seat) => seat.authorities.map(({ id }) => id))
      return pair.every(({ id }) => ids.includes(id))
    })
  t.ok(meets(before))
  t.match(await consultant.post(`/v1/plans/${before.id}/deploy`), {
    status: 409,
    body: { code: 'wrong-state', detail: /some may not meet any more.*the same provider of services/ },
  })
  const after = await plan()
  t.match(after, { state: 'planned', isOptimal: true })
  t.notOk(meets(after))
  t.ok(after.cost.total >= before.cost.total, 'which costs no less')
  const kept = await plan({ planned: 'dates' })
  t.equal(kept.state, before.state, 'triads that are kept are those of whoever formed them')
})

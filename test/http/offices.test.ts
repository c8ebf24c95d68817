import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound, type TestRound } from '../fixtures/events.ts'
import { moderateKent, move, offerKent, startPapers } from '../fixtures/papers.ts'
import { HAMPSHIRE, ISLE_OF_WIGHT, ref } from '../fixtures/round.ts'
import { appoint, change } from '../fixtures/service.ts'
import { linesOf, subscribe, uidsOf } from '../fixtures/subscriber.ts'

/** Ends the one appointment of an authority's director. */
const leave = async ({ consultant, authorities }: TestRound, name: string, until: string): Promise<void> => {
  const { body } = await consultant.get(`/v1/appointments?personId=${authorities[name]?.director.personId}`)
  const { status, text } = await change(consultant, `/v1/appointments/${body.items[0].id}`, { until })
  if (status !== 200) throw new Error(text)
}

interface Seat {
  readonly name: string
}

const names = (people: readonly Seat[]): string[] => people.map(({ name }) => name)

void eachEngine(
  t,
  'should show a vacant seat, warn of it, and break nothing planned',
  async (t, database) => {
    const at = await startRound(t, database, { policy: { clashes: { minimumDirectors: 2 } } })
    const { consultant, service, authorities } = at
    const id = await at.confirmed()
    const url = `/v1/challenge-events/${id}`
    const triad = `/v1/triads/${at.triads[0]}`
    const directors = ['Director, Kent', 'Director, Medway', 'Director, Surrey']
    t.same(names((await consultant.get(url)).body.people), directors)
    await leave(at, 'Kent', '2019-10-20')

    const event = (await authorities.Medway?.director.get(url))?.body
    t.equal(event.state, 'confirmed')
    t.equal(event.date, FRIDAY)
    t.same(names(event.people), directors.slice(1), 'it keeps its other people')
    t.same(event.vacantAuthorityIds, [authorities.Kent?.id])
    t.match(event.clashes, [
      {
        rule: 'too-few-directors',
        severity: 'warning',
        authorityIds: [authorities.Kent?.id],
        message: `No director in post for Kent on Friday 8 November 2019: the seat is vacant.`,
      },
    ])
    const seats = async () => {
      const { body } = await consultant.get(triad)
      return [names(body.directors).toSorted(), names(body.vacancies)]
    }
    t.same(await seats(), [directors, []], 'before the round has begun, who will be in post on its first day')
    service.setClock('2019-10-21T09:00:00Z')
    t.same(await seats(), [directors.slice(1), ['Kent']], 'then who is in post today')
    t.equal(
      (await change(consultant, triad, { number: 7 })).status,
      200,
      'its size is still of the first day',
    )

    await appoint(service, consultant, 'Interim director, Kent', {
      role: 'director',
      authorities: [ref('Kent')],
      from: '2019-10-25',
    })
    const filled = (await consultant.get(url)).body
    t.same([filled.vacantAuthorityIds, filled.clashes, filled.state], [[], [], 'confirmed'])
    t.same(names(filled.people), [...directors.slice(1), 'Interim director, Kent'])
    t.same((await seats())[1], ['Kent'], 'not before the day')
    service.setClock('2019-10-25T09:00:00Z')
    t.same(await seats(), [[...directors.slice(1), 'Interim director, Kent'], []])
  },
)

void eachEngine(t, 'should give an assistant of two offices the diaries of both', async (t, database) => {
  const at = await startRound(t, database)
  const { consultant, service } = at
  const first = `challenge-event-${await at.proposed()}`
  const second = `challenge-event-${await at.proposed({ triadId: at.triads[1], date: '2019-11-15' })}`
  const once = await appoint(service, consultant, 'Assistant, Kent and Oxfordshire', {
    role: 'assistant',
    authorities: [ref('Kent'), ref('Oxfordshire')],
  })
  const twice = await appoint(service, consultant, 'Assistant, Kent, and of late Oxfordshire', {
    role: 'assistant',
    authorities: [ref('Kent')],
  })
  const more = { personId: twice.personId, role: 'assistant', authorities: [ref('Oxfordshire')] }
  const { body: added } = await consultant.post('/v1/appointments', { ...more, from: '2019-05-10' })
  const texts = new Map<string, string>()
  for (const client of [once, twice]) {
    const feed = await subscribe(service, client)
    const { text } = await feed.fetch()
    t.same(
      uidsOf(text).filter((uid) => uid.startsWith('challenge-event')),
      [first, second],
    )
    t.match(linesOf(text, first).join('\n'), 'For: Director\\, Kent.')
    t.match(linesOf(text, second).join('\n'), 'For: Director\\, Oxfordshire.')
    texts.set(client.personId, text)
    const { body } = await client.get('/v1/me')
    t.equal(body.appointments.length, client === once ? 1 : 2)
  }
  t.equal(
    texts.get(once.personId),
    texts.get(twice.personId),
    'it is the same office, however it is recorded',
  )
  await change(consultant, `/v1/appointments/${added.id}`, { until: '2019-05-11' })
  service.setClock('2019-05-11T09:00:00Z')
  const { text } = await (await subscribe(service, twice)).fetch()
  t.ok(uidsOf(text).includes(first), 'one office ends, the other goes on')
  t.notOk(uidsOf(text).includes(second))
})

void eachEngine(t, 'should seat one director of two authorities once', async (t, database) => {
  const at = await startRound(t, database)
  const { consultant, service, authorities } = at
  const id = await at.confirmed({ triadId: at.triads[1] })
  const url = `/v1/challenge-events/${id}`
  const { body: event } = await consultant.get(url)
  t.equal(event.authorityIds.length, 4)
  t.equal(names(event.people).filter((name) => name.startsWith('Director, Hampshire')).length, 1)
  const feed = await subscribe(service, authorities.Hampshire?.director ?? consultant)
  const text = (await feed.fetch()).text
  t.match(linesOf(text, `challenge-event-${id}`).join('\n'), 'For: Director\\, Hampshire and Isle of Wight.')

  await leave(at, 'Hampshire', '2019-09-01')
  const vacant = (await consultant.get(url)).body
  t.same(
    vacant.vacantAuthorityIds.toSorted(),
    [authorities.Hampshire?.id, authorities['Isle of Wight']?.id].toSorted(),
  )
  t.match(vacant.clashes, [
    { rule: 'too-few-directors', message: /no director in post for Hampshire and Isle of Wight/ },
  ])
  await appoint(service, consultant, 'Director, Hampshire', {
    role: 'director',
    authorities: [HAMPSHIRE],
    from: '2019-09-01',
  })
  const parted = (await consultant.get(url)).body
  t.same(parted.vacantAuthorityIds, [authorities['Isle of Wight']?.id], 'they may part')
  t.equal(parted.state, 'confirmed')
  await appoint(service, consultant, 'Director, Isle of Wight', {
    role: 'director',
    authorities: [ISLE_OF_WIGHT],
    from: '2019-09-01',
  })
  t.equal((await consultant.get(url)).body.people.length, 4)
})

void eachEngine(
  t,
  'should let one person direct and moderate, never their own paper',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { document } = await moderateKent(at)
    const { consultant, 'director elsewhere': both } = at.people
    const post = { personId: both.personId, role: 'moderator', authorities: [ref('Buckinghamshire')] }
    const pooled = await consultant.post('/v1/appointments', { ...post, from: '2019-05-10' })
    t.equal(pooled.status, 201)
    const own = at.papers.Buckinghamshire ?? ''
    const refused = await consultant.post('/v1/moderation-assignments', {
      selfAssessmentId: own.split('/').at(-1),
      moderatorId: both.personId,
    })
    t.match(refused, { status: 409, body: { code: 'conflict-of-interest' } })
    t.equal((await both.get(document)).status, 404)
    const { items } = (await consultant.get('/v1/moderation-assignments')).body
    const { id: unanswered } = items.find(({ state }: { state: string }) => state === 'offered')
    const ended = await move(consultant, `/v1/moderation-assignments/${unanswered}`, 'end', {
      reason: 'Away.',
    })
    t.equal(ended.status, 200, 'a paper has two moderators')
    const assignment = await offerKent(at, both)
    t.equal((await move(both, assignment, 'accept')).status, 200)
    t.equal((await both.get(document)).status, 200, 'as moderator')
    t.equal((await both.get(own)).status, 200, 'as director')
    t.same(
      (await both.get('/v1/me')).body.appointments.map(({ role }: { role: string }) => role).toSorted(),
      ['director', 'moderator'],
    )
    await change(consultant, `/v1/appointments/${pooled.body.id}`, { until: '2019-07-02' })
    at.service.setClock('2019-07-02T09:00:00Z')
    t.equal((await both.get(document)).status, 404, 'one role ends')
    t.equal((await both.get(own)).status, 200, 'the other does not')
  },
)

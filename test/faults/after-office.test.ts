import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { askAll, furnish, must } from '../fixtures/every-operation.ts'
import { startPapers } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, change } from '../fixtures/service.ts'
import { subscribe, uidsOf } from '../fixtures/subscriber.ts'

/** The midnight with which Kent's director leaves. */
const LEAVES = '2019-10-01'
const EVE = '2019-09-30T22:59:59Z'
const MIDNIGHT = '2019-09-30T23:00:00Z'

const EVERY_METHOD = ['get', 'post', 'put', 'patch', 'delete']

void eachEngine(
  t,
  'who has left an office is answered as somebody who never held one, and the office goes on',
  async (t, database) => {
    const at = await startPapers(t, database)
    const ids = await furnish(t, database, at)
    const { consultant, director, assistant } = at.people
    const { body: nobody } = await consultant.post('/v1/people', { name: 'Of the region, in no office' })
    const invited = await consultant.post('/v1/invitations', { personId: nobody.id })
    const never = await at.service.enter(invited.body.code)
    const post = (await consultant.get(`/v1/appointments?personId=${director.personId}`)).body.items[0].id
    must(await change(consultant, `/v1/appointments/${post}`, { until: LEAVES }))
    const successor = await appoint(at.service, consultant, 'Interim director, Kent', {
      role: 'director',
      authorities: [ref('Kent')],
      from: LEAVES,
    })
    const feeds = {
      director: await subscribe(at.service, director),
      assistant: await subscribe(at.service, assistant),
    }
    const paper = at.papers.Kent ?? ''
    const event = `challenge-event-${ids['challenge-events']}`
    const readers = async (): Promise<string[]> =>
      (await assistant.get(`${paper}/readers`)).body.mayRead.map(
        ({ person, basis }: { person: { name: string }; basis: string }) => `${basis}: ${person.name}`,
      )

    at.service.setClock(EVE)
    const before = {
      director: await askAll(at, ids, director, ['get']),
      never: await askAll(at, ids, never, ['get']),
      feed: (await feeds.assistant.fetch()).text,
      readers: await readers(),
    }
    const changed = [...before.director].filter(([id, answer]) => before.never.get(id) !== answer)
    t.ok(changed.length >= 20, `on the eve the director sees more in ${changed.length} operations`)
    t.equal((await successor.get('/v1/authorities')).status, 403, 'the successor not yet')
    t.ok(uidsOf(before.feed).includes(event))

    at.service.setClock(MIDNIGHT)
    const left = await askAll(at, ids, director, EVERY_METHOD)
    const stranger = await askAll(at, ids, never, EVERY_METHOD)
    t.ok(left.size > 60, `${left.size} operations`)
    for (const [operationId, answer] of left) t.equal(answer, stranger.get(operationId), operationId)
    const emptied = await feeds.director.fetch()
    t.equal(emptied.status, 200)
    t.same(uidsOf(emptied.text), [], 'the feed is empty at the next fetch')
    t.same((await director.get('/v1/me')).body.appointments, [])

    const now = await askAll(at, ids, successor, ['get'])
    for (const [operationId, answer] of changed)
      t.equal(now.get(operationId)?.slice(0, 3), answer.slice(0, 3), `the successor has ${operationId}`)
    const feed = await feeds.assistant.fetch()
    t.equal(feed.status, 200, 'the assistant’s address still answers')
    t.same(uidsOf(feed.text), uidsOf(before.feed), 'with the same entries')
    t.same(await readers(), before.readers, 'and the office keeps its reader list')
    const { people } = (await assistant.get(`/v1/challenge-events/${ids['challenge-events']}`)).body
    t.ok(people.some(({ name }: { name: string }) => name === 'Interim director, Kent'))
    t.equal(
      (await assistant.get(`${paper}/documents/${ids.documentId}`)).status,
      404,
      'without reading a paper',
    )
  },
)

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { moveEvent } from '../fixtures/outcomes.ts'
import { ABSENT, moderateKent, type Papers, startPapers } from '../fixtures/papers.ts'
import { pollOf } from '../fixtures/polls.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client, change, type Reply } from '../fixtures/service.ts'
import { subscribe, uidsOf } from '../fixtures/subscriber.ts'

/** What is one's own and not the office's: who one is, and one's keys. */
const OWN = ['/v1/me', '/v1/regions', '/v1/tokens', '/v1/tokens/{id}', '/v1/feeds', '/v1/feeds/{id}']

/** The midnight with which Kent's director leaves. */
const LEAVES = '2019-10-01'
const EVE = '2019-09-30T22:59:59Z'
const MIDNIGHT = '2019-09-30T23:00:00Z'

interface Operation {
  readonly operationId: string
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>
  }
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, { readonly examples?: readonly unknown[] }>>
  }
}

const must = (reply: Reply): Reply => {
  if (reply.status >= 300) throw new Error(reply.text)
  return reply
}

/** A record of each kind around Kent's office, by the part of an address or the field of a body that names it. */
const furnish = async (at: Papers): Promise<Readonly<Record<string, string>>> => {
  const { consultant, director, assistant, observer } = at.people
  const { document, assignment } = await moderateKent(at)
  const last = (url: string) => url.split('/').at(-1) ?? ''
  const made = async (url: string, body: object, client = consultant): Promise<string> =>
    must(await client.post(url, body)).body.id
  const [{ id: triad }] = (await consultant.get(`/v1/rounds/${at.roundId}/triads`)).body.items
  const about = { kind: 'authorities', authorities: [ref('Kent')] }
  const inspections = { kind: 'inspection', name: 'Inspections of Kent', scope: about }
  const calendar = await made('/v1/calendars', inspections, director)
  const days = { title: 'On site', from: '2019-11-04', to: '2019-11-08' }
  const event = { roundId: at.roundId, triadId: triad, kind: 'meeting', date: '2019-11-15' }
  const conflict = {
    personId: at.people.moderator.personId,
    authorityId: at.authorities.Medway,
    type: 'other',
    reason: 'Kin.',
  }
  const paper = last(at.papers.Kent ?? '')
  const grant = {
    as: 'observer',
    selfAssessmentIds: [paper],
    until: '2019-12-20T12:00:00Z',
    reason: 'Looks on.',
  }
  const letter = {
    kind: 'annual-conversation-letter',
    title: 'Letter',
    audience: 'own',
    authorityId: at.authorities.Kent,
    retainUntil: '2021-09-01',
  }
  const posts = await consultant.get(`/v1/appointments?personId=${assistant.personId}`)
  const met = await made('/v1/challenge-events', { ...event, date: '2019-07-05' })
  must(await moveEvent(consultant, `/v1/challenge-events/${met}`, 'confirm'))
  at.service.setClock('2019-07-06T09:00:00Z')
  must(await moveEvent(consultant, `/v1/challenge-events/${met}`, 'hold'))
  const found = { authority: ref('Kent'), kind: 'ask', theme: 'front-door', text: 'How?' }
  const agreed = {
    eventId: met,
    authority: ref('Kent'),
    text: 'Go.',
    owner: ref('Kent'),
    dueOn: '2020-02-28',
  }
  const partner = { theme: 'front-door', text: 'An adviser.', offeredBy: 'lga', name: 'LGA adviser' }
  return {
    outcomes: await made(`/v1/challenge-events/${met}/outcomes`, found, director),
    actions: await made('/v1/actions', agreed, director),
    offers: await made(`/v1/rounds/${at.roundId}/offers`, partner),
    rounds: at.roundId,
    triads: triad,
    'challenge-events': await made('/v1/challenge-events', event),
    calendars: calendar,
    commitmentId: await made(`/v1/calendars/${calendar}/commitments`, days, director),
    'self-assessments': paper,
    documentId: last(document),
    'moderation-assignments': last(assignment),
    'availability-polls': await made('/v1/availability-polls', pollOf(at.roundId, { triadId: triad })),
    authorityId: at.authorities.Kent ?? ABSENT,
    memoranda: await made('/v1/memoranda', { title: 'Memorandum', body: 'To come.', from: '2020-09-01' }),
    papers: await made('/v1/papers', letter, director),
    conflicts: await made('/v1/conflicts', { ...conflict, authorityId: at.authorities.Kent }, director),
    grants: await made('/v1/grants', { ...grant, personId: observer.personId }, director),
    appointments: posts.body.items[0].id,
    people: assistant.personId,
    'moderator-pool': at.people.moderator.personId,
    authorities: at.authorities.Kent ?? ABSENT,
  }
}

/** The kind of record that a field of a body names. */
const FIELDS: Readonly<Record<string, string>> = {
  roundId: 'rounds',
  triadId: 'triads',
  eventId: 'challenge-events',
  selfAssessmentId: 'self-assessments',
  moderatorId: 'people',
  personId: 'people',
  authorityId: 'authorities',
}

/** Asks for every operation of the service in somebody's name, with ids of what is there; answers by operation. */
const askAll = async (
  { service }: Papers,
  ids: Readonly<Record<string, string>>,
  client: Client,
  methods: readonly string[],
): Promise<Map<string, string>> => {
  const { paths, components } = service.app.swagger() as unknown as Document
  const bodyOf = ({ requestBody }: Operation): unknown => {
    const name = requestBody?.content['application/json']?.schema.$ref?.split('/').at(-1)
    const example = name === undefined ? {} : (components.schemas[name]?.examples?.[0] ?? {})
    return JSON.parse(JSON.stringify(example), (key, value) => ids[FIELDS[key] ?? ''] ?? value)
  }
  const answers = new Map<string, string>()
  for (const [path, operations] of Object.entries(paths)) {
    if (!path.startsWith('/v1/') || OWN.includes(path)) continue
    for (const [method, operation] of Object.entries(operations)) {
      if (!methods.includes(method)) continue
      const reply = await service.send({
        method: method.toUpperCase() as 'GET',
        url: path
          .replace('{id}', ids[path.split('/')[2] ?? ''] ?? ABSENT)
          .replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? ABSENT),
        headers: {
          authorization: `Bearer ${client.token}`,
          ...(method !== 'get' && { 'if-match': '*' }),
        },
        ...(method !== 'get' && method !== 'delete' && { payload: bodyOf(operation) as object }),
      })
      answers.set(operation.operationId, `${reply.status} ${reply.text}`)
    }
  }
  return answers
}

const EVERY_METHOD = ['get', 'post', 'put', 'patch', 'delete']

void eachEngine(
  t,
  'who has left an office is answered as somebody who never held one, and the office goes on',
  async (t, database) => {
    const at = await startPapers(t, database)
    const ids = await furnish(at)
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

import t, { type Test } from 'tap'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { askedAllocation } from '../fixtures/moderation-plans.ts'
import { moveEvent, must } from '../fixtures/outcomes.ts'
import { pollOf } from '../fixtures/polls.ts'
import { addSouthEast, EVERYBODY, ref, roundRequest } from '../fixtures/round.ts'
import { appoint, type Client, startService } from '../fixtures/service.ts'

const ABSENT = '00000000-0000-4000-8000-000000000000'

/** A record of each kind in a region, by the first part of its address; and the second part's, where there is one. */
const furnish = async (
  t: Test,
  database: TestDatabase,
  service: Awaited<ReturnType<typeof startService>>,
  consultant: Client,
) => {
  const made = async (
    reply: Promise<{ status: number; body: { id: string }; text: string }>,
  ): Promise<string> => {
    const { status, body, text } = await reply
    if (status !== 201 && status !== 202) throw new Error(`not made: ${text}`)
    return body.id
  }
  const { Kent, Medway } = await addSouthEast(service, consultant)
  const moderator = await appoint(service, consultant, 'Moderator, Surrey', { role: 'moderator' })
  const triads = [[ref('Kent'), ref('Medway'), ref('Surrey')]]
  const round = await made(consultant.post('/v1/rounds', roundRequest({ participants: EVERYBODY, triads })))
  const { body: listed } = await consultant.get(`/v1/rounds/${round}/triads`)
  const triad = listed.items[0].id
  const event = await made(
    consultant.post('/v1/challenge-events', {
      roundId: round,
      triadId: triad,
      kind: 'meeting',
      date: '2019-11-13',
    }),
  )
  const { body: papers } = await consultant.get(`/v1/rounds/${round}/self-assessments`)
  const paper = papers.items.find((each: { authority: { id: string } }) => each.authority.id === Kent?.id).id
  for (const name of ['Second moderator', 'Third moderator'])
    await appoint(service, consultant, name, { role: 'moderator' })
  const { plan: allocation, question } = await askedAllocation(t, database, consultant, {
    roundId: round,
    paper,
  })
  const plan = await made(consultant.post(`/v1/rounds/${round}/plans`, { planned: 'dates' }))
  const rotation = await made(consultant.post('/v1/rotations', { years: 2 }))
  const directed = await made(
    consultant.post('/v1/rounds', roundRequest({ label: 'Directed', method: 'directed' })),
  )
  const challengePlan = await made(consultant.post(`/v1/rounds/${directed}/challenge-plans`, {}))
  const visitPlan = await made(consultant.post(`/v1/rounds/${round}/visit-plans`, {}))
  const calendar = await made(
    consultant.post('/v1/calendars', { kind: 'conference', name: 'Conferences', scope: { kind: 'region' } }),
  )
  const commitment = await made(
    consultant.post(`/v1/calendars/${calendar}/commitments`, {
      title: 'Conference',
      from: '2019-11-13',
      to: '2019-11-13',
    }),
  )
  const { body: clashes } = await consultant.get(`/v1/rounds/${round}/clashes`)
  const { body: waiver } = await consultant.post(`/v1/rounds/${round}/waivers`, {
    clashId: clashes.items[0].id,
    reason: 'Nobody of them goes.',
  })
  const assignment = await made(
    consultant.post('/v1/moderation-assignments', {
      selfAssessmentId: paper,
      moderatorId: moderator.personId,
      acceptBy: '2019-08-05',
      commentsDue: '2019-09-06',
    }),
  )
  const conflict = await made(
    consultant.post('/v1/conflicts', {
      personId: moderator.personId,
      authorityId: Medway?.id,
      type: 'former-post',
      reason: 'Worked there until 2017.',
    }),
  )
  const observer = await appoint(service, consultant, 'Observer', { role: 'observer' })
  const grant = await made(
    consultant.post('/v1/grants', {
      personId: observer.personId,
      as: 'observer',
      selfAssessmentIds: [paper],
      until: '2019-12-20T12:00:00Z',
      reason: 'Evaluates the programme.',
    }),
  )
  const poll = await made(
    consultant.post('/v1/availability-polls', pollOf(round, { authorities: [ref('Kent')] })),
  )
  const memorandum = await made(
    consultant.post('/v1/memoranda', { title: 'Memorandum', body: 'To come.', from: '2020-09-01' }),
  )
  const letter = await made(
    consultant.post('/v1/papers', {
      kind: 'annual-conversation-letter',
      title: 'Letter',
      audience: 'own',
      authorityId: Kent?.id,
      retainUntil: '2021-09-01',
    }),
  )
  must(await moveEvent(consultant, `/v1/challenge-events/${event}`, 'confirm'))
  service.setClock('2019-11-14T09:00:00Z')
  must(await moveEvent(consultant, `/v1/challenge-events/${event}`, 'hold'))
  const about = { authority: ref('Kent'), text: 'As found.' }
  const found = { ...about, kind: 'ask', theme: 'front-door' }
  const outcome = await made(consultant.post(`/v1/challenge-events/${event}/outcomes`, found))
  const agreed = { ...about, eventId: event, owner: ref('Kent'), dueOn: '2020-02-28' }
  const action = await made(consultant.post('/v1/actions', agreed))
  const partner = { theme: 'front-door', text: 'An adviser.', offeredBy: 'lga', name: 'LGA adviser' }
  const offer = await made(consultant.post(`/v1/rounds/${round}/offers`, partner))
  const trust = { name: 'Trust', authorities: [{ authority: ref('Kent') }] }
  const provider = await made(consultant.post('/v1/providers', trust))
  const appointment = (await consultant.get('/v1/appointments')).body.items[0].id
  const invitation = (await consultant.get('/v1/invitations')).body.items[0].id
  const ids: Readonly<Record<string, string>> = {
    rounds: round,
    plans: plan,
    rotations: rotation,
    'challenge-plans': challengePlan,
    'moderation-plans': allocation,
    'moderation-questions': question,
    'visit-plans': visitPlan,
    triads: triad,
    'challenge-events': event,
    calendars: calendar,
    'availability-polls': poll,
    outcomes: outcome,
    actions: action,
    offers: offer,
    'self-assessments': paper,
    'moderation-assignments': assignment,
    conflicts: conflict,
    memoranda: memorandum,
    papers: letter,
    grants: grant,
    appointments: appointment,
    invitations: invitation,
    people: moderator.personId,
    'moderator-pool': moderator.personId,
    authorities: String(Kent?.id),
    providers: provider,
  }
  return {
    ids,
    second: {
      commitmentId: commitment,
      documentId: ABSENT,
      authorityId: String(Kent?.id),
      waiverId: waiver.id,
    } as Readonly<Record<string, string>>,
  }
}

/** A body that would be right for an operation, from the document's own examples, with its media type. */
const exampleFor = (
  operation: {
    requestBody?: { content: Record<string, { schema: { $ref?: string; examples?: unknown[] } }> }
    parameters?: readonly {
      readonly name: string
      readonly in: string
      readonly required?: boolean
      readonly schema: { readonly enum?: readonly string[] }
    }[]
  },
  schemas: Readonly<Record<string, { examples?: unknown[] }>>,
): { readonly type: string; readonly body: unknown } => {
  const [type = 'application/json', content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const schema = content?.schema
  const named = schema?.$ref ? schemas[schema.$ref.replace('#/components/schemas/', '')] : schema
  return { type, body: named?.examples?.[0] ?? {} }
}

/** The queries without which an operation is not asked rightly. */
const queryFor = ({ parameters = [] }: Parameters<typeof exampleFor>[0]): string =>
  new URLSearchParams(
    parameters.flatMap(({ name, in: place, required, schema }): [string, string][] =>
      place === 'query' && required ? [[name, schema.enum?.[0] ?? 'x']] : [],
    ),
  ).toString()

void eachEngine(t, 'a region sees nothing of another, whatever it asks', async (t, database) => {
  const service = await startService(t, database)
  const south = await service.region('South East')
  const north = await service.region('North West')
  const { ids, second } = await furnish(t, database, service, south.consultant)
  const { paths, components } = service.app.swagger() as unknown as {
    paths: Record<string, Record<string, Parameters<typeof exampleFor>[0] & { operationId: string }>>
    components: { schemas: Record<string, { examples?: unknown[] }> }
  }

  for (const [path, methods] of Object.entries(paths)) {
    const kind = path.split('/')[2] ?? ''
    if (!path.startsWith('/v1/')) continue
    for (const [method, operation] of Object.entries(methods)) {
      const { type, body } = exampleFor(operation, components.schemas)
      const takesBody = method !== 'get' && method !== 'delete'
      const ask = (first: string, other: (name: string) => string) =>
        service.send({
          method: method.toUpperCase() as 'GET',
          url: `${path.replace('{id}', first).replace(/\{(\w+)\}/, (_, name) => other(name))}?${queryFor(operation)}`,
          headers: {
            authorization: `Bearer ${north.consultant.token}`,
            ...(method !== 'get' && { 'if-match': '"any"' }),
            ...(takesBody && { 'content-type': type }),
          },
          ...(takesBody && { payload: body as object }),
        })
      if (!path.includes('{')) {
        if (method !== 'get' || path === '/v1/regions' || path === '/v1/audit-entries') continue
        const { text } = await ask('', () => '')
        const leaked = [...Object.values(ids), ...Object.values(second)].filter(
          (id) => id !== ABSENT && text.includes(id),
        )
        t.same(leaked, [], `${operation.operationId} lists nothing of it`)
        continue
      }
      const id = ids[kind]
      if (id === undefined) continue
      const hidden = await ask(id, (name) => second[name] ?? ABSENT)
      const absent = await ask(ABSENT, () => ABSENT)
      t.same(
        [hidden.status, hidden.text],
        [absent.status, absent.text],
        `${operation.operationId} answers as if absent`,
      )
      if (method === 'get') t.equal(hidden.status, 404, operation.operationId)
    }
  }
})

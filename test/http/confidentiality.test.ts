import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import {
  ABSENT,
  COMMENTS,
  kentPdf,
  moderateKent,
  move,
  offerKent,
  PEOPLE,
  type Person,
  reached,
  STAGES,
  startPapers,
  submitKent,
  upload,
} from '../fixtures/papers.ts'
import { recordStatements } from '../fixtures/statements.ts'

const READING = ['', '/submissions', '/comments', '/readers', '/document'] as const

void eachEngine(t, 'should answer a hidden record as it answers an absent one', async (t, database) => {
  const statements = recordStatements(database)
  const at = await startPapers(t, database)
  const { document, assignment } = await moderateKent(at)
  const { consultant } = at.people
  const conflict = await consultant.post('/v1/conflicts', {
    personId: at.people.moderator.personId,
    authorityId: at.authorities.Surrey,
    type: 'other',
    reason: 'Found.',
  })
  const paper = at.papers.Kent ?? ''
  const gets = [...READING.map((part) => (part === '/document' ? document : paper + part)), assignment]
  const asks: [method: 'GET' | 'POST' | 'PATCH', url: string, body: object | undefined][] = [
    ...[...gets, `/v1/conflicts/${conflict.body.id}`].map((url): ['GET', string, undefined] => [
      'GET',
      url,
      undefined,
    ]),
    ['POST', `${paper}/submissions`, { sections: [{ title: 'Strengths', text: 'Our front door.' }] }],
    ['POST', `${assignment}/accept`, undefined],
    ['POST', `${assignment}/decline`, { reason: 'No.' }],
    ['POST', `${assignment}/end`, { reason: 'No.' }],
    ['POST', `${assignment}/submit-comments`, COMMENTS],
    ['PATCH', `/v1/conflicts/${conflict.body.id}`, { until: null }],
  ]
  const outsiders: Person[] = ['challenger', 'second moderator', 'stranger']
  const ask = async (person: Person, [method, url, body]: (typeof asks)[number]) => {
    statements.length = 0
    const { headers, ...reply } = await at.service.send({
      method,
      url,
      headers: { authorization: `Bearer ${at.people[person].token}`, 'if-match': '"any"' },
      ...(body && { payload: body }),
    })
    const { date, ...rest } = headers
    return { answer: { ...reply, headers: rest }, statements: [...statements], type: typeof date }
  }
  const entries = async () => {
    const reader = at.people.consultant
    let items: Record<string, unknown>[] = []
    for (let cursor: string | null = '0'; cursor !== null; ) {
      const { body } = await reader.get(`/v1/audit-entries?limit=500&cursor=${cursor}`)
      items = [...items, ...body.items]
      cursor = body.nextCursor
    }
    return items
  }
  for (const person of outsiders) {
    const known = (await entries()).length
    for (const [method, url, body] of asks) {
      const hidden = await ask(person, [method, url, body])
      const absent = await ask(person, [method, url.replace(/[0-9a-f-]{36}/g, ABSENT), body])
      t.equal(hidden.answer.status, 404, `${person}: ${method} ${url}`)
      t.same(hidden.answer, absent.answer)
      t.same(hidden.statements, absent.statements)
    }
    if (person === 'stranger') continue
    const ofPerson = (await entries()).slice(known).filter((entry) => entry.outcome === 'refused')
    const reasons = ofPerson.map(({ detail }) => (detail as { reason?: string }).reason)
    t.ok(reasons.includes('absent') && reasons.some((reason) => reason && reason !== 'absent'))
    t.equal(ofPerson.length, 2 * asks.length)
    for (let index = 0; index < ofPerson.length; index += 2) {
      const [hidden, absent] = ofPerson
        .slice(index, index + 2)
        .map(({ sequence, hash, subjectId, correlationId, detail, ...rest }) => {
          t.type(sequence, 'number')
          t.type(hash, 'string')
          t.type(correlationId, 'string')
          const { reason, ...said } = detail as { reason?: string }
          return { ...rest, said, named: typeof subjectId }
        })
      t.same(hidden, absent)
    }
  }
})

void eachEngine(t, 'should answer outsiders alike whatever the secret is', async (t, database) => {
  const at = await startPapers(t, database)
  const paper = at.papers.Kent ?? ''
  const outsiders: Person[] = [
    'challenger',
    'director elsewhere',
    'second moderator',
    'facilitator',
    'observer',
    'assistant',
  ]
  const urls = [
    paper,
    `${paper}/submissions`,
    `${paper}/comments`,
    `/v1/rounds/${at.roundId}/self-assessments`,
    `/v1/rounds/${at.roundId}`,
    `/v1/rounds/${at.roundId}/triads`,
    `/v1/rounds/${at.roundId}/participants`,
    '/v1/rounds',
    '/v1/moderation-assignments',
    '/v1/me',
  ]
  await offerKent(at, at.people['second moderator'])
  const [{ id }] = (await at.people['second moderator'].get('/v1/moderation-assignments')).body.items
  const look = async () => {
    const seen: object[] = []
    for (const person of outsiders) {
      for (const url of [
        ...urls,
        `/v1/moderation-assignments/${id}`,
        ...(person === 'assistant' ? [] : ['/v1/conflicts']),
        // An office sees what was done with its papers, this look at them too.
        ...(['second moderator', 'facilitator', 'observer'].includes(person) ? ['/v1/audit-entries'] : []),
      ]) {
        const { headers, ...reply } = await at.people[person].get(url)
        seen.push({ person, url, ...reply, headers: { ...headers, date: null } })
      }
    }
    return seen
  }
  const awaited = await look()
  await upload(at, at.people.director, paper, kentPdf)
  await submitKent(at)
  t.same(await look(), awaited, 'submitted')
  const assignment = await offerKent(at, at.people.moderator)
  await move(at.people.moderator, assignment, 'accept')
  await submitKent(at)
  await move(at.people.moderator, assignment, 'submit-comments', COMMENTS)
  t.same(await look(), awaited, 'moderated, and submitted again')
  const reason = { reason: 'I know its director.', conflict: { type: 'other' } }
  await move(at.people.consultant, assignment, 'end', { reason: 'Done.' })
  await at.people.moderator.post('/v1/conflicts', {
    personId: at.people.moderator.personId,
    authorityId: at.authorities.Kent,
    type: reason.conflict.type,
    reason: reason.reason,
  })
  t.same(await look(), awaited, 'ended, with a conflict')
})

void eachEngine(t, 'should leak nothing with the first wall switched off', async (t, database) => {
  const at = await startPapers(t, database)
  const { document, assignment } = await moderateKent(at)
  const nothing = {
    document: 0,
    documentChunk: 0,
    submission: 0,
    submissionDocument: 0,
    moderationComments: 0,
  }
  const all = { document: 1, documentChunk: 1, submission: 1, submissionDocument: 1, moderationComments: 1 }
  let shared = false
  const agree = async (stage: string, now: string) => {
    at.service.setClock(now)
    for (const person of PEOPLE) {
      const { status } = await at.people[person].get(document)
      const moderationComments = Number(shared || person === 'moderator')
      const expected = status === 200 ? { ...all, moderationComments } : nothing
      t.same(await reached(at, database, person, now), expected, `${stage}: ${person}`)
    }
  }
  await agree('before release', STAGES.writing)
  await agree('in the last instant before release', '2019-09-12T22:59:59.999Z')
  await agree('in the first instant after release', '2019-09-12T23:00:00.000Z')
  await move(at.people.consultant, assignment, 'end', { reason: 'Done.' })
  await agree('moderation ended', STAGES.released)
  const [appointment] = (
    await at.people.consultant.get(`/v1/appointments?personId=${at.people.challenger.personId}`)
  ).body.items
  const url = `/v1/appointments/${appointment.id}`
  const { headers } = await at.people.consultant.get(url)
  await at.people.consultant.patch(url, { until: '2019-09-14' }, { 'if-match': headers.etag ?? '' })
  await agree('on the last day in post', '2019-09-13T22:59:59.999Z')
  t.equal((await at.people.challenger.get(document)).status, 200)
  await agree('on the first day after', '2019-09-13T23:00:00.000Z')
  t.equal((await at.people.challenger.get(document)).status, 404)
  t.equal(
    (await move(at.people.consultant, `${at.papers.Kent}/moderation`, 'close', { reason: 'Ill.' })).status,
    200,
  )
  shared = true
  await agree('moderation closed with one set of comments', '2019-09-13T23:00:00.000Z')
  const elsewhere = '00000000-0000-4000-8000-000000000000'
  t.same(await reached(at, database, 'director', STAGES.released, null), nothing, 'no region set')
  t.same(await reached(at, database, 'director', STAGES.released, elsewhere), nothing, 'another region')
  t.same(await reached(at, database, 'stranger', STAGES.released), nothing, 'another region’s consultant')
})

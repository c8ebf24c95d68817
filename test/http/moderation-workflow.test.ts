import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import {
  acceptKent,
  COMMENTS,
  move,
  offerKent,
  startPapers,
  submitKent,
  thirdModerator,
} from '../fixtures/papers.ts'
import type { Client, Reply } from '../fixtures/service.ts'

const DRAFT = {
  overall: 'Well evidenced.',
  sections: [{ section: 'Strengths', text: 'A clear account of the front door.' }],
  linesOfEnquiry: [{ section: null, question: 'Which risks do the figures not show yet?' }],
}

/** Writes something as somebody who has just read it. */
const put = async (client: Client, url: string, body: object, readAt = url): Promise<Reply> => {
  const { headers } = await client.get(readAt)
  return client.put(url, body, { 'if-match': headers.etag ?? '"none"' })
}

void eachEngine(
  t,
  'should keep a draft to its moderator, submit it, sign off, and reopen with a reason',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, director } = at.people
    await submitKent(at)
    const assignment = await offerKent(at, moderator)
    const draft = `${assignment}/comments-draft`
    t.match(await put(moderator, draft, DRAFT), { status: 409, body: { code: 'wrong-state' } })
    await move(moderator, assignment, 'accept')
    t.match((await moderator.get(draft)).body, { overall: null, sections: [], savedAt: null })
    t.equal((await moderator.put(draft, DRAFT)).status, 428)
    const saved = await put(moderator, draft, DRAFT)
    t.match(saved, { status: 200, body: { ...DRAFT, savedAt: '2019-07-01T09:00:00.000Z' } })
    const stale = await moderator.put(draft, {}, { 'if-match': '"stale"' })
    t.equal(stale.status, 412)
    const twice = { sections: [...DRAFT.sections, ...DRAFT.sections] }
    t.match(await put(moderator, draft, twice), {
      status: 400,
      body: { errors: [{ pointer: '/sections/1/section' }] },
    })
    t.equal((await consultant.get(draft)).status, 404, 'not even the consultant')

    const submitted = await move(moderator, assignment, 'submit-comments', {})
    t.match(submitted.body, { state: 'comments-submitted', comments: { edition: 1, ...DRAFT } })
    const tooLate = await put(moderator, draft, DRAFT)
    t.match(tooLate, {
      status: 409,
      body: { code: 'wrong-state', detail: /Now it can be signed off, reopened/ },
    })
    t.match((await moderator.get(draft)).body, { overall: null, savedAt: null }, 'used up')
    const signed = await move(consultant, assignment, 'sign-off')
    t.match(signed.body, { state: 'signed-off', signedOffAt: '2019-07-01T09:00:00.000Z' })
    t.match(await move(moderator, assignment, 'reopen', { reason: 'x' }), { status: 403 })
    t.match(await move(consultant, assignment, 'reopen', {}), { status: 400 }, 'never without a reason')
    const reason = 'The figures were corrected.'
    const reopened = await move(consultant, assignment, 'reopen', { reason })
    t.match(reopened.body, { state: 'accepted', reason, signedOffAt: null })
    t.same(
      (await director.get(`${at.papers.Kent}/comments`)).body.items,
      [],
      'private while they are reopened',
    )
    t.match(await move(moderator, assignment, 'submit-comments', {}), { status: 400 }, 'nothing to say')
    const again = await move(moderator, assignment, 'submit-comments', COMMENTS)
    t.match(again.body, { state: 'comments-submitted', reason: null, comments: { edition: 2, ...COMMENTS } })
    t.match((await director.get(`${at.papers.Kent}/comments`)).body.items, [{ edition: 2, ...COMMENTS }])
  },
)

void eachEngine(
  t,
  'should keep several moderators’ comments private until all are in, and reconcile them into one report',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, director, challenger, facilitator, 'second moderator': second } = at.people
    await submitKent(at)
    const paper = at.papers.Kent ?? ''
    const one = await acceptKent(at, moderator)
    at.service.setClock('2019-07-02T09:00:00Z')
    const two = await acceptKent(at, second)
    const extra = {
      selfAssessmentId: paper.split('/').at(-1),
      moderatorId: (await thirdModerator(at)).personId,
    }
    t.match(await consultant.post('/v1/moderation-assignments', extra), {
      status: 409,
      body: { code: 'conflict', detail: /two moderators/ },
    })
    await move(moderator, one, 'submit-comments', COMMENTS)
    const seen = async (client: Client) => (await client.get(`${paper}/comments`)).body.items.length
    t.equal(await seen(moderator), 1)
    for (const client of [second, director, consultant]) t.equal(await seen(client), 0, 'private')
    t.match((await consultant.get(`${paper}/moderation`)).body, {
      commentsShared: false,
      leadId: moderator.personId,
    })
    const report = `${paper}/moderation-report`
    t.match(await put(consultant, report, DRAFT), { status: 409, body: { code: 'wrong-state' } })
    t.equal((await moderator.get(report)).status, 404)
    await move(second, two, 'submit-comments', { overall: 'Candid about what is not known.' })
    for (const client of [moderator, second, director, consultant]) t.equal(await seen(client), 2, 'shared')

    t.match((await second.get(report)).body, { state: 'awaited' })
    t.equal((await put(second, report, DRAFT)).status, 403, 'the lead writes it')
    t.match(await move(moderator, report, 'issue'), { status: 409, body: { detail: /has not been written/ } })
    t.match(await put(moderator, report, DRAFT), { status: 200, body: { state: 'draft', ...DRAFT } })
    t.equal((await second.get(report)).status, 200, 'read by the others')
    for (const client of [director, challenger, facilitator]) t.equal((await client.get(report)).status, 404)
    const lead = await put(
      consultant,
      `${paper}/moderation/lead`,
      { leadId: second.personId },
      `${paper}/moderation`,
    )
    t.match(lead, { status: 200, body: { leadId: second.personId } })
    t.equal((await move(moderator, report, 'issue')).status, 403)
    t.match((await move(second, report, 'issue')).body, { state: 'issued' })
    t.match(await put(second, report, {}), { status: 409, body: { detail: /has been issued.*taken back/ } })
    const read = await director.get(report)
    t.match(read.body, {
      state: 'issued',
      ...DRAFT,
      moderators: [{ id: moderator.personId }, { id: second.personId }],
    })
    t.equal((await challenger.get(report)).status, 404, 'before the release')
    at.service.setClock('2019-09-13T09:00:00Z')
    t.equal((await challenger.get(report)).status, 200)
    for (const person of [
      'facilitator',
      'observer',
      'contributor',
      'assistant',
      'director elsewhere',
    ] as const)
      t.equal((await at.people[person].get(report)).status, 404, person)
    t.match(await move(second, report, 'take-back', { reason: 'x' }), { status: 403 })
    t.match((await move(consultant, report, 'take-back', { reason: 'A name.' })).body, { state: 'draft' })
    t.equal((await challenger.get(report)).status, 404)
  },
)

void eachEngine(
  t,
  'should let the consultant close a paper’s moderation with one set of comments',
  async (t, database) => {
    const at = await startPapers(t, database, { moderation: { anonymous: true } })
    const { consultant, moderator, director, 'second moderator': second } = at.people
    const { document } = await submitKent(at)
    const paper = at.papers.Kent ?? ''
    const one = await acceptKent(at, moderator)
    const two = await acceptKent(at, second)
    const moderation = `${paper}/moderation`
    const reason = 'The second moderator is ill.'
    t.match(await move(consultant, moderation, 'close', { reason }), {
      status: 409,
      body: { code: 'wrong-state', detail: /No comments are in yet/ },
    })
    await move(moderator, one, 'submit-comments', COMMENTS)
    t.equal((await move(director, moderation, 'close', { reason })).status, 403)
    const closed = await move(consultant, moderation, 'close', { reason })
    t.match(closed, { status: 200, body: { commentsShared: true, closedBecause: reason } })
    t.match((await second.get(two)).body, { state: 'ended', reason })
    t.equal((await second.get(document)).status, 404)
    t.equal((await director.get(`${paper}/comments`)).body.items.length, 1)
    t.match((await consultant.get(paper)).body, { state: 'moderated' })
    for (const [client, path] of [
      [moderator, one],
      [consultant, one],
    ] as const)
      t.match(await move(client, path, 'reopen', { reason }), { status: 409, body: { detail: /was closed/ } })
    t.match(await move(consultant, moderation, 'close', { reason }), { status: 409 })
    await put(consultant, `${paper}/moderation-report`, DRAFT)
    await move(consultant, `${paper}/moderation-report`, 'issue')
    t.match((await director.get(`${paper}/moderation-report`)).body, { state: 'issued', moderators: null })
    t.match((await consultant.get(`${paper}/moderation-report`)).body, {
      moderators: [{ id: moderator.personId }],
    })
    t.match(await move(consultant, moderation, 'reopen', { reason }), {
      status: 200,
      body: { closedAt: null },
    })
    t.match(await move(consultant, moderation, 'reopen', { reason }), { status: 409 })
  },
)

void eachEngine(
  t,
  'should hold a round without moderation, or with one moderator a paper',
  async (t, database) => {
    const at = await startPapers(t, database, { moderation: { moderators: 0 } })
    const { consultant, moderator } = at.people
    const offer = { selfAssessmentId: at.papers.Kent?.split('/').at(-1), moderatorId: moderator.personId }
    t.match(await consultant.post('/v1/moderation-assignments', offer), {
      status: 409,
      body: { code: 'wrong-state', detail: /without moderation/ },
    })
  },
)

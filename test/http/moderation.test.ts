import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { COMMENTS, move, offerKent, startPapers, submitKent } from '../fixtures/papers.ts'
import { appoint } from '../fixtures/service.ts'

void eachEngine(
  t,
  'should moderate the submission fixed at acceptance, and offer a later one',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, director } = at.people
    const { document } = await submitKent(at)
    const assignment = await offerKent(at, moderator)
    const offered = await moderator.get(assignment)
    t.match(offered.body, {
      state: 'offered',
      acceptBy: '2019-07-31',
      commentsDue: '2019-09-06',
      authority: { name: 'Kent' },
      submission: null,
      overdue: null,
    })
    t.equal((await moderator.get(document)).status, 404, 'nothing of it before acceptance')
    t.match((await moderator.get('/v1/moderation-assignments')).body.items, [{ state: 'offered' }])

    t.equal((await moderator.post(`${assignment}/accept`)).status, 428)
    t.equal((await moderator.post(`${assignment}/accept`, undefined, { 'if-match': '"stale"' })).status, 412)
    const accepted = await move(moderator, assignment, 'accept')
    t.match(accepted, {
      status: 200,
      body: { state: 'accepted', laterVersion: null, submission: { version: 1 } },
    })
    t.match(await move(moderator, assignment, 'accept'), { status: 409, body: { code: 'wrong-state' } })
    t.equal((await moderator.get(document)).status, 200)

    const { document: later } = await submitKent(at)
    const view = await moderator.get(assignment)
    t.match(view.body, { submission: { version: 1 }, laterVersion: 2 })
    t.equal((await moderator.get(later)).status, 200, 'offered')
    const returned = await move(moderator, assignment, 'submit-comments', COMMENTS)
    t.match(returned.body, { state: 'comments-submitted', comments: { version: 1, ...COMMENTS } })
    t.match(await move(moderator, assignment, 'end', { reason: 'Done.' }), { status: 403 })

    const report = await director.get(`${at.papers.Kent}/comments`)
    t.match(report.body.items, [{ ...COMMENTS, moderator: { id: moderator.personId } }])
    const paper = await consultant.get(at.papers.Kent ?? '')
    t.match(paper.body, { state: 'moderated', latestVersion: 2 })
    const ended = await move(consultant, assignment, 'end', { reason: 'The round goes on.' })
    t.match(ended.body, { state: 'ended', reason: 'The round goes on.' })
    t.match((await moderator.get(assignment)).body, { state: 'ended', submission: null, comments: null })
    t.equal((await moderator.get(document)).status, 404, 'closed with the assignment')
  },
)

void eachEngine(
  t,
  'should give who accepts early the first version, and who accepts late no earlier one',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { moderator, 'second moderator': second } = at.people
    const early = await offerKent(at, moderator)
    const waiting = await move(moderator, early, 'accept')
    t.match(waiting.body, { state: 'accepted', submission: null })
    t.match(await move(moderator, early, 'submit-comments', COMMENTS), {
      status: 409,
      body: { code: 'wrong-state' },
    })
    const { document: first } = await submitKent(at)
    t.match((await moderator.get(early)).body, { submission: { version: 1 } })
    await submitKent(at)
    const late = await offerKent(at, second)
    t.match((await move(second, late, 'accept')).body, { submission: { version: 2 }, laterVersion: null })
    t.equal((await second.get(first)).status, 404, 'what had been replaced')
    const versions = async (client: typeof moderator) =>
      (await client.get(`${at.papers.Kent}/submissions`)).body.items.map(
        ({ version }: { version: number }) => version,
      )
    t.same(await versions(moderator), [1, 2])
    t.same(await versions(second), [2])
  },
)

void eachEngine(
  t,
  'should take a conflict with the refusal, and assign nobody who has one',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, director, 'second moderator': second } = at.people
    const selfAssessmentId = at.papers.Kent?.split('/').at(-1)
    const assignment = await offerKent(at, moderator)
    const reason = 'My sister leads its fostering service.'
    const declined = await move(moderator, assignment, 'decline', { reason, conflict: { type: 'family' } })
    t.match(declined, { status: 200, body: { state: 'declined', reason } })
    const conflicts = await moderator.get('/v1/conflicts')
    t.match(conflicts.body.items, [
      { type: 'family', source: 'person', from: '2019-07-01', until: null, reason },
    ])
    const again = await consultant.post('/v1/moderation-assignments', {
      selfAssessmentId,
      moderatorId: moderator.personId,
    })
    t.match(again, { status: 409, body: { code: 'conflict-of-interest', detail: /sister/ } })

    const own = await appoint(at.service, consultant, 'Moderator, Kent', {
      role: 'moderator',
      authorities: [{ gssCode: 'E10000016' }],
    })
    for (const { personId } of [own, director]) {
      const refused = await consultant.post('/v1/moderation-assignments', {
        selfAssessmentId,
        moderatorId: personId,
      })
      t.match(refused, { status: 409, body: { code: 'conflict-of-interest' } })
    }
    await offerKent(at, second)
    const twice = { selfAssessmentId, moderatorId: second.personId }
    t.match(await consultant.post('/v1/moderation-assignments', twice), {
      status: 409,
      body: { code: 'conflict' },
    })
  },
)

void eachEngine(
  t,
  'should close a paper at once to whoever a conflict is recorded of',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, director, challenger, 'second moderator': second } = at.people
    const { document } = await submitKent(at)
    const assignment = await offerKent(at, moderator)
    await move(moderator, assignment, 'accept')
    t.equal((await moderator.get(document)).status, 200)
    const conflict = {
      personId: moderator.personId,
      authorityId: at.authorities.Kent,
      type: 'former-post',
      reason: 'Left it in May.',
    }
    t.equal((await challenger.post('/v1/conflicts', conflict)).status, 403, 'not of their office')
    const recorded = await director.post('/v1/conflicts', conflict)
    t.match(recorded, { status: 201, body: { source: 'authority', from: '2019-07-01' } })
    t.equal((await moderator.get(document)).status, 404)
    t.match((await moderator.get(assignment)).body, { state: 'accepted', submission: null })
    t.equal((await move(moderator, assignment, 'submit-comments', COMMENTS)).status, 403)

    const url = `/v1/conflicts/${recorded.body.id}`
    t.equal((await second.get(url)).status, 404, 'not theirs to know')
    const { headers } = await consultant.get(url)
    const match = { 'if-match': headers.etag ?? '' }
    t.equal((await moderator.patch(url, { until: '2019-07-02' }, match)).status, 403, 'nobody ends their own')
    t.match(await consultant.patch(url, { until: '2019-07-01' }, match), { status: 400 })
    t.equal((await consultant.patch(url, { until: '2019-07-02' }, match)).status, 200)
    t.equal((await moderator.get(document)).status, 404, 'it stands to the end of the day')
    at.service.setClock('2019-07-02T00:00:00+01:00')
    t.equal((await moderator.get(document)).status, 200)

    const bound = {
      ...conflict,
      personId: consultant.personId,
      type: 'family',
      reason: 'Married to its director.',
    }
    t.equal((await director.post('/v1/conflicts', bound)).status, 201)
    t.equal((await consultant.get(document)).status, 404, 'it binds the consultant too')
    const list = await consultant.get(`/v1/rounds/${at.roundId}/self-assessments`)
    t.notMatch(list.text, 'Kent')
  },
)

void eachEngine(
  t,
  'should keep the workflow to its own moderator and the consultant',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, moderator, 'second moderator': second } = at.people
    await submitKent(at)
    const assignment = await offerKent(at, moderator)
    const match = { 'if-match': (await consultant.get(assignment)).headers.etag ?? '' }
    t.equal((await consultant.post(`${assignment}/accept`, undefined, match)).status, 403)
    t.equal((await second.post(`${assignment}/accept`, undefined, match)).status, 404)
    t.same((await second.get('/v1/moderation-assignments')).body.items, [])
    t.match(
      await move(moderator, assignment, 'end', { reason: 'x' }),
      { status: 403 },
      'an offer is declined',
    )
    await move(moderator, assignment, 'accept')
    const late = await move(consultant, assignment, 'end', { reason: 'x', conflict: { type: 'family' } })
    t.match(late, { status: 400, body: { errors: [{ pointer: '/conflict' }] } })
    const stopped = await move(moderator, assignment, 'end', {
      reason: 'I have found that I know its director.',
      conflict: { type: 'other', until: '2020-01-01' },
    })
    t.match(stopped, { status: 200, body: { state: 'ended', submission: null } })
    t.match((await consultant.get('/v1/conflicts')).body.items, [{ type: 'other', until: '2020-01-01' }])
  },
)

void eachEngine(t, 'should keep to the ceiling and the dates of the round', async (t, database) => {
  const at = await startPapers(t, database, { moderation: { ceiling: 1 } })
  const { consultant, moderator, director } = at.people
  const idOf = (name: string) => at.papers[name]?.split('/').at(-1)
  const offer = (name: string, dates: object = {}) =>
    consultant.post('/v1/moderation-assignments', {
      selfAssessmentId: idOf(name),
      moderatorId: moderator.personId,
      ...dates,
    })
  const backwards = await offer('Kent', { acceptBy: '2019-09-07' })
  t.match(backwards, { status: 400, body: { errors: [{ pointer: '/commentsDue' }] } })
  t.equal((await offer('Kent', { acceptBy: '2019-02-30' })).status, 400, 'no such date')
  t.equal((await offer('Kent', { colour: 'red' })).status, 400, 'no such field')
  const dated = await offer('Kent', { acceptBy: '2019-07-10', commentsDue: '2019-08-30' })
  t.match(dated, { status: 201, body: { acceptBy: '2019-07-10', commentsDue: '2019-08-30' } })
  t.match(await offer('Surrey'), { status: 409, body: { detail: /1 of at most 1/ } })
  t.equal((await director.post('/v1/moderation-assignments', {})).status, 400)
  const notTheirs = { selfAssessmentId: idOf('Kent'), moderatorId: moderator.personId }
  t.equal((await director.post('/v1/moderation-assignments', notTheirs)).status, 403)
  at.service.setClock('2019-07-11T09:00:00Z')
  t.match((await moderator.get('/v1/moderation-assignments')).body.items, [{ overdue: 'accept-by' }])
})

void eachEngine(
  t,
  'should keep the names of moderators where the policy is anonymous',
  async (t, database) => {
    const at = await startPapers(t, database, { moderation: { anonymous: true } })
    const { consultant, moderator, director } = at.people
    const { document } = await submitKent(at)
    const assignment = await offerKent(at, moderator)
    await move(moderator, assignment, 'accept')
    await moderator.get(document)
    await move(moderator, assignment, 'submit-comments', COMMENTS)
    for (const what of ['comments', 'readers', 'submissions']) {
      const { text } = await director.get(`${at.papers.Kent}/${what}`)
      t.notMatch(text, moderator.personId, what)
      t.notMatch(text, 'moderator, Oxfordshire', what)
    }
    t.match((await director.get(`${at.papers.Kent}/comments`)).body.items, [{ moderator: null, ...COMMENTS }])
    const known = await consultant.get(`${at.papers.Kent}/comments`)
    t.match(known.body.items, [{ moderator: { id: moderator.personId } }])
    const own = await moderator.get(`${at.papers.Kent}/comments`)
    t.match(own.body.items, [{ moderator: { id: moderator.personId } }])
  },
)

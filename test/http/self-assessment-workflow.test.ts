import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { ABSENT, kentPdf, move, offerKent, startPapers, submitKent, upload } from '../fixtures/papers.ts'
import { giveTemplate, signKent, step, writeChapter } from '../fixtures/self-assessments.ts'

const PRACTICE = 'quality-of-practice'

void eachEngine(
  t,
  'should go from a draft over its sign-off, a question and an answer to a withdrawal',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, contributor, consultant, delegate, moderator, challenger } = at.people
    const paper = at.papers.Kent ?? ''
    const submissions = `${paper}/submissions`
    await giveTemplate(at)
    await upload(at, contributor, paper, kentPdf)
    t.match(
      await signKent(at, director),
      { status: 400, body: { errors: [{ pointer: `/chapters/${PRACTICE}`, detail: /required and empty/ }] } },
      'a required chapter is missing',
    )
    await writeChapter(at, contributor, PRACTICE, { text: 'Our front door is stable.' })
    t.match((await contributor.get(paper)).body.workflow, { state: 'draft', possible: ['write'] })
    t.equal((await contributor.post(`${paper}/sign-offs`, {}, { 'if-match': '*' })).status, 403)
    t.equal((await delegate.post(`${paper}/sign-offs`, {}, { 'if-match': '*' })).status, 403)
    t.match(await contributor.post(submissions, {}), {
      status: 409,
      body: {
        code: 'wrong-state',
        detail: /is a draft: it cannot be submitted\. Now it can be written by .* signed off by its director/,
      },
    })
    t.match(await step(at, consultant, 'send-back', { question: 'Which?' }), { status: 409 })

    const { headers: stale } = await director.get(`${paper}/draft`)
    await writeChapter(at, contributor, PRACTICE, { text: 'Our front door is steady.' })
    const unread = await director.post(`${paper}/sign-offs`, {}, { 'if-match': stale.etag ?? '' })
    t.equal(unread.status, 412, 'nobody signs what they have not read')
    t.match((await signKent(at, director)).body.workflow, {
      state: 'signed-off',
      signatures: { given: [{ office: 'director', recordedBy: { id: director.personId } }] },
    })
    t.equal((await signKent(at, director)).status, 409, 'once')
    await writeChapter(at, contributor, PRACTICE, { text: 'Our front door stands.' })
    t.match(
      (await director.get(paper)).body.workflow,
      { state: 'draft', signatures: { given: [] } },
      'lapsed',
    )
    await signKent(at, director)
    const first = await contributor.post(submissions, {})
    t.match(first, {
      status: 201,
      body: {
        version: 1,
        sections: [{ key: PRACTICE, title: 'Quality of practice', text: 'Our front door stands.' }],
        documents: [{ name: 'Self-assessment.pdf' }],
      },
    })
    t.same((await director.get(`${paper}/draft`)).body.documents, [], 'the draft of another has none')

    const assignment = await offerKent(at, moderator)
    await move(moderator, assignment, 'accept')
    t.equal((await director.post(`${paper}/send-back`, { question: 'Me?' }, { 'if-match': '*' })).status, 403)
    t.equal(
      (await moderator.post(`${paper}/send-back`, { question: 'Me?' }, { 'if-match': '*' })).status,
      403,
    )
    t.equal(
      (await challenger.post(`${paper}/send-back`, { question: 'Me?' }, { 'if-match': '*' })).status,
      404,
    )
    const question = { question: 'Of which year are the figures?', answerBy: '2019-07-12' }
    t.match((await step(at, consultant, 'send-back', question)).body.workflow, { state: 'sent-back' })
    t.match((await contributor.get(paper)).body.workflow, {
      question: { text: question.question, answerBy: '2019-07-12', by: { id: consultant.personId } },
      possible: ['write'],
    })
    t.match((await moderator.get(paper)).body.workflow, { possible: [], signatures: null, question: null })
    t.equal((await moderator.get(`${paper}/history`)).status, 403)
    t.match(await contributor.post(submissions, {}), { status: 409, body: { detail: /not signed off/ } })
    await writeChapter(at, contributor, PRACTICE, { text: 'Figures of 2018.' })
    t.match((await signKent(at, director)).body.workflow, { state: 'sent-back', possible: /resubmit/ })
    t.match((await contributor.post(submissions, { note: 'Answered.' })).body, {
      version: 2,
      note: 'Answered.',
    })
    t.match((await moderator.get(assignment)).body, { submission: { version: 1 }, laterVersion: 2 })

    t.match((await step(at, director, 'withdraw', { reason: 'Wrong figures.' })).body, {
      state: 'awaited',
      workflow: { state: 'withdrawn' },
    })
    t.equal((await moderator.get(paper)).status, 404, 'closed to its moderator')
    at.service.setClock('2019-09-13T09:00:00Z')
    t.equal((await challenger.get(paper)).status, 404, 'and to who challenges it')
    t.equal((await consultant.get(paper)).status, 200)
    t.match(await step(at, director, 'withdraw', { reason: 'Again.' }), { status: 409 })
    await writeChapter(at, director, PRACTICE, { text: 'Right at last.' })
    await signKent(at, director)
    t.match((await director.post(submissions, {})).body, { version: 3 })
    t.equal((await challenger.get(paper)).status, 200)
    t.equal((await moderator.get(paper)).status, 200)
    const { body: history } = await contributor.get(`${paper}/history?limit=200`)
    const told = history.items.map(({ event, to }: { event: string; to: string }) => `${event} ${to}`)
    t.same(told, [
      'sign-off signed-off',
      'write draft',
      'sign-off signed-off',
      'submit submitted',
      'send-back sent-back',
      'sign-off sent-back',
      'resubmit resubmitted',
      'withdraw withdrawn',
      'sign-off withdrawn',
      'resubmit resubmitted',
    ])
  },
)

void eachEngine(
  t,
  'should take a mailed file from the consultant, and the signature of the director',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, consultant, moderator } = at.people
    const paper = at.papers.Kent ?? ''
    await giveTemplate(at)
    const named = { name: 'Mailed.pdf' }
    t.match(await upload(at, consultant, paper, kentPdf, named), {
      status: 400,
      body: { errors: [{ pointer: '?source' }] },
    })
    const mailed = await at.service.send({
      method: 'POST',
      url: `${paper}/documents?name=Mailed.pdf&source=${encodeURIComponent('Email of 1 July')}`,
      headers: { authorization: `Bearer ${consultant.token}`, 'content-type': 'application/pdf' },
      payload: kentPdf,
    })
    t.match(mailed, { status: 201, body: { source: 'Email of 1 July' } })
    t.equal((await consultant.get(`${paper}/documents/${mailed.body.id}`)).status, 404, 'the draft is theirs')
    const onBehalf = { source: 'Email of 1 July' }
    t.match(await consultant.post(`${paper}/submissions`, {}), {
      status: 400,
      body: { errors: [{ pointer: '/source' }] },
    })
    t.match(await consultant.post(`${paper}/submissions`, onBehalf), {
      status: 409,
      body: { detail: /signed off by its director/ },
    })
    t.match(
      await consultant.post(`${paper}/submissions`, { ...onBehalf, documentIds: [mailed.body.id] }),
      { status: 409 },
      'naming the file signs nothing',
    )
    t.equal((await consultant.post(`${paper}/sign-offs`, {}, { 'if-match': '*' })).status, 403)
    t.match(await director.post(`${paper}/submissions`, onBehalf), { status: 400 })
    t.match(
      (await signKent(at, director)).body,
      { workflow: { state: 'signed-off' } },
      'the file stands for its chapters',
    )
    t.match(await consultant.post(`${paper}/submissions`, onBehalf), {
      status: 201,
      body: {
        source: 'Email of 1 July',
        submittedBy: { id: consultant.personId },
        documents: [{ source: 'Email of 1 July' }],
      },
    })
    t.equal((await moderator.get(paper)).status, 404)
  },
)

void eachEngine(t, 'should ask every office that the policy names to sign', async (t, database) => {
  const at = await startPapers(t, database, {
    selfAssessments: { alsoSign: ['chief-executive', 'lead-member'] },
  })
  const { director } = at.people
  const paper = at.papers.Kent ?? ''
  const { body } = await upload(at, director, paper, kentPdf)
  t.match(
    await director.post(`${paper}/submissions`, { documentIds: [body.id] }),
    { status: 409 },
    'the director alone is not enough',
  )
  t.match((await signKent(at, director)).body.workflow, {
    state: 'draft',
    signatures: { given: [{ office: 'director' }] },
  })
  t.match(await signKent(at, director), { status: 409, body: { code: 'conflict' } })
  t.match(await signKent(at, director, { office: 'lead-member' }), {
    status: 400,
    body: { errors: [{ pointer: '/source' }] },
  })
  await signKent(at, director, { office: 'lead-member', source: 'Letter of 28 June' })
  const last = await signKent(at, director, { office: 'chief-executive', source: 'Email of 30 June' })
  t.match(last.body.workflow, {
    state: 'signed-off',
    signatures: { given: [{}, {}, { source: 'Letter of 28 June' }] },
  })
  t.match(await director.post(`${paper}/submissions`, {}), { status: 201 })
})

void eachEngine(t, 'should release with the sign-off where nothing is moderated', async (t, database) => {
  const at = await startPapers(t, database, { moderation: { moderators: 0 } })
  const { director, challenger, 'director elsewhere': elsewhere, consultant, moderator } = at.people
  const paper = at.papers.Kent ?? ''
  await upload(at, director, paper, kentPdf)
  t.equal((await challenger.get(paper)).status, 404)
  t.match((await signKent(at, director)).body, {
    state: 'released',
    latestVersion: 1,
    workflow: { state: 'submitted' },
  })
  t.equal((await challenger.get(`${paper}/submissions`)).body.items.length, 1)
  t.equal((await elsewhere.get(paper)).status, 404)
  t.equal((await challenger.get(at.papers.Surrey ?? '')).status, 404, 'another, unsigned')
  const offer = { selfAssessmentId: paper.split('/').at(-1), moderatorId: moderator.personId }
  t.match(await consultant.post('/v1/moderation-assignments', offer), {
    status: 409,
    body: { code: 'wrong-state' },
  })
})

void eachEngine(t, 'should answer a hidden draft as an absent one', async (t, database) => {
  const at = await startPapers(t, database)
  const { challenger, stranger } = at.people
  await submitKent(at)
  const absent = `/v1/self-assessments/${ABSENT}`
  for (const client of [challenger, stranger]) {
    for (const path of ['/draft', '/history', '/extensions', '/last-year', `/draft/chapters/${PRACTICE}`]) {
      const hidden = await client.get(`${at.papers.Kent}${path}`)
      t.same([hidden.status, hidden.text], [404, (await client.get(`${absent}${path}`)).text], path)
    }
  }
})

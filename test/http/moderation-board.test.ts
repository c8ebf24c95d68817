import t from 'tap'
import { countQueries } from '../fixtures/counting.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { board, download, partOf } from '../fixtures/moderation-board.ts'
import {
  ABSENT,
  COMMENTS,
  kentPdf,
  move,
  offerKent,
  type Papers,
  startPapers,
  submitKent,
  upload,
} from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { signKent, step } from '../fixtures/self-assessments.ts'
import { appoint, type Client } from '../fixtures/service.ts'

/** Kent's row, as its consultant reads it now. */
const kentNow = async (at: Papers) => {
  const { body } = await at.people.consultant.get(board(at))
  return body.items.find(({ authority }: { authority: { name: string } }) => authority.name === 'Kent')
}

/** Changes something as somebody who has just read it. */
const put = async (client: Client, url: string, body: object) => {
  const { headers } = await client.get(url)
  return client.put(url, body, { 'if-match': headers.etag ?? '"none"' })
}

void eachEngine(
  t,
  'should follow a paper from its draft to its release and the round’s close',
  async (t, database) => {
    const at = await startPapers(t, database, { selfAssessments: { alsoSign: ['chief-executive'] } })
    const { consultant, director, moderator, 'second moderator': second } = at.people
    const paper = at.papers.Kent ?? ''
    const { body } = await consultant.get(board(at))
    t.equal(body.items.length, 8)
    t.same(
      body.items.map(({ authority }: { authority: { name: string } }) => authority.name),
      Object.keys(at.papers).toSorted(),
    )
    t.match(await kentNow(at), {
      step: 'draft',
      heldBy: [{ who: 'office', id: at.authorities.Kent, name: 'Director, Kent' }],
      due: [{ kind: 'self-assessment-due', day: '2019-07-31', overdue: false }],
      blockedBy: ['Waits for the signatures of the director and the chief executive.', /^Moderation waits/],
    })

    await upload(at, director, paper, kentPdf)
    await signKent(at, director)
    t.match(await kentNow(at), { step: 'draft', blockedBy: ['Waits for the chief executive’s signature.'] })
    await signKent(at, director, { office: 'chief-executive', source: 'Signed sheet of 1 July' })
    t.match(await kentNow(at), { step: 'signed-off', blockedBy: ['Waits to be submitted.'] })
    const extension = { due: '2019-08-09', reason: 'The inspectors are on site.', moveComments: false }
    t.equal((await consultant.post(`${paper}/extensions`, extension)).status, 201)
    at.service.setClock('2019-08-12T09:00:00Z')
    t.match(await kentNow(at), {
      extended: true,
      overdue: true,
      lateness: { late: true, workingDays: 1 },
      due: [{ day: '2019-08-09', overdue: true }],
    })

    t.equal((await director.post(`${paper}/submissions`, {})).status, 201)
    t.match(await kentNow(at), {
      step: 'submitted',
      overdue: false,
      heldBy: [{ who: 'consultant', since: '2019-08-12T09:00:00.000Z' }],
      blockedBy: ['Moderation waits for two moderators to be assigned.'],
    })
    const question = { question: 'Of which year are the figures?', answerBy: '2019-08-14' }
    await step(at, consultant, 'send-back', question)
    t.match(await kentNow(at), {
      step: 'sent-back',
      heldBy: [{ who: 'office' }],
      due: [{ kind: 'answer-by', day: '2019-08-14' }],
    })
    await upload(at, director, paper, kentPdf, { name: 'Again.pdf' })
    await signKent(at, director)
    await signKent(at, director, { office: 'chief-executive', source: 'Signed sheet' })
    t.equal((await director.post(`${paper}/submissions`, {})).status, 201)
    t.match(await kentNow(at), { step: 'resubmitted', latestVersion: 2 })

    const one = await offerKent(at, moderator)
    // Of offers and answers at one instant nobody could say which came first.
    at.service.setClock('2019-08-12T10:00:00Z')
    const two = await offerKent(at, second)
    at.service.setClock('2019-08-20T09:00:00Z')
    t.match(await kentNow(at), {
      step: 'resubmitted',
      overdue: true,
      heldBy: [{ who: 'moderator', id: moderator.personId }, { id: second.personId }],
      due: [
        { kind: 'accept-by', day: '2019-08-19', overdue: true },
        { kind: 'accept-by', overdue: true },
        { kind: 'comments-due', day: '2019-09-06', overdue: false },
        { kind: 'comments-due', day: '2019-09-06', overdue: false },
      ],
    })
    await move(moderator, one, 'accept')
    at.service.setClock('2019-08-20T10:00:00Z')
    await move(second, two, 'accept')
    await move(moderator, one, 'submit-comments', COMMENTS)
    at.service.setClock('2019-09-07T09:00:00Z')
    t.match(await kentNow(at), {
      step: 'in-moderation',
      stepInWords: 'In moderation, comments of one of two moderators',
      moderation: { moderators: 2, assigned: 2, commented: 1 },
      overdue: true,
      heldBy: [{ id: second.personId, since: '2019-08-20T10:00:00.000Z' }],
      due: [{ kind: 'comments-due', of: 'moderator, Bracknell Forest', overdue: true }],
      blockedBy: ['Moderation waits for the comments of moderator, Bracknell Forest.'],
    })
    await move(second, two, 'submit-comments', COMMENTS)
    t.match(await kentNow(at), {
      step: 'moderated',
      overdue: false,
      heldBy: [{ id: moderator.personId, since: '2019-09-07T09:00:00.000Z' }],
      blockedBy: ['The report waits for moderator, Oxfordshire.', /^Release waits for its day, Friday 13/],
    })
    await put(moderator, `${paper}/moderation-report`, { overall: 'Candid.' })
    await move(moderator, `${paper}/moderation-report`, 'issue')
    t.match(await kentNow(at), { step: 'reconciled', heldBy: [{ who: 'consultant' }] })
    at.service.setClock('2019-09-13T09:00:00Z')
    t.match(await kentNow(at), { step: 'released', heldBy: [{ who: 'challengers' }] })
    for (const state of ['open', 'closed']) {
      const { headers } = await consultant.get(`/v1/rounds/${at.roundId}`)
      const etag = { 'if-match': headers.etag ?? '' }
      t.equal((await consultant.patch(`/v1/rounds/${at.roundId}`, { state }, etag)).status, 200)
    }
    const { heldBy, due, blockedBy, ...closed } = await kentNow(at)
    t.match(closed, { step: 'released', overdue: false })
    t.same([heldBy, due, blockedBy], [[], [], []])
  },
)

void eachEngine(t, 'should close one paper’s moderation, and take a withdrawal', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, director, moderator, 'second moderator': second } = at.people
  const paper = at.papers.Kent ?? ''
  await submitKent(at)
  const one = await offerKent(at, moderator)
  await offerKent(at, second)
  await move(moderator, one, 'accept')
  await move(moderator, one, 'submit-comments', COMMENTS)
  await move(consultant, `${paper}/moderation`, 'close', { reason: 'The second moderator is ill.' })
  const { blockedBy, ...closed } = await kentNow(at)
  t.match(closed, { step: 'moderated', moderation: { assigned: 1, commented: 1 } })
  t.match(blockedBy, [/^Release waits/])
  await step(at, director, 'withdraw', { reason: 'Wrong figures.' })
  t.match(await kentNow(at), { step: 'withdrawn', heldBy: [{ name: 'Director, Kent' }] })
})

void eachEngine(
  t,
  'should be the consultant’s alone, without the papers that a conflict hides',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, stranger } = at.people
    await submitKent(at)
    const forms = ['', '.csv', '.xlsx', '.svg']
    for (const person of ['director', 'assistant', 'moderator', 'facilitator', 'observer'] as const)
      for (const form of forms)
        t.match(await at.people[person].get(board(at) + form), { status: 403 }, `${person} ${form}`)
    for (const form of forms) {
      const hidden = await stranger.get(board(at) + form)
      t.equal(hidden.status, 404)
      t.equal(hidden.text, (await stranger.get(`/v1/rounds/${ABSENT}/moderation-workflow${form}`)).text)
    }
    const other = await appoint(at.service, consultant, 'Programme consultant, second', {
      role: 'consultant',
    })
    t.equal((await other.get(board(at))).body.items.length, 8)
    const conflict = { personId: other.personId, authorityId: at.authorities.Kent, type: 'family' }
    t.equal((await consultant.post('/v1/conflicts', { ...conflict, reason: 'Kin.' })).status, 201)
    const idsIn = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id)
    const seen = await other.get(board(at))
    const listed = await other.get(`/v1/rounds/${at.roundId}/self-assessments?limit=200`)
    t.same(idsIn(seen).toSorted(), idsIn(listed).toSorted(), 'what the lists show')
    t.equal(seen.body.items.length, 7)
    t.equal((await other.get(`${at.papers.Kent}/moderation`)).status, 404)
    for (const form of ['.csv', '.svg']) t.notMatch((await other.get(board(at) + form)).text, /Kent/, form)
    const texts = partOf((await download(at, other, 'xlsx')).rawPayload, 'xl/sharedStrings.xml')
    t.match(texts, 'Medway')
    t.notMatch(texts, 'Kent')
    const { body: log } = await consultant.get('/v1/audit-entries?limit=200')
    const reads = log.items.filter(({ action }: { action: string }) => /ModerationWorkflow$/.test(action))
    t.ok(
      reads.some(({ outcome }: { outcome: string }) => outcome === 'read'),
      'reading is audited',
    )
    t.ok(
      reads.some(({ outcome }: { outcome: string }) => outcome === 'refused'),
      'and so is a refusal',
    )
  },
)

void eachEngine(t, 'should ask as much of one paper as of many', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant } = at.people
  await submitKent(at)
  await offerKent(at, at.people.moderator)
  const small = await consultant.post('/v1/rounds', {
    label: '2020-21',
    window: { first: '2020-10-01', last: '2020-12-11' },
    deadlines: { selfAssessmentDue: '2020-07-31', commentsDue: null, releaseOn: null },
    participants: [{ authority: ref('Kent') }],
  })
  const count = countQueries(t, database)
  const one = await count(() => consultant.get(`/v1/rounds/${small.body.id}/moderation-workflow`))
  const eight = await count(() => consultant.get(board(at)))
  t.equal(one.answer.body.items.length, 1)
  t.equal(eight.answer.body.items.length, 8)
  t.equal(eight.queries, one.queries)
})

import t from 'tap'
import { emptyExpired } from '../../src/services/keeping/self-assessments.ts'
import { verifyAudit } from '../../src/services/keeping/verify-audit.ts'
import { dumpOf, eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { COMMENTS, kentPdf, moderateKent, type Papers, startPapers, upload } from '../fixtures/papers.ts'

const CONTENT = ['The front door waits.', String(COMMENTS.sections[0]?.text)]

/** What of the content stands anywhere in plain text. */
const toldIn = async (database: TestDatabase): Promise<string[]> => {
  const dump = await dumpOf(database)
  return CONTENT.filter((text) => dump.includes(text))
}

const closeRound = async ({ people: { consultant }, roundId }: Papers) => {
  for (const state of ['open', 'closed']) {
    const url = `/v1/rounds/${roundId}`
    const { headers } = await consultant.get(url)
    const { status, text } = await consultant.patch(url, { state }, { 'if-match': headers.etag ?? '' })
    if (status !== 200) throw new Error(text)
  }
}

void eachEngine(
  t,
  'should take away what self-assessments say when their years are over',
  async (t, database) => {
    const at = await startPapers(t, database, { selfAssessments: { keepYears: 2 } })
    const { consultant, director } = at.people
    const paper = at.papers.Kent ?? ''
    const { document, assignment } = await moderateKent(at)
    const { body: file } = await upload(at, director, paper, kentPdf, { name: 'Second.pdf' })
    const again = await director.post(`${paper}/submissions`, {
      documentIds: [file.id],
      sections: [{ title: 'Front door', text: CONTENT[0] }],
    })
    t.equal(again.status, 201)
    t.same(await toldIn(database), CONTENT)
    t.same(await emptyExpired(database, new Date('2031-01-01T00:00:00Z')), [], 'while the round is open')

    at.service.setClock('2020-03-31T09:00:00Z')
    await closeRound(at)
    t.same(await emptyExpired(database, new Date('2022-03-30T22:59:59Z')), [], 'on the day before')
    const expired = new Date('2022-03-30T23:00:00Z')
    const emptied = await emptyExpired(database, expired)
    t.match(
      emptied.find(({ authority }) => authority === 'Kent'),
      { region: 'South East', round: '2019-20', id: paper.split('/').at(-1) },
    )
    t.same(await emptyExpired(database, expired), [], 'once')

    t.same(await toldIn(database), [])
    const { rows } = await database.pool.query(
      `select (select count(*)::int from document) as documents, (select count(*)::int from document_chunk) as chunks,
      (select count(*)::int from audit_entry where action = 'emptySelfAssessment') as audited`,
    )
    t.same(rows, [{ documents: 0, chunks: 0, audited: emptied.length }])
    t.same((await verifyAudit(database, new Date())).breaks, [])

    // While their tokens last.
    at.service.setClock('2020-04-01T09:00:00Z')
    t.match((await director.get(paper)).body, {
      latestVersion: 2,
      workflow: { emptiedAt: '2022-03-30T23:00:00.000Z' },
    })
    t.match((await director.get(`${paper}/submissions`)).body.items, [
      { version: 1, sections: [], documents: [] },
      { version: 2, sections: [], documents: [] },
    ])
    t.equal((await director.get(document)).status, 404)
    t.equal((await consultant.get(assignment)).status, 200)
    t.equal((await director.get(`${paper}/readers`)).status, 200)
    t.equal((await consultant.get(`/v1/rounds/${at.roundId}/moderation-workflow`)).status, 200)
  },
)

void eachEngine(t, 'what is appended only is emptied by nobody else', async (t, database) => {
  const at = await startPapers(t, database)
  await moderateKent(at)
  const refused = { code: '23001' }
  const change = (statement: string) => database.pool.query(statement)
  await t.rejects(change(`update submission set note = 'Other'`), refused)
  await t.rejects(change(`update submission set sections = '[]', emptied_at = now(), version = 9`), refused)
  await t.rejects(change(`update submission set emptied_at = now(), note = 'Other'`), { code: '23514' })
  await t.rejects(change('delete from moderation_comments'), refused)
})

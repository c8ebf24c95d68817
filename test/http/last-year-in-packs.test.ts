import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { contentsOf, fetchPack, filesOf, textOfDocx } from '../fixtures/packs.ts'
import { acceptKent, kentPdf, move, type Papers, startPapers, upload } from '../fixtures/papers.ts'
import { change } from '../fixtures/service.ts'

const AT_LAST = '4 Last year/Self-assessment of Kent, 2019-20, version 2.docx'

/** Kent's two versions of 2019-20, then 2020-21 under a policy, with Kent's paper of it accepted by the moderator. */
const startNextYear = async (at: Papers, moderation: object) => {
  const { director, consultant, moderator } = at.people
  const kent = at.papers.Kent ?? ''
  const sections = (text: string) => [{ title: 'Practice', text }]
  const { body: file } = await upload(at, director, kent, kentPdf)
  await director.post(`${kent}/submissions`, { sections: sections('First thoughts.') })
  await director.post(`${kent}/submissions`, {
    sections: sections('Second thoughts.'),
    documentIds: [file.id],
  })
  const next = await consultant.post('/v1/rounds', {
    copyFrom: at.roundId,
    label: '2020-21',
    window: { first: '2020-11-02', last: '2020-11-27' },
    policy: { moderation },
  })
  if (next.status !== 201) throw new Error(next.text)
  const { body } = await director.get(`/v1/rounds/${next.body.id}/self-assessments`)
  const paper = body.items.find(({ authority }: { authority: { name: string } }) => authority.name === 'Kent')
  const nextYear = { ...at, papers: { ...at.papers, Kent: `/v1/self-assessments/${paper.id}` } }
  const assignment = await acceptKent(nextYear, moderator)
  return { assignment, round: `/v1/rounds/${next.body.id}`, document: `${kent}/documents/${file.id}` }
}

void eachEngine(
  t,
  "should hold last year's last version where the policy says so, while the assignment lasts",
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, consultant, moderator } = at.people
    const kent = at.papers.Kent ?? ''
    const { assignment, round, document } = await startNextYear(at, { lastYearInPack: true })
    const { status, bytes } = await fetchPack(at, moderator, `${assignment}/pack`)
    t.equal(status, 200)
    const files = filesOf(bytes)
    t.match(textOfDocx(files.get(AT_LAST) ?? Buffer.alloc(0)), 'Second thoughts.')
    t.ok(files.get('4 Last year/Self-assessment.pdf')?.equals(kentPdf))
    const versions = (await moderator.get(`${kent}/submissions`)).body.items
    t.same(
      versions.map(({ version }: { version: number }) => version),
      [2],
      'of it no earlier version',
    )
    t.equal((await moderator.get(`${kent}/moderation-report`)).status, 404)
    const { mayRead, haveRead } = (await director.get(`${kent}/readers`)).body
    t.match(
      mayRead.find(({ basis }: { basis: string }) => basis === 'later-moderator'),
      { person: { id: moderator.personId }, now: true },
    )
    t.ok(haveRead.some(({ person }: { person: { id: string } }) => person?.id === moderator.personId))

    await change(consultant, round, { policy: { moderation: { lastYearInPack: false } } })
    t.equal((await moderator.get(document)).status, 404, 'as soon as the policy changes')
    const without = await fetchPack(at, moderator, `${assignment}/pack`)
    t.match(contentsOf(without.bytes), "The round's policy leaves last year's submission out.")
    t.notOk([...filesOf(without.bytes).keys()].some((path) => path.startsWith('4 ')))

    await change(consultant, round, { policy: { moderation: { lastYearInPack: true } } })
    t.equal((await moderator.get(document)).status, 200)
    await move(moderator, assignment, 'end', { reason: 'Ill.' })
    t.equal((await moderator.get(document)).status, 404, 'nor after the assignment')
  },
)

void eachEngine(t, "should leave last year's out unless the policy says so", async (t, database) => {
  const at = await startPapers(t, database)
  const { assignment, document } = await startNextYear(at, {})
  const { bytes } = await fetchPack(at, at.people.moderator, `${assignment}/pack`)
  t.notOk([...filesOf(bytes).keys()].some((path) => path.startsWith('4 ')))
  t.equal((await at.people.moderator.get(document)).status, 404)
})

void eachEngine(t, 'should not name to the authority who moderates anonymously', async (t, database) => {
  const at = await startPapers(t, database)
  const { director, consultant, moderator } = at.people
  const { assignment } = await startNextYear(at, { lastYearInPack: true, anonymous: true })
  t.equal((await fetchPack(at, moderator, `${assignment}/pack`)).status, 200)
  const kent = at.papers.Kent ?? ''
  const told = (await director.get(`${kent}/readers`)).text
  t.match(told, '"basis":"later-moderator"')
  t.notMatch(told, moderator.personId)
  t.notMatch((await director.get('/v1/audit-entries?limit=500')).text, moderator.personId)
  t.match((await consultant.get(`${kent}/readers`)).text, moderator.personId)
})

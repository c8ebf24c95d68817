import t from 'tap'
import { tellReleases } from '../../src/services/self-assessments/releases.ts'
import { circulate, put } from '../fixtures/area-papers.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { contentsOf, fetchPack, filesOf, readByOthers, textOfDocx } from '../fixtures/packs.ts'
import {
  ABSENT,
  acceptKent,
  COMMENTS,
  kentPdf,
  move,
  type Papers,
  type Person,
  pdfOf,
  STAGES,
  sha256,
  startPapers,
  submitKent,
} from '../fixtures/papers.ts'
import { change } from '../fixtures/service.ts'

const REPORT = {
  overall: 'A fair account.',
  sections: [{ section: 'Strengths', text: 'The front door is stable.' }],
  linesOfEnquiry: [{ section: 'Strengths', question: 'How do you know?' }],
}

/** Kent's paper submitted and moderated, its report issued, and a data profile of it circulated to an audience. */
const prepare = async (at: Papers, audience: string): Promise<void> => {
  const { director, moderator } = at.people
  await submitKent(at)
  const assignment = await acceptKent(at, moderator)
  await move(moderator, assignment, 'submit-comments', COMMENTS)
  const report = `${at.papers.Kent}/moderation-report`
  const match = async () => ({ 'if-match': (await moderator.get(report)).headers.etag ?? '' })
  await moderator.put(report, REPORT, await match())
  await moderator.post(`${report}/issue`, undefined, await match())
  for (const [kind, name] of [
    ['data-profile', 'Data profile.pdf'],
    ['improvement-plan', 'Plan.pdf'],
  ] as const)
    await circulate(
      director,
      (await put(at, director, { kind, audience }, { name, bytes: pdfOf(1, name.length) })).url,
    )
}

void eachEngine(
  t,
  'should hold the submission, the report and the data pack from the release on',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { challenger, director, consultant } = at.people
    await prepare(at, 'triad')
    const url = `${at.papers.Kent}/pack`
    for (const who of [director, consultant]) {
      const early = await fetchPack(at, who, url)
      t.equal(early.status, 409, 'not before, for those who know of it')
      t.match(early.bytes.toString(), 'from its release on')
    }
    t.equal((await fetchPack(at, challenger, url)).status, 404)

    at.service.setClock(STAGES.released)
    const { status, headers, bytes } = await fetchPack(at, challenger, url)
    t.equal(status, 200)
    t.match(headers['content-disposition'], 'filename="Challenge pack Kent 2019-20.zip"')
    const files = filesOf(bytes)
    t.same(
      [...files.keys()],
      [
        '0 Contents.txt',
        '1 Submission/Self-assessment.pdf',
        '2 Data pack/Data profile.pdf',
        '3 Moderation report.docx',
      ],
    )
    t.ok(files.get('1 Submission/Self-assessment.pdf')?.equals(kentPdf))
    t.ok(files.get('2 Data pack/Data profile.pdf')?.equals(pdfOf(1, 'Data profile.pdf'.length)))
    const report = textOfDocx(files.get('3 Moderation report.docx') ?? Buffer.alloc(0))
    for (const line of ['Issued on 1 July 2019.', 'A fair account.', 'Strengths: How do you know?'])
      t.match(report, line)
    const others = readByOthers(bytes)
    if (others !== null)
      t.same(
        [...others],
        [...files].map(([path, file]) => [path, sha256(file)]),
      )

    await change(consultant, `/v1/rounds/${at.roundId}`, { state: 'open' })
    await change(consultant, `/v1/rounds/${at.roundId}`, { state: 'closed' })
    t.equal((await fetchPack(at, challenger, url)).status, 404, 'nor after the round')
    t.equal((await fetchPack(at, director, url)).status, 200)
  },
)

void eachEngine(
  t,
  'should hold of it what each reader may have, and be absent to the others',
  async (t, database) => {
    const at = await startPapers(t, database, { readership: 'regional' })
    await prepare(at, 'own')
    at.service.setClock(STAGES.released)
    const url = `${at.papers.Kent}/pack`
    const elsewhere = await fetchPack(at, at.people['director elsewhere'], url)
    t.same([...filesOf(elsewhere.bytes).keys()], ['0 Contents.txt', '1 Submission/Self-assessment.pdf'])
    const contents = contentsOf(elsewhere.bytes)
    t.match(contents, 'No moderation report has been issued to you.')
    t.match(contents, 'No data profile of this authority and round has been circulated to you.')
    const own = filesOf((await fetchPack(at, at.people.director, url)).bytes)
    t.ok(own.has('2 Data pack/Data profile.pdf') && own.has('3 Moderation report.docx'))
    for (const who of ['assistant', 'facilitator', 'observer', 'stranger'] as const satisfies Person[]) {
      const [hidden, absent] = [
        await fetchPack(at, at.people[who], url),
        await fetchPack(at, at.people[who], `/v1/self-assessments/${ABSENT}/pack`),
      ]
      t.equal(hidden.status, 404, who)
      t.ok(hidden.bytes.equals(absent.bytes), `${who}: the same bytes`)
    }
  },
)

void eachEngine(t, 'should be told of once, with its address, when the day has come', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, challenger } = at.people
  await submitKent(at)
  const told = async () =>
    (await consultant.get('/v1/outbox?limit=200')).body.items.filter(
      ({ topic }: { topic: string }) => topic === 'self-assessment.released',
    )
  const look = (now: string) => tellReleases(database, () => new Date(now))
  t.equal(await look('2019-09-12T22:59:59Z'), 0, 'not on the eve')
  t.same(await told(), [])
  // Two processes at once, and then again.
  const both = await Promise.all([look('2019-09-12T23:00:00Z'), look('2019-09-12T23:00:00Z')])
  t.equal(both[0] + both[1], 1)
  t.equal(await look(STAGES.released), 0)
  const [message, ...more] = await told()
  t.same(more, [], 'of the papers that were submitted')
  t.match(message.payload, { authority: 'Kent', round: '2019-20', releasedAt: '2019-09-12T23:00:00.000Z' })
  at.service.setClock(STAGES.released)
  t.equal((await fetchPack(at, challenger, message.payload.pack)).status, 200)
})

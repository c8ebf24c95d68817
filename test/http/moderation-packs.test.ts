import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { contentsOf, fetchPack, filesOf, readByOthers, textOfDocx } from '../fixtures/packs.ts'
import {
  ABSENT,
  acceptKent,
  COMMENTS,
  DOCX,
  kentDocx,
  kentPdf,
  move,
  offerKent,
  type Papers,
  pdfOf,
  sha256,
  startPapers,
  upload,
} from '../fixtures/papers.ts'

const SECTIONS = [
  { title: 'What we are proud of', text: 'Our front door is stable.\nVisits are timely.' },
  { title: 'What worries us', text: 'Too many changes of worker.' },
]

/** Kent's director submits sections and documents under these names. */
const submit = async (at: Papers, names: readonly string[], sections: readonly object[] = SECTIONS) => {
  const { director } = at.people
  const documentIds: string[] = []
  for (const [index, name] of names.entries()) {
    const word = name.endsWith('.docx')
    const file = word ? kentDocx : index === 0 ? kentPdf : pdfOf(1, index)
    const { body, text } = await upload(at, director, at.papers.Kent ?? '', file, {
      name,
      ...(word && { type: DOCX }),
    })
    if (body.id === undefined) throw new Error(text)
    documentIds.push(body.id)
  }
  const reply = await director.post(`${at.papers.Kent}/submissions`, { documentIds, sections })
  if (reply.status !== 201) throw new Error(reply.text)
  return documentIds
}

void eachEngine(
  t,
  'should hold what was fixed at acceptance, byte for byte, and the form, and say what is missing',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { moderator } = at.people
    await submit(at, ['Self-assessment.pdf', 'Annex.docx'])
    const assignment = await acceptKent(at, moderator)
    await submit(at, ['Later.pdf'])
    const { status, headers, bytes } = await fetchPack(at, moderator, `${assignment}/pack`)
    t.equal(status, 200)
    t.equal(headers['content-type'], 'application/zip')
    t.equal(headers['x-content-type-options'], 'nosniff')
    t.match(headers['content-disposition'], 'attachment; filename="Moderation pack Kent 2019-20.zip"')
    const files = filesOf(bytes)
    const sections = '1 Submission/Self-assessment of Kent, 2019-20, version 1.docx'
    t.same(
      [...files.keys()],
      [
        '0 Contents.txt',
        sections,
        '1 Submission/Annex.docx',
        '1 Submission/Self-assessment.pdf',
        '3 Comment form.docx',
      ],
    )
    t.ok(files.get('1 Submission/Self-assessment.pdf')?.equals(kentPdf))
    t.ok(files.get('1 Submission/Annex.docx')?.equals(kentDocx))
    const text = textOfDocx(files.get(sections) ?? Buffer.alloc(0))
    for (const line of ['Version 1, submitted on 1 July 2019.', 'What worries us', 'Visits are timely.'])
      t.match(text, line)
    t.match(textOfDocx(files.get('3 Comment form.docx') ?? Buffer.alloc(0)), assignment.split('/').at(-1))
    const contents = contentsOf(bytes)
    t.match(contents, 'No data profile of this authority and round has been circulated to you.')
    t.match(contents, "The round's policy leaves last year's submission out.")
    const others = readByOthers(bytes)
    if (others === null) return t.comment('no python3 here')
    t.same(
      [...others],
      [...files].map(([path, file]) => [path, sha256(file)]),
    )
  },
)

void eachEngine(t, 'should answer who may not have it as if it were absent', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, director, challenger, moderator, stranger } = at.people
  await submit(at, ['Self-assessment.pdf'])
  const assignment = await offerKent(at, moderator)
  const absent = `/v1/moderation-assignments/${ABSENT}/pack`
  const closed = async (who: keyof Papers['people'], when: string) => {
    const [answer, nothing] = [
      await fetchPack(at, at.people[who], `${assignment}/pack`),
      await fetchPack(at, at.people[who], absent),
    ]
    t.equal(answer.status, 404, `${who}, ${when}`)
    t.ok(answer.bytes.equals(nothing.bytes), `${who}, ${when}: the same bytes`)
  }
  await closed('moderator', 'before accepting')
  await move(moderator, assignment, 'accept')
  for (const who of ['consultant', 'director', 'challenger', 'second moderator', 'stranger'] as const)
    await closed(who, 'never')
  t.equal((await fetchPack(at, moderator, `${assignment}/pack`)).status, 200)
  await move(moderator, assignment, 'submit-comments', COMMENTS)
  const after = await fetchPack(at, moderator, `${assignment}/pack`)
  t.match(contentsOf(after.bytes), 'Your comments have been returned')
  t.notOk(filesOf(after.bytes).has('3 Comment form.docx'))
  await moderator.post(`${assignment}/declare-conflict`, { type: 'former-post', reason: 'Worked there.' })
  await closed('moderator', 'after a conflict')
  t.ok(consultant && director && challenger && stranger)

  const { body } = await consultant.get('/v1/audit-entries?limit=500')
  const said = body.items
    .filter(({ action }: { action: string }) => action === 'downloadModerationPack')
    .map(({ outcome, detail }: { outcome: string; detail: { reason?: string } }) =>
      [outcome, detail.reason].join(' '),
    )
  t.equal(said.filter((each: string) => each.startsWith('read')).length, 2)
  t.ok(said.includes('refused no-open-assignment'))
  t.ok(said.includes('refused conflict'))
})

void eachEngine(t, 'should record each document that is streamed', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, moderator } = at.people
  const documentIds = await submit(at, ['Self-assessment.pdf', 'Annex.docx'])
  const assignment = await acceptKent(at, moderator)
  await fetchPack(at, moderator, `${assignment}/pack`)
  const { body } = await consultant.get('/v1/audit-entries?limit=500')
  const read = body.items.filter(
    ({ action, personId }: { action: string; personId: string }) =>
      action === 'downloadDocument' && personId === moderator.personId,
  )
  t.same(
    new Set(read.map(({ detail }: { detail: { documentId: string } }) => detail.documentId)),
    new Set(documentIds),
  )
  t.equal(read.length, 2)
})

void eachEngine(
  t,
  'should be whole without any document, and say so, and under awkward names',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { moderator } = at.people
    const assignment = await acceptKent(at, moderator)
    const empty = await fetchPack(at, moderator, `${assignment}/pack`)
    t.match(contentsOf(empty.bytes), 'Nothing has been submitted yet.')
    t.same([...filesOf(empty.bytes).keys()], ['0 Contents.txt', '3 Comment form.docx'])
    await submit(at, [
      'CON.pdf',
      'con.PDF',
      'a<b>:"c|d?e*.pdf',
      '..... .pdf',
      'Selbsteinschätzung – Überblick ✓.pdf',
      `${'long '.repeat(38)}.pdf`,
    ])
    const { bytes } = await fetchPack(at, moderator, `${assignment}/pack`)
    const paths = [...filesOf(bytes).keys()].slice(2, -1).map((path) => path.split('/').at(-1) ?? '')
    t.equal(paths.length, 6)
    t.ok(paths.includes('Selbsteinschätzung – Überblick ✓.pdf'), 'in UTF-8')
    t.ok(paths.includes('a_b___c_d_e_.pdf'))
    t.equal(new Set(paths.map((path) => path.toLowerCase())).size, 6, 'unique where capitals do not count')
    for (const path of paths) {
      t.notMatch(path, /[<>:"|?*\\]|^con(\.|$)|^\.|[. ]$/i)
      t.ok(path.length <= 100)
    }
    const others = readByOthers(bytes)
    if (others !== null) t.same([...others.keys()], [...filesOf(bytes).keys()], 'to other readers too')
  },
)

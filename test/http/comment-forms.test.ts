import t from 'tap'
import { readDocx } from '../../src/services/moderation/forms/read-docx.ts'
import { writeDocx } from '../../src/services/moderation/forms/write-docx.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { COMMENTS, DOCX, kentDocx, move, offerKent, type Papers, startPapers } from '../fixtures/papers.ts'
import type { Client, Reply } from '../fixtures/service.ts'

/** Sends a file as the filled-in form of an assignment, as somebody who has just read the draft. */
const sendForm = async (
  { service }: Papers,
  client: Client,
  assignment: string,
  file: Buffer,
  type = DOCX,
): Promise<Reply> => {
  const { headers } = await client.get(`${assignment}/comments-draft`)
  return service.send({
    method: 'PUT',
    url: `${assignment}/comment-form`,
    headers: {
      authorization: `Bearer ${client.token}`,
      'content-type': type,
      'if-match': headers.etag ?? '"none"',
    },
    payload: file,
  })
}

const download = async (
  { service }: Papers,
  client: Client,
  assignment: string,
): Promise<Reply & { bytes: Buffer }> => {
  const reply = await service.app.inject({
    method: 'GET',
    url: `${assignment}/comment-form`,
    headers: { authorization: `Bearer ${client.token}` },
  })
  const headers = reply.headers as Reply['headers']
  return { status: reply.statusCode, headers, text: reply.body, body: null, bytes: reply.rawPayload }
}

void eachEngine(
  t,
  'should give a Word form with the paper’s sections and take it back filled in',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { consultant, director, moderator, 'second moderator': second } = at.people
    const sections = ['Strengths', 'What worries us'].map((title) => ({
      title,
      text: 'Our front door is stable.',
    }))
    t.equal((await director.post(`${at.papers.Kent}/submissions`, { sections })).status, 201)
    const assignment = await offerKent(at, moderator)
    t.equal((await download(at, moderator, assignment)).status, 409, 'once it is accepted')
    await move(moderator, assignment, 'accept')
    for (const client of [consultant, second]) t.equal((await download(at, client, assignment)).status, 404)

    const form = await download(at, moderator, assignment)
    t.match(form, {
      status: 200,
      headers: { 'content-type': DOCX, 'content-disposition': /Comments on Kent\.docx/ },
    })
    const read = await readDocx(form.bytes)
    if (!read.ok) throw new Error(read.failure.detail)
    const { paragraphs, tables } = read.value
    t.match(tables[0], [
      ['Section', 'Comments'],
      ['On the whole', ''],
      ['Strengths', ''],
      ['What worries us', ''],
    ])
    const filled = await writeDocx({
      paragraphs,
      tables: [
        [
          ['Section', 'Comments'],
          ['On the whole', 'Candid.'],
          ['Strengths', 'A clear account\nof the front door.'],
          ['', 'Where does this belong?'],
        ],
        [
          ['Section', 'Line of enquiry'],
          ['', 'Which risks do the figures not show yet?'],
        ],
      ],
    })
    const expected = {
      overall: 'Candid.',
      sections: [{ section: 'Strengths', text: 'A clear account\nof the front door.' }],
      linesOfEnquiry: [{ section: null, question: 'Which risks do the figures not show yet?' }],
    }
    const taken = await sendForm(at, moderator, assignment, filled)
    t.match(taken, {
      status: 200,
      body: { draft: expected, notes: [{ table: 'Comments', row: 3, detail: /names no section/ }] },
    })
    const again = await sendForm(at, moderator, assignment, (await download(at, moderator, assignment)).bytes)
    t.match(again.body, { draft: expected, notes: [] }, 'what was written stands in the next form')
    const submitted = await move(moderator, assignment, 'submit-comments', {})
    t.match(submitted.body, { state: 'comments-submitted', comments: expected })
    t.equal((await sendForm(at, moderator, assignment, filled)).status, 409)
  },
)

void eachEngine(t, 'should refuse forms of others and what is no form', async (t, database) => {
  const at = await startPapers(t, database)
  const { moderator, director, 'second moderator': second } = at.people
  await director.post(`${at.papers.Kent}/submissions`, { sections: [{ title: 'Strengths', text: 'Many.' }] })
  const one = await offerKent(at, moderator)
  const two = await offerKent(at, second)
  await move(moderator, one, 'accept')
  await move(second, two, 'accept')
  const { bytes } = await download(at, second, two)
  t.match(await sendForm(at, moderator, one, bytes), {
    status: 422,
    body: { code: 'content-mismatch', detail: /another assignment/ },
  })
  t.equal((await sendForm(at, moderator, two, bytes)).status, 404, 'nor into somebody else’s draft')
  t.match(await sendForm(at, moderator, one, kentDocx), { status: 422, body: { detail: /no comment form/ } })
  t.equal((await sendForm(at, moderator, one, Buffer.from('Comments'), 'text/plain')).status, 415)
  t.equal((await sendForm(at, moderator, one, Buffer.alloc(2 * 1024 * 1024 + 1))).status, 413)
  const own = await download(at, moderator, one)
  const stale = await at.service.send({
    method: 'PUT',
    url: `${one}/comment-form`,
    headers: { authorization: `Bearer ${moderator.token}`, 'content-type': DOCX, 'if-match': '"stale"' },
    payload: own.bytes,
  })
  t.equal(stale.status, 412)
  await move(moderator, one, 'submit-comments', COMMENTS)
})

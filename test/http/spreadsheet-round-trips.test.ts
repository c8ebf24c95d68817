import fc from 'fast-check'
import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { startService } from '../fixtures/service.ts'
import { cellsOf, csvOf, PROGRAMS, savedBy, sendCsv } from '../fixtures/spreadsheets.ts'

void eachEngine(t, 'should take back unchanged whatever a program saved', async (t, database) => {
  const { service, consultant, roundId, triads, proposed, confirmed, move } = await startRound(t, database)
  await consultant.post('/v1/people', { name: 'Director’s office, Côte – Kent', email: 'x@example.org' })
  await consultant.post('/v1/authorities', {
    name: '=Brighton; "Hove", too',
    kind: 'unitary',
    officeTown: 'Hove',
    latitude: 50.8,
    longitude: -0.17,
    statisticalNeighbours: ['E10000016', 'E06000035'],
    codes: [
      { gssCode: 'E10000002', until: '2020-04-01' },
      { gssCode: 'E06000043', from: '2020-04-01' },
    ],
  })
  await confirmed({ venue: 'County Hall; Maidstone', joiningLink: 'https://example.org/meet?a=1,2' })
  const deferred = await proposed({ triadId: triads[1], date: '2019-10-07', title: '+1 for Oxford' })
  await move(deferred, 'defer', { reason: 'Ofsted is on site.' })
  await proposed({
    kind: 'summit',
    triadId: null,
    date: '2019-12-02',
    days: 2,
    startTime: null,
    endTime: null,
  })
  const { headers } = await consultant.get(`/v1/rounds/${roundId}/participants`)
  const { body } = await consultant.get('/v1/authorities')
  const brighton = body.items.find(({ name }: { name: string }) => name.startsWith('=')).id
  const everybody = (await consultant.get(`/v1/rounds/${roundId}/participants`)).body.items.map(
    ({ authority }: { authority: { id: string } }) => ({ authority: { authorityId: authority.id } }),
  )
  const put = await consultant.put(
    `/v1/rounds/${roundId}/participants`,
    {
      participants: [
        ...everybody,
        { authority: { authorityId: brighton }, takingPart: false, reason: '- inspected\n- twice' },
      ],
    },
    { 'if-match': String(headers.etag) },
  )
  t.equal(put.status, 200, put.text)

  const tables = {
    '/v1/authorities/export': 9,
    '/v1/people/export': 9,
    '/v1/appointments/export': 8,
    [`/v1/rounds/${roundId}/export?table=participants`]: 9,
    [`/v1/rounds/${roundId}/export?table=triads`]: 7,
    [`/v1/rounds/${roundId}/export?table=dates`]: 3,
  }
  for (const [url, atLeast] of Object.entries(tables)) {
    const { status, text, headers } = await consultant.get(url)
    t.match({ status, type: headers['content-type'] }, { status: 200, type: 'text/csv; charset=utf-8' }, url)
    t.match(headers['content-disposition'], /^attachment; filename="\w+\.csv"$/)
    const lines = cellsOf(text).length - 1
    t.ok(lines >= atLeast, `${url} has ${lines} lines`)
    const path = url.replace('export', 'import')
    for (const [program, habits] of Object.entries(PROGRAMS)) {
      const saved = savedBy(text, habits)
      const reply = await sendCsv(
        service,
        consultant,
        `${path}${path.includes('?') ? '&' : '?'}dryRun=true`,
        saved,
      )
      t.match(reply, { status: 200, body: { unchanged: lines, refused: 0 } }, `${url} saved by ${program}`)
      if (reply.body?.unchanged !== lines) t.comment(reply.text)
    }
    const reply = await sendCsv(service, consultant, path, text)
    t.match(reply, { status: 200, body: { unchanged: lines } })
    t.equal((await consultant.get(url)).text, text, 'and it comes out again byte for byte')
  }
})

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what the API refuses
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

const SIGNS = [
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  "'",
  '"',
  ',',
  ';',
  '\n',
  '\r\n',
  ' ',
  '＝',
  'שלום',
  'é',
  '(',
  '|',
  '!',
  '43709',
  '01/09/2019',
  'a',
]

const names = fc
  .array(fc.oneof(fc.constantFrom(...SIGNS), fc.string({ unit: 'grapheme', maxLength: 3 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join('').trim())
  // As the API takes them.
  .filter((name) => name !== '' && name.isWellFormed() && !CONTROL.test(name))

void eachEngine(t, 'should carry any name out and in again', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await fc.assert(
    fc.asyncProperty(names, fc.constantFrom(...Object.entries(PROGRAMS)), async (name, [, habits]) => {
      const made = await consultant.post('/v1/people', { name })
      if (made.status !== 201) throw new Error(`not added: ${made.text}`)
      const { text } = await consultant.get('/v1/people/export')
      for (const row of cellsOf(text))
        for (const cell of row) if (/^[=+\-@\t\r]/.test(cell)) throw new Error(`a formula: ${cell}`)
      const encoding = habits.encoding === 'windows-1252' ? 'utf-8 with mark' : habits.encoding
      const lines = cellsOf(text).length - 1
      const saved = savedBy(text, {
        ...habits,
        ...(encoding && { encoding }),
        date: (cell) => cell,
        time: (cell) => cell,
      })
      const reply = await sendCsv(service, consultant, '/v1/people/import', saved)
      if (reply.body?.unchanged !== lines) throw new Error(`${lines} lines: ${reply.text}`)
    }),
    { numRuns: 60 },
  )
  const { text } = await consultant.get('/v1/people/export')
  const north = await service.region('North West')
  const copied = csvOf(
    'id,name,email',
    ...cellsOf(text)
      .slice(1)
      .map(([, name, email]) => ['', name, email]),
  )
  const reply = await sendCsv(service, north.consultant, '/v1/people/import?skipBadLines=true', copied)
  t.equal(reply.status, 200)
  const there = await north.consultant.get('/v1/people/export')
  const again = await sendCsv(service, north.consultant, '/v1/people/import', there.text)
  t.equal(again.body.unchanged, cellsOf(there.text).length - 1)
  t.equal((await north.consultant.get('/v1/people/export')).text, there.text)
})

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { addAuthorities, type Client, startService, type TestService } from '../fixtures/service.ts'
import { cellsOf, csvOf, sendCsv } from '../fixtures/spreadsheets.ts'

const PEOPLE = 'id,name,email'
const APPOINTMENTS = 'id,person_id,person,role,authorities,from,until'

const people = (count: number): unknown[][] =>
  Array.from({ length: count }, (_, at) => ['', `Director, authority ${at}`, `office${at}@example.org`])

const counted = async (client: Client): Promise<number> =>
  cellsOf((await client.get('/v1/people/export')).text).length - 1

const put =
  (service: TestService, client: Client, table: string, query = '') =>
  (file: string | Buffer) =>
    sendCsv(service, client, `/v1/${table}/import${query}`, file)

void eachEngine(
  t,
  'one bad line in 400 refuses the file, or is left out when asked so',
  async (t, database) => {
    const service = await startService(t, database)
    const { consultant } = await service.region()
    const lines = people(400)
    lines[15] = ['', 'Director, Kent', 'kent at example.org']
    const file = csvOf(PEOPLE, ...lines)
    const whole = await put(service, consultant, 'people')(file)
    t.match(whole, { status: 400, body: { code: 'invalid-request' } })
    t.match(whole.body.errors, [{ pointer: 'line 17, column email' }])
    t.equal(whole.body.errors.length, 1)
    t.equal(await counted(consultant), 1, 'nothing was taken')
    const dry = await put(service, consultant, 'people', '?skipBadLines=true&dryRun=true')(file)
    t.match(dry, { status: 200, body: { created: 399, changed: 0, unchanged: 0, refused: 1 } })
    t.equal(dry.body.lines.length, 400)
    t.match(dry.body.lines[0], {
      line: 2,
      outcome: 'created',
      what: 'Director, authority 0: added',
      errors: [],
    })
    t.match(dry.body.lines[15], { line: 17, outcome: 'refused', errors: [{ column: 'email' }] })
    t.equal(await counted(consultant), 1, 'nor by a dry run')
    const some = await put(service, consultant, 'people', '?skipBadLines=true')(file)
    t.match(some, { status: 200, body: { created: 399, refused: 1 } })
    t.equal(await counted(consultant), 400)
    const again = await put(service, consultant, 'people', '?skipBadLines=true')(file)
    t.match(again, { status: 200, body: { created: 0, unchanged: 399, refused: 1 } })
  },
)

void eachEngine(t, 'what is no such file is refused with what was expected', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const send = put(service, consultant, 'people')
  const refused = async (file: string | Buffer, detail: RegExp, pointer?: string) => {
    const reply = await send(file)
    t.match(reply, { status: 400, body: { code: 'invalid-request', detail } }, String(detail))
    if (pointer) t.equal(reply.body.errors[0].pointer, pointer)
  }
  await refused('', /The file is empty. The first line must be: id,name,email\./)
  await refused('\r\n,,\r\n', /The file is empty/)
  await refused('id,name\n', /The header lacks email: .* The first line must be: id,name,email\./, 'line 1')
  await refused('id,name,email,phone\n', /“phone” is no column here/, 'line 1, column phone')
  await refused('id,name,email,name\n', /The column name is there twice/, 'line 1, column name')
  await refused('id,name,,email\n', /A column has no name/)
  await refused(
    Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 8, 0]),
    /This is no text: save the spreadsheet as “CSV UTF-8/,
  )
  await refused('id,name,email\n,Direct\0or,\n', /This is no text/)
  await refused(Buffer.from([0x69, 0x64, 0x81, 0x8d]), /This is no text/)
  await refused(
    'id,name,email\n,Kent,\n,"Surrey,\n,Bucks,\n',
    /line 3: A quotation mark opens here and is never closed/,
    'line 3',
  )
  await refused('id,name,email\n,Ke"nt,\n', /line 2: A quotation mark stands astray/, 'line 2')
  await refused('id,name,email\n,Kent\n', /line 2: This line has two cells, and the header 3/, 'line 2')
  await refused('id,name,email\n,Kent,,x\n', /line 2: This line has four cells, and the header 3/, 'line 2')
  await refused('id,name,email\n,=A1,\n', /A formula, not a value/, 'line 2, column name')
  await refused(
    'id,name,email\n,Kent,"=HYPERLINK(""https://example.org"")"\n',
    /A formula/,
    'line 2, column email',
  )
  await refused('id,name,email\n,"a\nb",\n,Kent,\n,Kent,\n', /This is the same as line 4/, 'line 5')
  await refused('id,name,email\n,,a@example.org\n', /must not be empty/, 'line 2, column name')

  const many = csvOf(PEOPLE, ...people(5001).map(([, name]) => ['', name, '']))
  t.match(await send(many), {
    status: 413,
    body: { code: 'too-large', detail: /5001 lines, and at most 5000/ },
  })
  t.match(await send(`${PEOPLE}\n${'x'.repeat(2 ** 20)}`), { status: 413, body: { code: 'too-large' } })
  for (const type of ['application/json', 'text/plain', 'application/vnd.ms-excel']) {
    const reply = await sendCsv(service, consultant, '/v1/people/import', `${PEOPLE}\n`, {
      'content-type': type,
    })
    t.match(reply, { status: 415, body: { code: 'unsupported-media-type' } }, type)
  }
  t.match(await consultant.post('/v1/people/import'), { status: 400, body: { detail: /empty/ } })
  t.match(await consultant.get('/v1/people/import'), { status: 405 })
  t.equal(await counted(consultant), 1)
})

void eachEngine(t, 'Windows-1252, a byte-order mark, semicolons and tabs are read', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const send = put(service, consultant, 'people')
  const files = [
    Buffer.from('id;name;email\r\n;Director, C\xf4te\x92s \x96 office;\r\n', 'latin1'),
    '\ufeffID,Name,E-mail\n'.replace('E-mail', 'Email').concat(',"Director, Côte’s – office",\n'),
    Buffer.from(
      '\ufeffname\tid\temail\tx\r\n'.replace('\tx', '\t\t').concat('Director, Côte’s – office\t\t\r\n'),
      'utf16le',
    ),
  ]
  for (const [at, file] of files.entries())
    t.match(
      await send(file),
      { status: 200, body: at === 0 ? { created: 1 } : { unchanged: 1 } },
      `file ${at}`,
    )
  const { body } = await consultant.get('/v1/people')
  t.equal(body.items[0].name, 'Director, Côte’s – office')
})

void eachEngine(t, 'an appointment is refused by its own line, and the rest stands', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const codes = { Kent: 'E10000016', Surrey: 'E10000030' }
  const { Kent } = await addAuthorities(service, consultant, codes)
  for (const name of ['Deputy', 'Deputy', 'Interim, Kent', 'Assistant, Kent'])
    await consultant.post('/v1/people', { name })
  const { body } = await consultant.get(`/v1/appointments?personId=${Kent?.director.personId}`)
  const old = body.items[0].id
  const line = (person: string, role: string, authorities: string, from: string, until = '', id = '') => [
    id,
    '',
    person,
    role,
    authorities,
    from,
    until,
  ]
  const send = put(service, consultant, 'appointments', '?skipBadLines=true')
  const overlap = await send(
    csvOf(
      APPOINTMENTS,
      line('Interim, Kent', 'director', 'E10000016', '01/09/2019'),
      line('Deputy', 'assistant', 'Kent', '2019-09-01'),
      line('Assistant, Kent', 'Assistant', 'kent; SURREY', '1-Sep-19'),
      line('Assistant, Kent', 'assistant', 'Kent', '2020-01-01'),
      line('Nobody', 'king', 'Wessex', '31/02/2019'),
      line('Interim, Kent', 'moderator', '', ''),
      line('Interim, Kent', 'contributor', '', '2019-09-01'),
      line('Interim, Kent', 'contributor', 'Kent', '2019-09-01', '2019-09-01'),
    ),
  )
  t.match(overlap, { status: 200, body: { created: 1, refused: 7 } }, overlap.text)
  const errors = overlap.body.lines.map(({ errors }: { errors: object[] }) => errors)
  t.match(errors[0], [
    {
      column: 'from',
      detail: /one director at a time.*Director, Kent is director of Kent from 1 January 2018\./,
    },
  ])
  t.same(errors[1], [{ column: 'person', detail: 'Two people are called Deputy: give person_id.' }])
  t.same(errors[2], [])
  t.match(errors[3], [
    {
      column: 'from',
      detail: /holds this role in this office.*assistant of Kent and Surrey from 1 September 2019/,
    },
  ])
  t.match(errors[4], [{ column: 'from', detail: /There is no such date/ }])
  t.match(errors[5], [{ column: 'from', detail: /missing/ }])
  t.match(errors[6], [{ column: 'authorities', detail: /through at least one/ }])
  t.match(errors[7], [{ column: 'until', detail: /end must come after/ }])

  const bad = csvOf(
    APPOINTMENTS,
    line('Interim, Kent', 'director', 'Kent', '2019-09-01'),
    line('Director, Kent', 'director', 'Kent', '2018-01-01', '2017-01-01', old),
    ['', '00000000-0000-4000-8000-000000000000', '', 'moderator', '', '2019-09-01', ''],
    line('Director, Kent', 'director', 'Surrey', '2018-01-01', '', old),
  )
  const because = await send(bad)
  t.match(because.body.lines[0].errors[1], { column: null, detail: /would be taken if line 3 had been/ })
  t.match(because.body.lines[2].errors, [{ column: 'person_id', detail: 'There is no such person here.' }])
  t.match(because.body.lines[3].errors, [{ detail: 'This is the same as line 3.' }])

  const handedOver = await put(
    service,
    consultant,
    'appointments',
  )(
    csvOf(
      APPOINTMENTS,
      line('Interim, Kent', 'director', 'Kent', '2019-09-01'),
      line('Director, Kent', 'director', 'Kent', '2018-01-01', '2019-09-01', old),
    ),
  )
  t.match(handedOver, { status: 200, body: { created: 1, changed: 1 } }, 'whatever the order of the lines')
  t.equal(handedOver.body.lines[1].what, 'Director, Kent: ends on 1 September 2019')
  service.setClock('2019-09-01T09:00:00Z')
  t.equal((await Kent?.director.get('/v1/authorities'))?.status, 403, 'the rights end with the post')
})

void eachEngine(t, 'an id of another region is answered as one of nothing', async (t, database) => {
  const service = await startService(t, database)
  const south = await service.region('South East')
  const north = await service.region('North West')
  const { Kent } = await addAuthorities(service, south.consultant, { Kent: 'E10000016' })
  const { body } = await south.consultant.get('/v1/appointments')
  const absent = '00000000-0000-4000-8000-000000000000'
  const cases: readonly (readonly [string, (id: string) => string, string])[] = [
    ['people', (id) => csvOf(PEOPLE, [id, 'Director', '']), String(Kent?.director.personId)],
    [
      'appointments',
      (id) => csvOf(APPOINTMENTS, [id, '', 'x', 'moderator', '', '2019-01-01', '']),
      body.items[0].id,
    ],
    [
      'appointments',
      (id) => csvOf(APPOINTMENTS, ['', id, '', 'moderator', '', '2019-01-01', '']),
      String(Kent?.director.personId),
    ],
    [
      'authorities',
      (id) =>
        csvOf('id,name,kind,office_town,latitude,longitude,gss_codes,statistical_neighbours', [
          id,
          'Kent',
          'county',
          'Maidstone',
          51,
          0.5,
          '',
          '',
        ]),
      String(Kent?.id),
    ],
  ]
  for (const [table, file, id] of cases) {
    const hidden = await put(service, north.consultant, table)(file(id))
    const nothing = await put(service, north.consultant, table)(file(absent))
    t.match(hidden, { status: 400 })
    t.equal(hidden.text, nothing.text, table)
  }
})

void eachEngine(
  t,
  'only the consultant takes spreadsheets in and out, and it is audited',
  async (t, database) => {
    const service = await startService(t, database)
    const { consultant } = await service.region()
    const { Kent } = await addAuthorities(service, consultant, { Kent: 'E10000016' })
    const director = Kent?.director as Client
    for (const table of ['authorities', 'people', 'appointments']) {
      t.match(await director.get(`/v1/${table}/export`), { status: 403 })
      t.match(await put(service, director, table)(''), { status: 403 })
      t.match(await consultant.get(`/v1/${table}/export?template=true`), { status: 200 })
    }
    t.equal((await consultant.get('/v1/people/export?template=true')).text, '\ufeffid,name,email\r\n')
    const key = { 'idempotency-key': 'the-list' }
    const file = csvOf(PEOPLE, ['', 'Deputy', ''], ['', 'Deputy', 'deputy@example.org'])
    const first = await sendCsv(service, consultant, '/v1/people/import', file, key)
    t.match(first, { status: 200, body: { created: 2 } })
    t.equal((await sendCsv(service, consultant, '/v1/people/import', file, key)).text, first.text)
    const other = await sendCsv(service, consultant, '/v1/people/import', `${PEOPLE}\n`, key)
    t.match(other, { status: 422, body: { code: 'idempotency-key-reused' } })
    const { body } = await consultant.get('/v1/audit-entries?limit=200')
    const of = (action: string) => body.items.filter((each: { action: string }) => each.action === action)
    t.match(
      of('importPeople').map(({ outcome }: { outcome: string }) => outcome),
      ['refused', 'done'],
    )
    const ids = first.body.lines.map(({ id }: { id: string }) => id)
    t.match(of('importPeople')[1].detail, {
      table: 'people',
      created: ids,
      counts: { created: 2, refused: 0 },
    })
    t.notMatch(JSON.stringify(of('importPeople')), /Deputy/)
    t.match(of('exportPeople').at(-1), {
      outcome: 'read',
      subjectType: 'region',
      detail: { table: 'people' },
    })
  },
)

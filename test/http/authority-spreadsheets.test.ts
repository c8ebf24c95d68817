import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { addAuthorities, startService } from '../fixtures/service.ts'
import { cellsOf, csvOf, sendCsv } from '../fixtures/spreadsheets.ts'

const COLUMNS = 'id,name,kind,office_town,latitude,longitude,gss_codes,statistical_neighbours'

void eachEngine(t, 'should add authorities, and change what changes of those there', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await addAuthorities(service, consultant, { Kent: 'E10000016', Surrey: 'E10000030' })
  const send = (file: string, query = '') =>
    sendCsv(service, consultant, `/v1/authorities/import?skipBadLines=true${query}`, file)
  const kent = ['', 'Kent', 'unitary', 'Kent', 51.5, -1]
  const reply = await send(
    csvOf(
      COLUMNS,
      [...kent, 'E10000016 until 01/04/2020; E06000099 from 1-Apr-20', 'E10000030; E10000014'],
      ['', 'East Surrey', 'unitary', 'Reigate', '51,24', '-0,2', '', ''],
      ['', 'Surrey', 'county', 'Guildford', 51.5, -1, 'E10000030', ''],
      ['', 'Medway', 'unitary', 'Chatham', 51.4, 0.5, 'E10000016', ''],
      ['', 'Portsmouth', 'city', '', 500, '', 'K1', 'x'],
      ['', 'Reading', 'unitary', 'Reading', 51.4, -1, 'E06000038 from 2020-04-01 until 2020-04-01', ''],
    ),
  )
  t.match(reply, { status: 200, body: { created: 1, changed: 1, refused: 4 } }, reply.text)
  const [changed, created, fixed, taken, wrong, backwards] = reply.body.lines
  t.equal(
    changed.what,
    'Kent: the code E10000016 ends on 1 April 2020, gets the code E06000099 and has other statistical neighbours',
  )
  t.equal(created.what, 'East Surrey: added')
  t.same(
    fixed.errors.map(({ column }: { column: string }) => column),
    ['kind', 'office_town'],
  )
  t.match(fixed.errors[0].detail, /The kind of Surrey does not change by a spreadsheet/)
  t.match(taken.errors, [{ column: 'gss_codes', detail: 'Another authority has this GSS code already.' }])
  t.same(
    new Set(wrong.errors.map(({ column }: { column: string }) => column)),
    new Set(['kind', 'office_town', 'latitude', 'longitude', 'gss_codes', 'statistical_neighbours']),
  )
  t.match(backwards.errors, [{ column: 'gss_codes', detail: 'E06000038 must end after it begins.' }])
  const rows = cellsOf((await consultant.get('/v1/authorities/export')).text)
  t.equal(rows.find(([, name]) => name === 'East Surrey')?.[6], '', 'a council without a code yet')
  t.equal(
    rows.find(([, name]) => name === 'Kent')?.[6],
    'E10000016 until 2020-04-01; E06000099 from 2020-04-01',
  )
  const again = await send(csvOf(COLUMNS, [...kent, 'E06000099 from 2020-04-01', 'E10000030; E10000014']))
  t.match(again.body.lines[0].errors, [{ column: 'gss_codes', detail: /E10000016 is part of the record/ }])
})

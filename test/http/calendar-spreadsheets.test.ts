import t from 'tap'
import { conference, HEADER, KENT, kept, sendFile, startRegion } from '../fixtures/calendars.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { csvOf, DATES, savedBy } from '../fixtures/spreadsheets.ts'

void eachEngine(t, 'should take a spreadsheet, naming what is wrong in it', async (t, database) => {
  const { service, consultant, kent } = await startRegion(t, database)
  const { body: calendar } = await consultant.post('/v1/calendars', {
    ...conference,
    coversTo: '2020-08-31',
  })
  const url = `/v1/calendars/${calendar.id}/import`
  const good = [
    ['Half term', '2019-10-21', '2019-10-25', '', '', '', '', 'Kent'],
    ['Conference', '', '', '2019-11-20', '09:30', '16:00', 'Out of office', `${KENT.gssCode}`],
    ['Half term', '2019-10-21', '2019-10-25', '', '', '', '', 'Kent'],
  ]
  const faulty = [
    ['', '2019-10-21', '2019-10-25', '', '', '', '', ''],
    ['Backwards', '2019-10-25', '2019-10-21', '', '', '', '', ''],
    ['Nowhere', '2019-10-25', '2019-10-25', '', '', '', 'perhaps', ''],
    ['Of whom', '2019-10-25', '2019-10-25', '', '', '', '', 'Atlantis'],
    ['No day', '2019-02-30', '', '', '', '', '', ''],
  ]
  const before = (await consultant.get(`/v1/calendars/${calendar.id}`)).text
  const reply = await sendFile(service, consultant, url, csvOf(HEADER, ...good, ...faulty), 'text/csv')
  t.match(reply, { status: 400, body: { code: 'invalid-request' } })
  t.strictSame(reply.body.errors, [
    { pointer: 'line 5', detail: 'Column title: Say what it is.' },
    { pointer: 'line 6', detail: 'Column to: The last day comes before the first.' },
    { pointer: 'line 7', detail: 'Column busy: Write busy or out-of-office, or leave it empty for busy.' },
    {
      pointer: 'line 8',
      detail: 'The region has no authority Atlantis. Several are set apart by semicolons.',
    },
    { pointer: 'line 9', detail: 'Column from: There is no such date as “2019-02-30”.' },
  ])
  t.equal((await consultant.get(`/v1/calendars/${calendar.id}`)).text, before)
  t.strictSame(await kept(database, calendar.id), [], 'one line with a fault, and nothing is taken')

  const taken = await sendFile(service, consultant, url, csvOf(HEADER, ...good), 'text/csv')
  t.match(taken, { status: 200, body: { added: 2, refused: [], coversFrom: null, coversTo: '2020-08-31' } })
  t.strictSame(taken.body.warnings, [{ line: 4, detail: 'This is the same as line 2.' }])
  const { body } = await consultant.get(`/v1/calendars/${calendar.id}/commitments`)
  t.match(body.items, [
    { title: 'Half term', from: '2019-10-21', scope: { authorities: [{ authorityId: kent.id }] } },
    { title: 'Conference', startTime: '09:30', endTime: '16:00', busy: 'out-of-office' },
  ])
  const half = csvOf(HEADER, ['Half term', '2019-10-21', '2019-10-25', '', '', '', '', 'Kent'])
  const saved = savedBy(half, { delimiter: ';', date: DATES['as England writes them'], padding: 1 })
  t.match((await sendFile(service, consultant, url, saved, 'text/csv')).body, {
    added: 0,
    unchanged: 1,
    removed: 1,
    refused: [],
  })
})

void eachEngine(t, 'should give a template that it takes', async (t, database) => {
  const { service, consultant, kent } = await startRegion(t, database)
  const template = await kent.director.get('/v1/calendars/import-template')
  t.match(template.headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="calendar.csv"',
  })
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const taken = await sendFile(
    service,
    consultant,
    `/v1/calendars/${calendar.id}/import`,
    template.text,
    'text/csv',
  )
  t.match(taken.body, { added: 2, refused: [] })
})

import t from 'tap'
import type { CalendarReader, ReadEntry } from '../../src/domain/calendars/reading.ts'
import { failure, success } from '../../src/domain/failures.ts'
import { overlaps, spanOfDays } from '../../src/domain/intervals.ts'
import {
  conference,
  diaryOf,
  HEADER,
  inspections,
  kentTerms,
  kept,
  sendFile,
  startRegion,
} from '../fixtures/calendars.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { change } from '../fixtures/service.ts'
import { csvOf } from '../fixtures/spreadsheets.ts'

/** Reads a made-up format, a line an entry: uid|recurrenceId|title|first day|last day; a broken one: uid|broken. One cut off ends in “cut”. */
const reader: CalendarReader = {
  read: async (file, { window, zone }) => {
    const lines = file.toString().split('\n')
    if (lines.shift() !== 'BEGIN:VCALENDAR') return failure('invalid-request', 'This is no calendar.')
    const entries = lines.flatMap((text, at): ReadEntry[] => {
      const [uid = '', recurrenceId, title = '', first = '', last = first] = text.split('|')
      if (first === '') return []
      const span = spanOfDays({ first, last }, zone)
      const named = { uid, recurrenceId: recurrenceId || null, title, span, busy: 'busy' } as const
      return overlaps(span, window) ? [{ ...named, wholeDays: { first, last }, line: at + 2 }] : []
    })
    const refused = lines.flatMap((text, at) =>
      /(?:^|\|)broken$/.test(text) ? [{ line: at + 2, detail: 'This entry has no start.' }] : [],
    )
    const unclear = lines.flatMap((text, at) => {
      const [uid = '', word] = text.split('|')
      return word === 'broken' ? [{ uid, line: at + 2 }] : []
    })
    return success({
      entries,
      warnings: [{ line: 1, detail: 'It names no producer.' }],
      refused,
      unclear,
      isCutOff: lines.at(-1) === 'cut',
      outside: 0,
    })
  },
}

const ics = (...lines: readonly string[]): string => ['BEGIN:VCALENDAR', ...lines].join('\n')

const start = (t: Parameters<typeof startRegion>[0], database: TestDatabase) =>
  startRegion(t, database, { reader })

void eachEngine(
  t,
  'should take a file again as a comparison: gone, changed, new, and the same untouched',
  async (t, database) => {
    const { service, consultant } = await start(t, database)
    const { body: calendar } = await consultant.post('/v1/calendars', conference)
    const url = `/v1/calendars/${calendar.id}`
    await consultant.post(`${url}/commitments`, { title: 'By hand', from: '2019-11-01', to: '2019-11-01' })
    const first = ics(
      'a||Goes|2019-10-01',
      'b||Moves|2019-10-02',
      'c|2019-10-03|Stays|2019-10-03',
      'c|2019-10-10|Stays|2019-10-10',
      'd||Too late|2021-10-10',
      'c|2019-10-10|Twice|2019-10-11',
      'broken',
    )
    const counts = { added: 4, changed: 0, unchanged: 0, removed: 0 }
    const dry = await sendFile(service, consultant, `${url}/import?dryRun=true`, first)
    t.match(dry, { status: 200, body: counts })
    t.equal((await kept(database, calendar.id)).length, 1, 'nothing is kept of a dry run')
    const taken = await sendFile(service, consultant, `${url}/import`, first)
    t.strictSame(taken.body, dry.body, 'a dry run answers what would be')
    t.match(taken.body, {
      warnings: [{ line: 1 }, { line: 7, detail: 'It has the UID of the entry in line 5: left out.' }],
      refused: [{ line: 8, detail: 'This entry has no start.' }],
      coversFrom: '2019-05-10',
      coversTo: '2020-05-10',
    })
    const before = await kept(database, calendar.id)

    service.setClock('2019-05-11T09:00:00Z')
    const second = ics(
      'b||Moves|2019-10-05',
      'c|2019-10-03|Stays|2019-10-03',
      'c|2019-10-10|Stays|2019-10-10',
      'e||New|2019-12-01',
    )
    const again = await sendFile(service, consultant, `${url}/import`, second)
    t.match(again.body, { added: 1, changed: 1, unchanged: 2, removed: 1 })
    const after = await kept(database, calendar.id)
    t.strictSame(
      after.map(({ title }) => title),
      ['By hand', 'Moves', 'New', 'Stays', 'Stays'],
    )
    const rowsOf = (rows: typeof after, title: string) => rows.filter((row) => row.title === title)
    for (const same of ['By hand', 'Stays']) t.strictSame(rowsOf(after, same), rowsOf(before, same), same)
    t.match(rowsOf(after, 'Moves'), [{ id: rowsOf(before, 'Moves')[0]?.id, revision: 2 }])
    t.match((await consultant.get(url)).body, {
      coversFrom: '2019-05-11',
      coversTo: '2020-05-11',
      checkedAt: '2019-05-11T09:00:00.000Z',
    })
    const { rows } = await database.pool.query(
      `select detail from audit_entry where action = 'importCalendar' order by at`,
    )
    t.match(rows.at(-1), { detail: { added: 1, changed: 1, unchanged: 2, removed: 1 } })
  },
)

void eachEngine(
  t,
  'should keep what was taken before of an entry that is unclear now',
  async (t, database) => {
    const { service, consultant, kent } = await start(t, database)
    const { body: calendar } = await consultant.post('/v1/calendars', conference)
    const { body: diary } = await kent.director.post('/v1/calendars', diaryOf(kent.director))
    for (const [client, { id }] of [
      [consultant, calendar],
      [kent.director, diary],
    ] as const) {
      const url = `/v1/calendars/${id}/import`
      const first = ics(
        'a||Term|2019-10-01',
        'b|1|Weekly|2019-10-02',
        'b|2|Weekly|2019-10-09',
        'c||Goes|2019-10-03',
      )
      await sendFile(service, client, url, first)
      const before = await kept(database, id)
      const again = await sendFile(service, client, url, ics('a|broken', 'b|1|Weekly|2019-10-02', 'b|broken'))
      t.match(again.body, { added: 0, changed: 0, unchanged: 1, removed: 1 })
      t.strictSame(
        again.body.warnings.slice(1),
        [2, 4].map((line) => ({ line, detail: 'What was taken of this entry before is kept as it was.' })),
      )
      const after = await kept(database, id)
      t.equal(after.length, 3)
      t.ok(after.every((row) => before.some((each) => each.id === row.id && each.revision === row.revision)))
    }
  },
)

void eachEngine(t, 'should keep the last good copy of what is no calendar', async (t, database) => {
  const { service, consultant } = await start(t, database)
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const url = `/v1/calendars/${calendar.id}`
  await sendFile(service, consultant, `${url}/import`, ics('a||Conference|2019-10-01'))
  const before = [await kept(database, calendar.id), (await consultant.get(url)).text]
  service.setClock('2019-05-12T09:00:00Z')
  const refused: readonly (readonly [string, string, string])[] = [
    ['<html>Log in</html>', 'text/calendar', 'This is no calendar.'],
    [ics('broken'), 'text/calendar', 'The file was not taken, so the calendar stays as it is.'],
    ['', 'text/calendar', 'The file is empty.'],
    ['', 'text/csv', 'The file is empty.'],
    [
      csvOf(HEADER, ['', '', '', '', '', '', '', '']).replace('title', 'name'),
      'text/csv',
      'The header lacks',
    ],
  ]
  for (const [file, type, detail] of refused) {
    const reply = await sendFile(service, consultant, `${url}/import`, file, type)
    t.match(reply, { status: 400, body: { code: 'invalid-request' } }, detail)
    t.ok(reply.body.detail.startsWith(detail), reply.body.detail)
  }
  const large = await sendFile(service, consultant, `${url}/import`, Buffer.alloc(5 * 1024 * 1024 + 1, 'x'))
  t.match(large, { status: 413, body: { code: 'too-large' } })
  t.match(await sendFile(service, consultant, `${url}/import`, '{}', 'application/json'), { status: 415 })
  t.strictSame([await kept(database, calendar.id), (await consultant.get(url)).text], before)
})

void eachEngine(t, 'should take files only from who may write the calendar', async (t, database) => {
  const { service, consultant, kent, surrey } = await start(t, database)
  const { body: terms } = await kent.director.post('/v1/calendars', kentTerms)
  const url = `/v1/calendars/${terms.id}/import`
  const file = ics('a||Half term|2019-10-21|2019-10-25')
  t.match(await sendFile(service, surrey.director, url, file), { status: 403 })
  t.match(await sendFile(service, kent.director, url, file), { status: 200, body: { added: 1 } })
  const { body: diary } = await kent.director.post('/v1/calendars', diaryOf(kent.director))
  const own = `/v1/calendars/${diary.id}/import`
  t.match(await sendFile(service, surrey.director, own, file), { status: 404 })
  t.match(await sendFile(service, consultant, own, file), { status: 403 })
  t.match(await sendFile(service, kent.director, own, file), { status: 200, body: { added: 1 } })
})

void eachEngine(t, 'should ask about the windows of the rounds that are not closed', async (t, database) => {
  const { service, consultant } = await start(t, database)
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const round = { label: '2019-20', window: { first: '2019-09-01', last: '2020-03-31' } }
  const made = await consultant.post('/v1/rounds', round)
  t.equal(made.status, 201, made.text)
  const file = ics('a||Before|2019-08-31', 'b||Within|2019-09-01', 'c||After|2020-04-01')
  const url = `/v1/calendars/${calendar.id}/import`
  t.match((await sendFile(service, consultant, url, file)).body, {
    added: 1,
    coversFrom: '2019-09-01',
    coversTo: '2020-03-31',
  })
})

void eachEngine(
  t,
  'should narrow what a calendar of inspections takes, or refuse it',
  async (t, database) => {
    const { service, consultant } = await start(t, database)
    const { body: calendar } = await consultant.post('/v1/calendars', inspections)
    const url = `/v1/calendars/${calendar.id}/import`
    t.match(await sendFile(service, consultant, url, ics('a||Somebody|2019-10-01')), {
      status: 400,
      body: { errors: [{ pointer: 'line 2', detail: 'Say which authorities it concerns.' }] },
    })
    const file = csvOf(HEADER, ['Inspection', '2019-10-21', '2019-10-25', '', '', '', '', 'Kent'])
    t.match((await sendFile(service, consultant, url, file, 'text/csv')).body, { added: 1, refused: [] })
  },
)

void eachEngine(t, 'should keep what no column takes under a name of its own', async (t, database) => {
  const { service, consultant } = await start(t, database)
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const url = `/v1/calendars/${calendar.id}/import`
  const file = ics(`${'u'.repeat(9000)}||Long ${'t'.repeat(900)}|2019-10-01`, 'a\u0000b||\u0000|2019-10-02')
  t.match((await sendFile(service, consultant, url, file)).body, { added: 2 })
  t.match((await sendFile(service, consultant, url, file)).body, { added: 0, unchanged: 2 })
  const renamed = await change(consultant, `/v1/calendars/${calendar.id}`, { name: 'Other' })
  t.equal(renamed.status, 200)
})

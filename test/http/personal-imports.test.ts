import t from 'tap'
import { openDatabase } from '../../src/db/database.ts'
import { diaryOf, startRegion } from '../fixtures/calendars.ts'
import { dumpOf, eachEngine, engines, type TestDatabase } from '../fixtures/databases.ts'

const SECRET = 'Interview at Barsetshire'

const ics = (title: string, uid: string): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//example.org//test//EN',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    'DTSTAMP:20190501T090000Z',
    'DTSTART:20191001T090000Z',
    'DTEND:20191001T100000Z',
    `SUMMARY:${title}`,
    `DESCRIPTION:${title}`,
    `LOCATION:${title}`,
    'END:VEVENT',
    'BEGIN:VEVENT',
    `UID:broken ${uid}`,
    `DTSTART:${title}`,
    `SUMMARY:${title}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const csv = (title: string): string =>
  `title,from,to,date,start_time,end_time,busy,authorities\r\n${title},2019-10-01,2019-10-02,,,,,\r\n`

/** What everybody is answered about a diary into which a file came, its ids and times of this run aside. */
const answersTo = async (
  t: Parameters<typeof startRegion>[0],
  database: TestDatabase,
  file: { readonly type: string; readonly text: string },
): Promise<readonly string[]> => {
  const { service, consultant, kent, surrey } = await startRegion(t, database)
  const { director } = kent
  // Calendars stand in the order in which they were made, those of one moment in that of their ids.
  service.setClock('2019-05-10T09:01:00Z')
  const { body: diary } = await director.post('/v1/calendars', diaryOf(director))
  const taken = await service.send({
    method: 'POST',
    url: `/v1/calendars/${diary.id}/import`,
    headers: { authorization: `Bearer ${director.token}`, 'content-type': file.type },
    payload: file.text,
  })
  t.match(taken, { status: 200, body: { added: 1 } }, taken.text)
  const answers: string[] = [taken.text]
  for (const client of [director, consultant, surrey.director]) {
    for (const url of [
      `/v1/calendars/${diary.id}`,
      `/v1/calendars/${diary.id}/commitments`,
      '/v1/calendars',
    ]) {
      answers.push((await client.get(url)).text)
    }
  }
  return answers.map((text) => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id'))
}

const files = (title: string, uid: string) => ({
  calendar: { type: 'text/calendar', text: ics(title, uid) },
  spreadsheet: { type: 'text/csv', text: csv(title) },
})

for (const form of ['calendar', 'spreadsheet'] as const) {
  void eachEngine(t, `should not even store the title and UID of a personal ${form}`, async (t, database) => {
    await answersTo(t, database, files(SECRET, `uid-${SECRET}`)[form])
    const dump = await dumpOf(database)
    t.ok(dump.includes('importCalendar'), 'the import is in the dump')
    t.notOk(dump.includes(SECRET))
    t.notOk(dump.includes(Buffer.from(SECRET).toString('hex')))
    t.notOk(dump.includes('Barsetshire'))
  })

  t.test(`should answer alike whatever a personal ${form} says in words`, async (t) => {
    for (const engine of await engines()) {
      const answers = await Promise.all(
        [
          [SECRET, 'uid-1'],
          ['Dentist', 'another-uid-of-another-length'],
        ].map(async ([title = '', uid = '']) => {
          const { connection, remove } = await engine.create()
          const database = openDatabase(connection)
          t.teardown(async () => {
            await database.close()
            await remove()
          })
          return answersTo(t, { ...database, engine: engine.name, connection }, files(title, uid)[form])
        }),
      )
      t.strictSame(answers[0], answers[1], engine.name)
    }
  })
}

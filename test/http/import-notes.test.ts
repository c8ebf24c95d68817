import t from 'tap'
import { conference, HEADER, sendFile, startRegion } from '../fixtures/calendars.ts'
import { eachEngine } from '../fixtures/databases.ts'
import type { Client, Reply, TestService } from '../fixtures/service.ts'

const event = (uid: string, day: string): string[] => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `SUMMARY:Conference ${uid}`,
  `DTSTART;VALUE=DATE:${day}`,
  'END:VEVENT',
]

const CALENDAR = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example.org//EN']
const END = ['END:VCALENDAR']
const WHOLE = [
  ...CALENDAR,
  ...event('a', '20191001'),
  ...event('b', '20191002'),
  ...event('c', '20191003'),
  ...END,
]

const send = (
  service: TestService,
  client: Client,
  url: string,
  lines: readonly string[],
  type?: string,
): Promise<Reply> => sendFile(service, client, url, lines.join('\r\n'), type)

void eachEngine(t, 'should lose nothing by a file that ends too early', async (t, database) => {
  const { service, consultant } = await startRegion(t, database)
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const url = `/v1/calendars/${calendar.id}`
  t.match((await send(service, consultant, `${url}/import`, WHOLE)).body, { added: 3, warnings: [] })
  const cutAnywhere = [WHOLE.slice(0, 8), WHOLE.slice(0, 11), WHOLE.slice(0, -1)]
  for (const cut of cutAnywhere) {
    const { body } = await send(service, consultant, `${url}/import`, cut)
    t.match(body, { removed: 0, refused: [] })
    t.ok(
      body.warnings.some(({ detail }: { detail: string }) =>
        detail.startsWith('The file ends before its calendar'),
      ),
    )
    t.equal((await consultant.get(`${url}/commitments`)).body.items.length, 3)
    t.ok((await consultant.get(url)).body.refusedEntries >= 1)
  }
  t.match((await send(service, consultant, `${url}/import`, WHOLE)).body, { unchanged: 3, warnings: [] })
  t.equal((await consultant.get(url)).body.refusedEntries, 0)
})

void eachEngine(t, 'should say what of a file was left out, and what went', async (t, database) => {
  const { service, consultant } = await startRegion(t, database)
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const url = `/v1/calendars/${calendar.id}/import`
  const outside = [...CALENDAR, ...event('a', '20191001'), ...event('old', '20090101'), ...END]
  t.match((await send(service, consultant, url, outside)).body, {
    added: 1,
    warnings: [{ line: 1, detail: /^Left out: one entry outside/ }],
  })
  const empty = await send(service, consultant, `${url}?dryRun=true`, [...CALENDAR, ...END])
  t.match(empty.body, {
    removed: 1,
    warnings: [{ line: 1, detail: 'It names no entry, so that all 1 that were there are gone.' }],
  })
})

void eachEngine(t, 'should warn of a spreadsheet that answers for all time', async (t, database) => {
  const { service, consultant } = await startRegion(t, database)
  const rows = [HEADER, 'Autumn,2019-10-21,2019-10-25,,,,busy,']
  const warned = async (bounds: object): Promise<string[]> => {
    const { body: calendar } = await consultant.post('/v1/calendars', { ...conference, ...bounds })
    const { status, body, text } = await send(
      service,
      consultant,
      `/v1/calendars/${calendar.id}/import`,
      rows,
      'text/csv',
    )
    if (status !== 200) throw new Error(text)
    return body.warnings.map(({ detail }: { detail: string }) => detail)
  }
  t.match(await warned({}), [/^Nothing says until when this calendar answers/])
  t.same(await warned({ name: 'Another', coversFrom: '2019-09-01', coversTo: '2020-08-31' }), [])
})

void eachEngine(t, 'should take the report of one inspection once', async (t, database) => {
  const { consultant, kent } = await startRegion(t, database)
  const url = `/v1/authorities/${kent.id}/inspections`
  const days = { from: '2019-11-11', to: '2019-11-15' }
  const { status, body } = await kent.director.post(url, days)
  t.equal(status, 201)
  t.equal((await consultant.post(url, days)).body.commitment.id, body.commitment.id)
  const { body: shorter } = await consultant.post(url, { ...days, to: '2019-11-14' })
  t.not(shorter.commitment.id, body.commitment.id)
})

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { roundRequest } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'
import { clashesOf, startWatch } from '../fixtures/watched.ts'

const fileOf = (...starts: readonly string[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Example//Conferences//EN',
    ...starts.flatMap((start) => [
      'BEGIN:VEVENT',
      `UID:${start.replace(/\D/g, '')}@example.org`,
      'DTSTAMP:20190510T090000Z',
      start,
      'SUMMARY:Annual conference',
      'END:VEVENT',
    ]),
    'END:VCALENDAR',
    '',
  ].join('\r\n')

const FILE = fileOf('DTSTART;VALUE=DATE:20191106', 'DTSTART;VALUE=DATE:20201111')

interface SeenClash {
  readonly rule: string
  readonly message: string
}

await eachEngine(
  t,
  'should hold unknown what a file was not asked about, until it is sent again',
  async (t, database) => {
    const required = { requiredCalendars: [{ kind: 'conference', scope: 'region' }] }
    const { service, consultant, proposed, calendar } = await startRound(t, database, required)
    const conferences = { kind: 'conference', name: 'Conferences', scope: { kind: 'region' } }
    const { body: made } = await calendar(conferences)
    const send = () =>
      service.send({
        method: 'POST',
        url: `/v1/calendars/${made.id}/import`,
        headers: { authorization: `Bearer ${consultant.token}`, 'content-type': 'text/calendar' },
        payload: FILE,
      })
    const clashesWith = async (id: string): Promise<SeenClash[]> =>
      (await consultant.get(`/v1/challenge-events/${id}`)).body.clashes
    t.match(await send(), { status: 200, body: { added: 1 } }, 'of the round’s own year alone')
    const { body: read } = await consultant.get(`/v1/calendars/${made.id}`)
    t.not(read.coversTo, null, 'and it answers for no longer than it was asked about')
    t.same(await clashesWith(await proposed({ date: '2019-11-13' })), [])

    const later = roundRequest({
      ...required,
      label: '2020-21',
      window: { first: '2020-10-01', last: '2020-12-11' },
      deadlines: {},
    })
    const { body: next } = await consultant.post('/v1/rounds', later)
    const summit = { roundId: next.id, triadId: null, kind: 'summit', title: 'Summit' }
    const free = await proposed({ ...summit, date: '2020-11-04' })
    const taken = await proposed({ ...summit, date: '2020-11-11' })
    for (const id of [free, taken]) {
      const [clash, ...others] = await clashesWith(id)
      t.same(others, [])
      t.match(clash, { rule: 'calendar-unknown', calendarId: made.id, severity: 'blocking' })
      t.match(clash?.message, /^The calendar “Conferences” answers for .* 2019, not for .* November 2020\.$/)
    }
    const { body: listed } = await consultant.get(`/v1/rounds/${next.id}/clashes`)
    t.match(listed.items, [{ rule: 'calendar-unknown' }, { rule: 'calendar-unknown' }], 'in the list, too')

    t.match(await send(), { status: 200, body: { added: 1, unchanged: 1 } })
    t.same(await clashesWith(free), [])
    t.match(await clashesWith(taken), [{ rule: 'conference', message: /Annual conference/ }])

    const window = { first: '2020-10-01', last: '2021-09-30' }
    t.equal((await change(consultant, `/v1/rounds/${next.id}`, { window })).status, 200)
    const moved = await proposed({ ...summit, date: '2021-09-15' })
    t.match(
      await clashesWith(moved),
      [{ rule: 'calendar-unknown', calendarId: made.id }],
      'a window that moves',
    )
  },
)

await eachEngine(
  t,
  'should hold unknown on every day what could not be read in a calendar, until it is mended or looked at',
  async (t, database) => {
    const required = { requiredCalendars: [{ kind: 'conference', scope: 'region' }] }
    const { round, watch } = await startWatch(t, database, required)
    const { body: made } = await round.calendar({
      kind: 'conference',
      name: 'Conferences',
      scope: { kind: 'region' },
    })
    const url = `/v1/calendars/${made.id}`
    const send = async (...starts: readonly string[]) =>
      round.service.send({
        method: 'POST',
        url: `${url}/import`,
        headers: { authorization: `Bearer ${round.consultant.token}`, 'content-type': 'text/calendar' },
        payload: fileOf(...starts),
      })
    await round.proposed()
    await send('DTSTART;VALUE=DATE:20191106')
    await watch.look()
    t.same((await clashesOf(round)).items, [], 'silence is free')

    const garbled = await send('DTSTART;VALUE=DATE:20191106', 'DTSTART:the 8th of November')
    t.match(garbled, { status: 200, body: { unchanged: 1, refused: [{ line: 13 }] } })
    t.match((await round.consultant.get(url)).body, { refusedEntries: 1 })
    t.match(await watch.look(), { judged: 1, opened: 1 }, 'found before anyone asks')
    const unknown = {
      rule: 'calendar-unknown',
      calendarId: made.id,
      severity: 'blocking',
      message: /^The calendar “Conferences”, last checked on .*, has one entry that could not be read,/,
    }
    t.match((await clashesOf(round)).items, [unknown])

    await send('DTSTART;VALUE=DATE:20191106', 'DTSTART;VALUE=DATE:20191128')
    t.match(await watch.look(), { judged: 1, closed: 1 }, 'mended by its source')
    await send('DTSTART;VALUE=DATE:20191106', 'DTSTART:whenever')
    t.match(await watch.look(), { opened: 1 })
    t.match((await change(round.consultant, url, { confirm: true })).body, { refusedEntries: 0 })
    t.match(await watch.look(), { closed: 1 }, 'or looked at')
  },
)

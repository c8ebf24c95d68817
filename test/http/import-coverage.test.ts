import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { roundRequest } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'

const FILE = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Example//Conferences//EN',
  ...['20191106', '20201111'].flatMap((day) => [
    'BEGIN:VEVENT',
    `UID:${day}@example.org`,
    'DTSTAMP:20190510T090000Z',
    `DTSTART;VALUE=DATE:${day}`,
    'SUMMARY:Annual conference',
    'END:VEVENT',
  ]),
  'END:VCALENDAR',
  '',
].join('\r\n')

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
    const clashesOf = async (id: string): Promise<SeenClash[]> =>
      (await consultant.get(`/v1/challenge-events/${id}`)).body.clashes
    t.match(await send(), { status: 200, body: { added: 1 } }, 'of the round’s own year alone')
    const { body: read } = await consultant.get(`/v1/calendars/${made.id}`)
    t.not(read.coversTo, null, 'and it answers for no longer than it was asked about')
    t.same(await clashesOf(await proposed({ date: '2019-11-13' })), [])

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
      const [clash, ...others] = await clashesOf(id)
      t.same(others, [])
      t.match(clash, { rule: 'calendar-unknown', calendarId: made.id, severity: 'blocking' })
      t.match(clash?.message, /^The calendar “Conferences” answers for .* 2019, not for .* November 2020\.$/)
    }
    const { body: listed } = await consultant.get(`/v1/rounds/${next.id}/clashes`)
    t.match(listed.items, [{ rule: 'calendar-unknown' }, { rule: 'calendar-unknown' }], 'in the list, too')

    t.match(await send(), { status: 200, body: { added: 1, unchanged: 1 } })
    t.same(await clashesOf(free), [])
    t.match(await clashesOf(taken), [{ rule: 'conference', message: /Annual conference/ }])

    const window = { first: '2020-10-01', last: '2021-09-30' }
    t.equal((await change(consultant, `/v1/rounds/${next.id}`, { window })).status, 200)
    const moved = await proposed({ ...summit, date: '2021-09-15' })
    t.match(
      await clashesOf(moved),
      [{ rule: 'calendar-unknown', calendarId: made.id }],
      'a window that moves',
    )
  },
)

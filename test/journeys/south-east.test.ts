import { existsSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { refusalOf } from '../../scripts/api.ts'
import * as events from '../../scripts/rounds/events.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { startSouthEast } from '../fixtures/south-east.ts'

const HALF_TERM =
  'Triad 2 on 1 November 2019 meets the West Sussex school holiday: a warning that names the authority, the calendar and the entry (the Friday itself is inferred, see commitments).'
const ELECTION =
  'Five of the six sessions (all but 1 November) fall in the pre-election period: a warning each.'
const OFSTED =
  "No session meets an Ofsted annual conversation; the same sessions proposed 70 days later (10 January to 7 February 2020) all do: listed as blocking under this round's policy, and confirming one is refused unless waived."
const SIZE =
  'Triad 3 has four authorities and three directors, and is valid for a size rule of three directors.'
const PAIRS = 'Of the 21 pairs of authorities in 2019-20, 17 were also paired in the 2018-19 plan.'

const file = new URL('../../../shared/data/south-east-rounds.json', import.meta.url)
void t.test(
  'every published expectation is a test here',
  { skip: existsSync(file) ? false : 'the published facts do not lie beside this project' },
  async (t) => {
    const { expected } = JSON.parse(readFileSync(file, 'utf8'))
    t.strictSame(expected, [HALF_TERM, ELECTION, OFSTED, SIZE, PAIRS])
  },
)

/** The South East with its calendars, its round of 2018-19, and that of 2019-20 with the published dates. */
const planned = async (t: Test, database: TestDatabase) => {
  const { consultant, authorities, published, round, triads } = await startSouthEast(t, database)
  const meetings = await events.proposeMeetings(consultant, round, triads, published)
  return { consultant, authorities, round, triads, meetings }
}

const rulesOf = ({ clashes }: Pick<events.ChallengeEvent, 'clashes'>) =>
  clashes.map(({ rule, severity }) => `${rule} ${severity}`)

void eachEngine(t, "the South East's round of 2019-20, as published", async (t, database) => {
  const on = (sentence: string) => `${sentence} (${database.engine})`
  const { consultant, authorities, round, triads, meetings } = await planned(t, database)
  t.equal(meetings.length, 6)

  await t.test(on(HALF_TERM), async (t) => {
    const second = meetings[1]
    t.strictSame([second?.date, second && rulesOf(second)], ['2019-11-01', ['school-holiday warning']])
    const westSussex = authorities.find(({ name }) => name === 'West Sussex')
    t.match(second?.clashes, [
      {
        authorityIds: [westSussex?.id],
        calendarName: 'School terms, West Sussex',
        commitmentTitle: 'West Sussex autumn half term',
        message: /West Sussex.*“West Sussex autumn half term”.*“School terms, West Sussex”/,
      },
    ])
  })

  await t.test(on(ELECTION), async (t) => {
    const others = meetings.filter(({ date }) => date !== '2019-11-01')
    t.equal(others.length, 5)
    for (const meeting of others)
      t.strictSame(rulesOf(meeting), ['pre-election-period warning'], meeting.date)
  })

  await t.test(on(OFSTED), async (t) => {
    t.notOk(meetings.flatMap(rulesOf).some((rule) => rule.startsWith('ofsted')))
    const dates: string[] = []
    for (const [index, triad] of triads.entries()) {
      const date = events.daysLater(meetings[index]?.date ?? '', 70)
      dates.push(date)
      const later = await events.proposeMeeting(consultant, round, triad, date)
      t.strictSame(rulesOf(later), ['ofsted-annual-conversation blocking'], date)
      t.match(await refusalOf(events.confirm(consultant, later)), {
        status: 409,
        code: 'clash',
        clashes: [{ rule: 'ofsted-annual-conversation', severity: 'blocking' }],
      })
      t.equal((await events.readEvent(consultant, later)).state, 'proposed', 'nothing changed')
      const waivers = events.waiversFor(later, 'Agreed with Ofsted.')
      const waived = await events.confirm(consultant, later, waivers)
      t.match(waived, { state: 'confirmed', clashes: [{ waived: 'Agreed with Ofsted.' }] })
    }
    dates.sort()
    t.strictSame([dates[0], dates.at(-1)], ['2020-01-10', '2020-02-07'])
  })

  await t.test(on(SIZE), async (t) => {
    const third = triads[2]
    t.equal(third?.authorities.length, 4)
    t.equal(third?.directors.length, 3)
    const policy = (await consultant.read<{ policy: object }>(`/v1/rounds/${round.id}`)).policy
    t.match(policy, { triadSize: { largest: 3 } }, 'four directors would be refused')
  })

  await t.test(on(PAIRS), async (t) => {
    const { pairs } = await consultant.read<typeof round>(`/v1/rounds/${round.id}`)
    t.match(pairs, { total: 21, repeated: 17, previousRound: { label: '2018-19' } })
  })
})

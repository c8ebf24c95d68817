import { existsSync, readFileSync } from 'node:fs'
import t from 'tap'
import type { Appointment } from '../../src/domain/access/actor.ts'
import type { Clash } from '../../src/domain/clashes/clash.ts'
import type { ClashFacts } from '../../src/domain/clashes/facts.ts'
import { findClashes } from '../../src/domain/clashes/find-clashes.ts'
import { type ClashPolicy, DEFAULT_CLASH_POLICY } from '../../src/domain/clashes/policy.ts'
import { applyWaivers, blocking } from '../../src/domain/clashes/waivers.ts'
import { addDays } from '../../src/domain/intervals.ts'
import { pairsOf, repeatedPairs } from '../../src/domain/triads/pairs.ts'
import { checkTriadSize, DEFAULT_TRIAD_SIZE, directorsOn } from '../../src/domain/triads/size.ts'
import { calendarOf, commitmentOf, factsOf, on } from '../fixtures/clash-facts.ts'

/** The published facts of the South East's programme; what they lead to is written in their `expected`. */
interface Published {
  sharedDirectors: { authorities: string[]; until: string }[]
  rounds: { label: string; triads: { number: number; date: string; members: string[] }[] }[]
  commitments: { kind: string; scope: 'region' | string[]; from: string; to: string }[]
}

const file = new URL('../../../shared/data/south-east-rounds.json', import.meta.url)
const absent = existsSync(file) ? false : 'the published facts of the South East are not beside this checkout'
if (absent) t.comment(absent)

const published: Published = absent
  ? { sharedDirectors: [], rounds: [], commitments: [] }
  : JSON.parse(readFileSync(file, 'utf8'))

const triadsOf = (label: string) => published.rounds.find((round) => round.label === label)?.triads ?? []

const asGroups = (label: string) => triadsOf(label).map(({ members }) => ({ authorityIds: members }))

const POLICY: ClashPolicy = {
  ...DEFAULT_CLASH_POLICY,
  severities: { 'ofsted-annual-conversation': { region: 'blocking' } },
}

const KINDS: string[] = ['ofsted-annual-conversation', 'school-holiday', 'pre-election-period']

const appointments: Appointment[] = [...new Set(triadsOf('2019-20').flatMap(({ members }) => members))].map(
  (name) => {
    const shared = published.sharedDirectors.find(({ authorities }) => authorities.includes(name))
    const authorityIds = shared?.authorities ?? [name]
    const personId = `Director, ${authorityIds.join(' and ')}`
    return {
      id: name,
      personId,
      role: 'director',
      authorityIds,
      from: '2018-01-01',
      until: shared?.until ?? null,
      eventId: null,
    }
  },
)

/** The clashes of a triad of 2019-20 on a day, proposed on 10 May 2019, against the published commitments. */
const clashesOf = (members: string[], date: string): Clash[] => {
  const facts: ClashFacts = factsOf(
    {
      ...on(date),
      authorityIds: members,
      people: directorsOn(members, appointments, date).directorIds.map((personId) => ({
        personId,
        as: 'director',
      })),
    },
    {
      policy: POLICY,
      calendars: KINDS.map((kind) => calendarOf(kind)),
      commitments: published.commitments.flatMap(({ kind: name, scope, from, to }, index) => {
        const kind = KINDS.find((known) => known === name)
        if (!kind) return []
        const whom =
          scope === 'region' ? ({ kind: 'region' } as const) : ({ kind: 'authorities', ids: scope } as const)
        return [commitmentOf(kind, { first: from, last: to }, { id: `published-${index}`, scope: whom })]
      }),
    },
  )
  return findClashes(facts)
}

const rulesOf = (clashes: Clash[]) => clashes.map(({ rule, severity }) => `${rule} ${severity}`)

t.test(
  'triad 2 meets the West Sussex school holiday, the other five the pre-election period',
  { skip: absent },
  async (t) => {
    const found = triadsOf('2019-20').map(({ number, date, members }) => ({
      number,
      clashes: clashesOf(members, date),
    }))
    t.equal(found.length, 6)
    for (const { number, clashes } of found) {
      const expected = number === 2 ? 'school-holiday warning' : 'pre-election-period warning'
      t.strictSame(rulesOf(clashes), [expected], `triad ${number}`)
    }
    const second = found.find(({ number }) => number === 2)?.clashes
    t.match(second, [
      {
        authorityIds: ['West Sussex'],
        message:
          'School holiday of West Sussex: “Entry of school-holiday” (Monday 28 October to Friday 1 November 2019) ' +
          'in the calendar “Calendar of school-holiday” meets the event on Friday 1 November 2019.',
      },
    ])
  },
)

t.test(
  '70 days later every session meets the Ofsted window, and none may be confirmed unless waived',
  { skip: absent },
  async (t) => {
    for (const { number, date, members } of triadsOf('2019-20')) {
      const clashes = clashesOf(members, addDays(date, 70))
      t.strictSame(rulesOf(clashes), ['ofsted-annual-conversation blocking'], `triad ${number}`)
      t.equal(blocking(clashes).length, 1)
      const waivers = clashes.map(({ rule, commitmentId }) => ({
        rule,
        commitmentId,
        reason: 'Agreed with Ofsted',
      }))
      const result = applyWaivers(clashes, waivers)
      t.strictSame(blocking(result.ok ? result.value : clashes), [])
    }
    const later = triadsOf('2019-20')
      .map(({ date }) => addDays(date, 70))
      .toSorted()
    t.strictSame([later[0], later.at(-1)], ['2020-01-10', '2020-02-07'])
  },
)

t.test(
  'triad 3 has four authorities and three directors, and is of the right size',
  { skip: absent },
  async (t) => {
    const third = triadsOf('2019-20').find(({ number }) => number === 3)
    const seats = directorsOn(third?.members ?? [], appointments, third?.date ?? '')
    t.equal(seats.authorityIds.length, 4)
    t.equal(seats.directorIds.length, 3)
    t.ok(checkTriadSize(seats, DEFAULT_TRIAD_SIZE, {}).ok)
  },
)

t.test('17 of the 21 pairs of 2019-20 were together in 2018-19', { skip: absent }, async (t) => {
  t.equal(pairsOf(asGroups('2019-20')).length, 21)
  t.equal(repeatedPairs(asGroups('2019-20'), asGroups('2018-19')).length, 17)
})

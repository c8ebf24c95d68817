import { existsSync, readFileSync } from 'node:fs'
import { DateTime } from 'luxon'
import t from 'tap'
import england from '../../scripts/data/england.json' with { type: 'json' }
import southEast from '../../scripts/data/south-east.json' with { type: 'json' }
import type { PublishedRound, Stated } from '../../scripts/rounds/programme.ts'
import { PROGRAMMES } from '../../scripts/rounds/published.ts'

const PUBLISHED = new URL('../../../shared/data/', import.meta.url)
const authorities = england.regions.flatMap((region) =>
  region.authorities.map((authority) => ({ region: region.name, ...authority })),
)
const currentCode = (authority: (typeof authorities)[number]): string =>
  authority.codes.find((code) => code.until === null)?.gssCode ?? ''

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text).isValid

t.test('England has 153 authorities in nine regions, 19 of them in the South East', async (t) => {
  t.equal(authorities.length, 153)
  t.equal(england.regions.length, 9)
  t.equal(authorities.filter((authority) => authority.region === 'South East').length, 19)
  t.equal(new Set(authorities.map((authority) => authority.name)).size, 153, 'no name twice')
})

t.test('every code is a GSS code, belongs to one authority, and its days follow one another', async (t) => {
  const codes = authorities.flatMap((authority) => authority.codes.map((code) => code.gssCode))
  t.equal(codes.length, 154, 'Buckinghamshire has two')
  t.equal(new Set(codes).size, codes.length)
  t.same(
    codes.filter((code) => !/^E\d{8}$/.test(code)),
    [],
  )
  for (const { name, codes } of authorities) {
    t.equal(codes[0]?.from, null, name)
    t.equal(codes.at(-1)?.until, null, name)
    codes.slice(1).forEach((code, index) => {
      t.equal(code.from, codes[index]?.until, `${name}: no gap and no overlap`)
      t.ok(isDay(code.from ?? ''), name)
    })
  }
})

t.test('Buckinghamshire has its old code until the end of March 2020', async (t) => {
  const buckinghamshire = authorities.find((authority) => authority.name === 'Buckinghamshire')
  t.same(buckinghamshire?.codes, [
    { gssCode: 'E10000002', from: null, until: '2020-04-01' },
    { gssCode: 'E06000060', from: '2020-04-01', until: null },
  ])
})

t.test('statistical neighbours are ten other authorities, by their current codes', async (t) => {
  const current = new Set(authorities.map(currentCode))
  for (const authority of authorities) {
    t.equal(new Set(authority.neighbours).size, 10, authority.name)
    t.notOk(authority.neighbours.includes(currentCode(authority)), `${authority.name} is not its own`)
    t.same(
      authority.neighbours.filter((code) => !current.has(code)),
      [],
      authority.name,
    )
  }
})

t.test('every office lies in England', async (t) => {
  for (const { name, office } of authorities) {
    t.ok(office.town !== '' && office.latitude > 49.8 && office.latitude < 55.9, name)
    t.ok(office.longitude > -6.5 && office.longitude < 1.8, name)
  }
})

t.test('each region whose programme is published is one of England’s, once', async (t) => {
  const names = PROGRAMMES.map(({ region }) => region)
  t.equal(new Set(names).size, 6)
  for (const name of names)
    t.ok(
      england.regions.some((region) => region.name === name),
      name,
    )
})

const namesIn = (region: string) =>
  new Set(authorities.filter((authority) => authority.region === region).map(({ name }) => name))

t.test('rounds name authorities of their region, each in one triad, on valid days', async (t) => {
  for (const { region, rounds } of PROGRAMMES) {
    const known = namesIn(region)
    for (const round of rounds) {
      const at = `${region}, ${round.label}`
      const members = round.triads.flatMap((triad) => triad.members)
      t.equal(new Set(members).size, members.length, at)
      const named = [
        ...members,
        ...(round.challenges?.each ?? []).flatMap((each) => [each.authority, ...each.challengers]),
        ...(round.moderators?.each ?? []).flatMap((each) => [each.authority, each.by]),
        ...(round.events ?? []).flatMap(({ sessions = [] }) =>
          sessions.flatMap((session) => [session.subject, ...session.authorities]),
        ),
      ]
      t.same(
        named.filter((name) => !known.has(name)),
        [],
        at,
      )
      const days = [
        ...round.triads.map(({ date }) => date),
        ...(round.events ?? []).map(({ date }) => date),
        ...Object.values(round.deadlines ?? {}).map((day) => day?.date ?? null),
      ]
      t.ok(
        days.every((day) => day === null || isDay(day)),
        at,
      )
      if (round.window) t.ok(round.window.first <= round.window.last, at)
    }
  }
  t.same(
    southEast.rounds.map((round) => [round.label, round.triads.length]),
    [
      ['2018', 2],
      ['2018-19', 6],
      ['2019-20', 6],
    ],
  )
})

t.test('commitments and shared directors have valid days and known authorities', async (t) => {
  for (const { region, commitments, directors } of PROGRAMMES) {
    const known = namesIn(region)
    for (const { title, scope, first, last } of commitments) {
      t.ok(isDay(first) && isDay(last) && first <= last, title)
      if (typeof scope !== 'string' && !('roles' in scope))
        t.ok(scope.every((name) => known.has(name)) && scope.length > 0, title)
    }
    for (const { authorities: shared, until } of directors.shared) {
      t.ok(isDay(until))
      t.ok(shared.every((name) => known.has(name)))
    }
  }
  t.equal(southEast.directors.shared[0]?.until, '2024-02-01', 'the first day after 31 January 2024')
})

/** All that a round states, part by part. */
const statedIn = (round: PublishedRound): (Stated | null | undefined)[] => [
  round,
  round.window,
  round.wholeDay,
  round.policy,
  round.requiredCalendars,
  round.readership,
  round.moderation,
  round.outcome,
  round.challenges,
  round.moderators,
  round.facilitators,
  ...Object.values(round.deadlines ?? {}),
  ...(round.events ?? []),
]

t.test('whatever is stated names its source or why it was inferred', async (t) => {
  for (const { directors, commitments, rounds } of PROGRAMMES) {
    const stated = [...directors.shared, ...commitments, ...rounds.flatMap(statedIn)]
    for (const part of stated) if (part) t.ok(part.source || part.inferred, JSON.stringify(part))
  }
})

const officeOf = (name: string) => {
  const found = authorities.find((authority) => authority.name === name)?.office
  if (!found) throw new Error(`${name} has no office`)
  return found
}

/** Kilometres as the crow flies; near enough, over England, on a flat map. */
const apart = (a: string, b: string): number => {
  const [one, other] = [officeOf(a), officeOf(b)]
  const north = one.latitude - other.latitude
  const east = (one.longitude - other.longitude) * Math.cos((one.latitude * Math.PI) / 180)
  return Math.hypot(north, east) * 111.2
}

const journeys = (members: readonly string[]): number =>
  members.reduce(
    (total, name, index) =>
      total + members.slice(index + 1).reduce((sum, other) => sum + apart(name, other), 0),
    0,
  )

t.test(
  'triads that no page names are those whose offices lie nearest: no exchange shortens the ways',
  async (t) => {
    const inferred = PROGRAMMES.flatMap(({ rounds }) => rounds).filter((round) => round.triadsInferred)
    t.equal(inferred.length, 2)
    for (const { triads } of inferred) {
      for (const [index, { members: here }] of triads.entries()) {
        for (const { members: there } of triads.slice(index + 1)) {
          for (const one of here) {
            for (const other of there) {
              const swap = (name: string) => (name === one ? other : name === other ? one : name)
              const swapped = journeys(here.map(swap)) + journeys(there.map(swap))
              t.ok(swapped >= journeys(here) + journeys(there), `${one} for ${other}`)
            }
          }
        }
      }
    }
  },
)

t.test('challengers that no page names are spread evenly', async (t) => {
  for (const { challenges, moderators } of PROGRAMMES.flatMap(({ rounds }) => rounds)) {
    if (!challenges || !moderators) continue
    const loads = Map.groupBy(
      challenges.each.flatMap(({ challengers }) => challengers),
      (name) => name,
    )
    t.equal(new Set([...loads.values()].map((papers) => papers.length)).size, 1, 'all challenge alike many')
    t.equal(
      new Set(moderators.each.map(({ by }) => by)).size,
      moderators.each.length,
      'and moderate one each',
    )
  }
})

t.test(
  'all of it agrees with the published lists',
  {
    skip: existsSync(PUBLISHED) ? false : 'the published lists do not lie beside this project',
  },
  async (t) => {
    const lines = read('england-authorities.csv').trim().split('\n').slice(1)
    const listed = authorities.map((authority) => {
      const { town, latitude, longitude } = authority.office
      const name = authority.name.includes(',') ? `"${authority.name}"` : authority.name
      const place = `${town},${latitude.toFixed(3)},${longitude.toFixed(3)}`
      return `${currentCode(authority)},${name},${authority.region},${authority.kind},${place},${authority.neighbours.join(' ')}`
    })
    t.same(listed.sort(), lines.sort())

    const published = JSON.parse(read('south-east-rounds.json'))
    t.same(
      southEast.rounds.map(({ label, triads }) => ({ label, triads })),
      published.rounds.map((round: { label: string; triads: { number?: number; date?: string }[] }) => ({
        label: round.label,
        triads: round.triads.map((triad) => ({ number: null, date: null, ...triad })),
      })),
    )
    const days = southEast.commitments.map(({ scope, first, last }) => ({ scope, from: first, to: last }))
    t.match(published.commitments, days)
    t.equal(published.commitments.length, days.length)
    t.match(published.rounds[2].window, {
      from: southEast.rounds[2]?.window?.first,
      to: southEast.rounds[2]?.window?.last,
    })
    t.match(published.codeChanges, [
      { authority: 'Buckinghamshire', gssCode: 'E10000002', until: '2020-03-31' },
    ])
    t.match(published.sharedDirectors, [{ authorities: ['Hampshire', 'Isle of Wight'], until: '2024-01-31' }])
  },
)

function read(name: string): string {
  return readFileSync(new URL(name, PUBLISHED), 'utf8')
}

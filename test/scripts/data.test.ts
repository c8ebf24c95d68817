import { existsSync, readFileSync } from 'node:fs'
import { DateTime } from 'luxon'
import t from 'tap'
import england from '../../scripts/data/england.json' with { type: 'json' }
import southEast from '../../scripts/data/south-east.json' with { type: 'json' }

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

const southEastNames = new Set(
  authorities.filter((authority) => authority.region === southEast.region).map((authority) => authority.name),
)

t.test('the rounds name authorities of the South East, each once a round, on valid days', async (t) => {
  for (const round of southEast.rounds) {
    const members = round.triads.flatMap((triad) => triad.members)
    t.same(
      members.filter((name) => !southEastNames.has(name)),
      [],
      round.label,
    )
    t.equal(new Set(members).size, members.length, round.label)
    for (const { date } of round.triads) t.ok(date === null || isDay(date), round.label)
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

t.test('commitments and the shared director have valid days and known authorities', async (t) => {
  for (const { title, scope, first, last } of southEast.commitments) {
    t.ok(isDay(first) && isDay(last) && first <= last, title)
    if (typeof scope !== 'string')
      t.ok(scope.every((name) => southEastNames.has(name)) && scope.length > 0, title)
  }
  for (const { authorities, until } of southEast.directors.shared) {
    t.ok(isDay(until))
    t.ok(authorities.every((name) => southEastNames.has(name)))
  }
  t.equal(southEast.directors.shared[0]?.until, '2024-02-01', 'the first day after 31 January 2024')
})

t.test('whatever is stated names its source or why it was inferred', async (t) => {
  const stated = [
    ...southEast.directors.shared,
    ...southEast.commitments,
    ...southEast.rounds,
    ...southEast.rounds.flatMap((round) => {
      const { window, wholeDay, policy, readership, moderation, outcome } = round
      return [window, wholeDay, policy, readership, moderation, outcome].filter((part) => part !== null)
    }),
  ]
  for (const part of stated) {
    t.ok(('source' in part && part.source) || ('inferred' in part && part.inferred), JSON.stringify(part))
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

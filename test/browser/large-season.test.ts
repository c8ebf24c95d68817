import t from 'tap'
import { addDays } from '../../src/domain/intervals.ts'
import type { Look, SeasonCommitment, SeasonEvent, SeasonFacts } from '../../src/domain/season/facts.ts'
import { MARKS } from '../../src/domain/season/facts.ts'
import { drawSeason } from '../../src/http/pictures/season.ts'
import { checkReadable, type Measured, overlapping, PIXEL, showAtA3 } from '../fixtures/measuring.ts'

const FIRST = '2019-09-02'
const DAYS = 250
const on = (day: number, lasting = 1) => ({
  first: addDays(FIRST, day),
  last: addDays(FIRST, day + lasting - 1),
})

/** The South East, and as many of London as make thirty-three: its boroughs bear the longest names. */
const NAMES = [
  ...[
    'Bracknell Forest',
    'Brighton and Hove',
    'Buckinghamshire',
    'East Sussex',
    'Hampshire',
    'Isle of Wight',
    'Kent',
  ],
  ...['Medway', 'Milton Keynes', 'Oxfordshire', 'Portsmouth', 'Reading', 'Slough', 'Southampton', 'Surrey'],
  ...[
    'West Berkshire',
    'West Sussex',
    'Windsor and Maidenhead',
    'Wokingham',
    'Barking and Dagenham',
    'Barnet',
  ],
  ...['Brent', 'Bromley', 'City of London', 'Croydon', 'Greenwich', 'Hackney', 'Hammersmith and Fulham'],
  ...[
    'Kensington and Chelsea',
    'Kingston upon Thames',
    'Richmond upon Thames',
    'Tower Hamlets',
    'Westminster',
  ],
]

const triadOf = (row: number): number => Math.floor(row / 3) + 1
const members = (number: number): string[] => NAMES.filter((_, row) => triadOf(row) === number)

const meeting = (number: number, round: number): SeasonEvent => ({
  title: `Triad ${number} challenge event`,
  kind: round === 0 ? 'meeting' : 'visit',
  state: number % 2 === 0 ? 'confirmed' : 'proposed',
  triadNumber: number,
  days: on(30 + number * 6 + round * 100, round === 0 ? 1 : 3),
  rows: members(number),
  clashes: [{ mark: MARKS[number % MARKS.length] ?? 'blocking', message: 'It clashes.', rows: [] }],
})

const summit = (day: number, kind: 'summit' | 'training'): SeasonEvent => ({
  title: kind,
  kind,
  state: 'confirmed',
  triadNumber: null,
  days: on(day, 2),
  rows: NAMES,
  clashes: [],
})

const commitment = (look: Look, title: string, rows: SeasonCommitment['rows'], day: number, lasting = 1) => ({
  look,
  label: title,
  title,
  rows,
  days: on(day, lasting),
})

const facts: SeasonFacts = {
  regionName: 'South East and London',
  label: '2019-20',
  asOf: addDays(FIRST, 40),
  window: on(0, DAYS),
  rows: NAMES.map((name, row) => ({ authorityId: name, name, triadNumber: triadOf(row) })),
  events: [
    ...NAMES.filter((_, row) => row % 3 === 0).flatMap((_, index) => [
      meeting(index + 1, 0),
      meeting(index + 1, 1),
    ]),
    summit(20, 'training'),
    summit(240, 'summit'),
  ],
  commitments: [
    ...NAMES.flatMap((name, row) => [
      commitment('school-holiday', 'Half term', [name], 50 + (row % 3) * 7, 5),
      commitment('school-holiday', 'Christmas', [name], 108 + (row % 4), 12),
      commitment('ofsted-annual-conversation', 'Annual conversation', [name], 130 + row, 1),
    ]),
    commitment('ofsted-annual-conversation', 'Ofsted annual conversations', 'all', 126, 84),
    commitment('pre-election-period', 'Pre-election period', 'all', 64, 37),
    commitment('conference', 'National children and adult services conference', 'all', 79, 3),
    commitment('conference', 'Association of directors: annual conference', 'all', 200, 3),
    ...[112, 113, 120, 220, 223, 248].map((day) => commitment('bank-holiday', 'Bank holiday', 'all', day)),
    ...[10, 45, 101, 160, 230].map((day) =>
      commitment('regional-meeting', 'Regional directors’ meeting', 'all', day),
    ),
  ],
}

/** The texts that lie beyond the box that they are written in. */
const spilling = (texts: readonly Measured[], within: readonly Measured[]): string[] =>
  texts
    .filter((text, at) => {
      const box = within[at]
      return (
        !box ||
        text.left < box.left ||
        text.right > box.right ||
        text.top < box.top ||
        text.bottom > box.bottom
      )
    })
    .map(({ text }) => text)

t.test('should be readable at A3 with thirty-three authorities and 250 days', async (t) => {
  const shown = await showAtA3(t, async () => drawSeason(facts))
  if (shown === null) return
  const { boxes, asked } = shown
  t.same(asked, [], 'it asks for nothing')
  const [picture] = await boxes('svg')
  t.equal(Math.round((picture?.right ?? 0) * PIXEL), 420)
  t.equal(Math.round((picture?.bottom ?? 0) * PIXEL), 297, 'it is still one page')

  const texts = (await boxes('text')).filter(({ text }) => text !== '')
  checkReadable(t, texts)
  t.equal((await boxes('text.row')).length, 33)
  t.same(overlapping(texts), [], 'no words lie on others')
  for (const shape of await boxes('rect, line, path, circle')) {
    const within = shape.left >= -1 && shape.top >= -1 && shape.right <= 1589 && shape.bottom <= 1124
    if (!within) t.fail('a shape lies beyond the page')
  }
  const flags = await boxes('g.event > rect')
  t.equal(flags.length, 33 * 4, 'each event stands on each of its rows')
  t.same(overlapping(flags), [], 'no event lies on another')
  t.same(spilling(await boxes('g.event > text'), flags), [], 'and its number lies within it')
})

import fc from 'fast-check'
import t from 'tap'
import { addDays, daysBetween } from '../../../src/domain/intervals.ts'
import {
  type Look,
  MARKS,
  markOf,
  type SeasonCommitment,
  type SeasonEvent,
  type SeasonFacts,
} from '../../../src/domain/season/facts.ts'
import { type Box, layOut, PAGE } from '../../../src/domain/season/layout.ts'

const FIRST = '2019-09-01'
const LOOKS: readonly Look[] = ['school-holiday', 'inspection-on-site', 'unavailable', 'conference']

const days = (from: number, to: number, longest: number) =>
  fc.tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 0, max: longest })).map(([start, more]) => ({
    first: addDays(FIRST, start),
    last: addDays(FIRST, start + more),
  }))

const seasons: fc.Arbitrary<SeasonFacts> = fc.integer({ min: 1, max: 40 }).chain((count) => {
  const ids = Array.from({ length: count }, (_, index) => `authority-${index}`)
  const some = fc.subarray(ids, { minLength: 1, maxLength: Math.min(5, count) })
  const event: fc.Arbitrary<SeasonEvent> = fc.record({
    title: fc.string(),
    kind: fc.constantFrom('meeting', 'visit', 'training', 'summit'),
    state: fc.constantFrom('proposed', 'confirmed', 'held'),
    triadNumber: fc.option(fc.integer({ min: 1, max: 30 })),
    days: days(-30, 280, 4),
    rows: some,
    clashes: fc.array(
      fc.record({ mark: fc.constantFrom(...MARKS), message: fc.string(), rows: fc.subarray(ids) }),
      { maxLength: 3 },
    ),
  })
  const commitment: fc.Arbitrary<SeasonCommitment> = fc.record({
    look: fc.constantFrom(...LOOKS),
    label: fc.constantFrom('One', 'Two'),
    title: fc.string(),
    days: days(-60, 300, 40),
    rows: fc.oneof(fc.constantFrom('all' as const, 'none' as const), some),
  })
  return fc.record({
    regionName: fc.string(),
    label: fc.string(),
    asOf: fc.constant('2019-10-20'),
    window: days(0, 0, 250),
    rows: fc.constant(
      ids.map((authorityId, index) => ({ authorityId, name: `Name ${index}`, triadNumber: null })),
    ),
    commitments: fc.array(commitment, { maxLength: 30 }),
    events: fc.array(event, { maxLength: 20 }),
  })
})

const NEAR = 1e-6
const inside = (inner: Box, outer: Box) =>
  inner.y >= outer.y - NEAR && inner.y + inner.height <= outer.y + outer.height + NEAR
const overlap = (a: Box, b: Box) =>
  a.x + NEAR < b.x + b.width &&
  b.x + NEAR < a.x + a.width &&
  a.y + NEAR < b.y + b.height &&
  b.y + NEAR < a.y + a.height
const anyOverlap = (boxes: readonly Box[]) =>
  boxes.some((one, at) => boxes.slice(at + 1).some((other) => overlap(one, other)))

t.test('should draw each event once on the row of each member, at its first day', async (t) => {
  fc.assert(
    fc.property(seasons, (facts) => {
      const { rows, flags, grid, scale } = layOut(facts)
      const expected = facts.events.flatMap(({ rows: ids, days: { first } }) =>
        ids.map((id) => `${id} ${Math.round(scale.x(first) * 1000)}`),
      )
      const drawn = flags.map(({ authorityId, x }) => `${authorityId} ${Math.round(x * 1000)}`)
      return (
        JSON.stringify(drawn.toSorted()) === JSON.stringify(expected.toSorted()) &&
        flags.every((flag) =>
          rows.some((row) => row.authorityId === flag.authorityId && inside(flag, row)),
        ) &&
        flags.every(({ x }) => x >= grid.x - NEAR && x < grid.x + grid.width) &&
        flags.every(({ x, width }) => x + width <= PAGE.width)
      )
    }),
  )
  t.pass('in every season')
})

t.test('should let nothing lie on the header, on its like, or outside the page', async (t) => {
  fc.assert(
    fc.property(seasons, (facts) => {
      const { rows, flags, shades, bands, named, grid, strip, height, legendY } = layOut(facts)
      const below = [...rows, ...flags, ...shades, ...bands]
      return (
        below.every(({ y }) => y >= strip.y + strip.height - NEAR) &&
        named.every((each) => inside(each, strip)) &&
        [...shades, ...bands].every(
          ({ x, width }) => x >= grid.x - NEAR && x + width <= grid.x + grid.width + NEAR,
        ) &&
        rows.every((row) => row.y + row.height <= legendY && row.height > 3) &&
        legendY < height &&
        !anyOverlap(rows) &&
        !anyOverlap(flags) &&
        !anyOverlap(shades)
      )
    }),
  )
  t.pass('in every season')
})

t.test('should give equal shapes for equal facts in whatever order', async (t) => {
  fc.assert(
    fc.property(seasons, (facts) => {
      const turned = {
        ...facts,
        rows: facts.rows.toReversed(),
        commitments: facts.commitments.toReversed(),
        events: facts.events.toReversed(),
      }
      const said = (picture: object) => JSON.stringify(picture)
      return said(layOut(facts)) === said(layOut(turned))
    }),
  )
  t.pass('in every season')
})

t.test('should span the window, and reach as far as events lie outside it', async (t) => {
  const window = { first: '2019-10-01', last: '2019-12-13' }
  const late = { first: '2020-01-10', last: '2020-01-11' }
  const facts = {
    regionName: 'South East',
    label: '2019-20',
    asOf: '2019-10-20',
    window,
    rows: [],
    commitments: [],
  }
  const event = {
    title: 'Visit',
    kind: 'visit',
    state: 'held',
    triadNumber: 2,
    rows: [],
    clashes: [],
  } as const
  const { scale, edges } = layOut({ ...facts, events: [{ ...event, days: late }] })
  t.same(scale.days, { first: window.first, last: late.last })
  t.equal(edges.length, 1, 'the end of the window is marked')
  t.equal(scale.months[0]?.text, 'October 2019')
  t.equal(scale.weekends.length, 29)
  t.equal(daysBetween(scale.days.first, scale.days.last), 102)
  t.same(layOut({ ...facts, events: [] }).scale.days, window)
})

t.test(
  'should mark a clash by whether it was accepted, then by whether anybody knows, then by severity',
  async (t) => {
    const clash = { rule: 'school-holiday', severity: 'warning', waived: null } as const
    t.equal(markOf(clash), 'warning')
    t.equal(markOf({ ...clash, severity: 'blocking' }), 'blocking')
    t.equal(markOf({ ...clash, rule: 'calendar-unknown', severity: 'blocking' }), 'unknown')
    t.equal(markOf({ ...clash, rule: 'calendar-unknown', waived: 'Asked by telephone' }), 'waived')
  },
)

import fc from 'fast-check'
import t from 'tap'
import { type Place, placesThatHold, type WantedPlace } from '../../../src/domain/events/holding.ts'
import { overlaps } from '../../../src/domain/intervals.ts'

const hour = (from: number, until: number) => ({
  from: new Date(Date.UTC(2019, 10, 8, from)),
  until: new Date(Date.UTC(2019, 10, 8, until)),
})
const place = (eventId: string, from: number, until: number, held = false): WantedPlace => ({
  eventId,
  personId: 'p-kent',
  span: hour(from, until),
  held,
})

t.test('should leave the time of an inherited event to the one that had it', async (t) => {
  const [inherited, own] = [place('a', 9, 12), place('b', 11, 13, true)]
  t.strictSame([...placesThatHold([inherited, own], [])], [own])
})

t.test('should give the time to the earlier where neither had it', async (t) => {
  const [later, earlier] = [place('a', 11, 13), place('b', 9, 12)]
  t.strictSame([...placesThatHold([later, earlier], [])], [earlier])
})

t.test('should give nobody a time that is taken elsewhere', async (t) => {
  const [meets, touches] = [place('a', 9, 12, true), place('b', 12, 13)]
  t.strictSame([...placesThatHold([meets, touches], [place('c', 10, 12)])], [touches])
})

t.test('should never let two places of one person that overlap both have it', async (t) => {
  const places = fc.array(
    fc.record({
      eventId: fc.constantFrom('a', 'b', 'c', 'd'),
      personId: fc.constantFrom('p-kent', 'p-surrey'),
      span: fc
        .tuple(fc.integer({ min: 8, max: 16 }), fc.integer({ min: 1, max: 4 }))
        .map(([at, long]) => hour(at, at + long)),
      held: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(places, (wanted) => {
      const holding: Place[] = [...placesThatHold(wanted, [])]
      const left = wanted.filter((each) => !holding.includes(each))
      const meet = (a: Place, b: Place) => a !== b && a.personId === b.personId && overlaps(a.span, b.span)
      t.notOk(
        holding.some((a) => holding.some((b) => meet(a, b))),
        'none that holds meets another',
      )
      t.ok(
        left.every((a) => holding.some((b) => meet(a, b))),
        'none waits for nothing',
      )
    }),
  )
})

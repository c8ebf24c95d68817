import t from 'tap'
import { DEFAULT_HALF_DAYS } from '../../../src/domain/clashes/slots.ts'
import { checkVisitsRequest, type VisitsRequest } from '../../../src/domain/planning/visit-request.ts'
import { visitSlots } from '../../../src/domain/planning/visit-slots.ts'

const LONDON = 'Europe/London'
const halfDays = DEFAULT_HALF_DAYS
/** From a Wednesday to the Tuesday after the clocks go back. */
const window = { first: '2019-10-23', last: '2019-10-29' }

const request = (changes: Partial<VisitsRequest>): VisitsRequest => ({
  hostIds: null,
  days: 1,
  length: 'day',
  halfDays,
  repair: false,
  policy: {},
  pins: [],
  accept: [],
  expectedInspections: [],
  ...changes,
})

t.test('visits of several days stand on working days in a row, within the window', async (t) => {
  const starts = (days: number) =>
    visitSlots(window, { days, length: 'day', halfDays }, LONDON).map(({ id }) => id)
  t.same(starts(1), ['2019-10-23', '2019-10-24', '2019-10-25', '2019-10-28', '2019-10-29'])
  t.same(
    starts(2),
    ['2019-10-23, 2 days', '2019-10-24, 2 days', '2019-10-28, 2 days'],
    'none over a weekend, and none beyond the end',
  )
  t.same(starts(4), [])
  const [monday] = visitSlots(
    { first: '2019-10-28', last: '2019-11-01' },
    { days: 5, length: 'day', halfDays },
    LONDON,
  )
  t.equal(monday?.from, Date.parse('2019-10-28T00:00Z'))
  t.equal(monday?.until, Date.parse('2019-11-02T00:00Z'))
})

t.test('visits of half a day stand on the halves of working days', async (t) => {
  const slots = visitSlots(
    { first: '2019-10-25', last: '2019-10-28' },
    { days: 1, length: 'half-day', halfDays },
    LONDON,
  )
  t.same(
    slots.map(({ id }) => id),
    ['2019-10-25T09:00-13:00', '2019-10-25T13:00-17:00', '2019-10-28T09:00-13:00', '2019-10-28T13:00-17:00'],
  )
  t.equal(slots[0]?.from, Date.parse('2019-10-25T08:00Z'))
  t.equal(slots[2]?.from, Date.parse('2019-10-28T09:00Z'))
})

t.test('all that is wrong with pins is told at once', async (t) => {
  const slots = visitSlots(window, { days: 2, length: 'day', halfDays }, LONDON)
  const known = { slots, hostIds: ['kent'], nameOf: (id: string) => id }
  const pins = [
    { hostId: 'kent', dates: ['2019-10-24', '2019-10-25'] },
    { hostId: 'medway', dates: ['2019-10-30'] },
  ]
  t.match(checkVisitsRequest(request({ days: 2, pins }), known), {
    ok: false,
    failure: {
      faults: [
        {
          pointer: '/pins/0/dates/1',
          detail: /On Friday 25 October 2019 no visit of two working days can begin/,
        },
        { pointer: '/pins/1/host', detail: /No visit to medway/ },
        { pointer: '/pins/1/dates/0' },
      ],
    },
  })
  t.ok(checkVisitsRequest(request({ days: 2, pins: pins.slice(0, 0) }), known).ok)
})

import t from 'tap'
import type { Occasion } from '../../../src/domain/intervals.ts'
import {
  checkAnswerBy,
  checkAnswers,
  checkNotCancelled,
  checkTakesAnswers,
  MOST_CANDIDATES,
  spansOfCandidates,
} from '../../../src/domain/polls/poll.ts'
import { LONDON } from '../../fixtures/clash-facts.ts'

const day = (date: string, rest: Partial<Occasion> = {}): Occasion => ({
  date,
  days: 1,
  startTime: null,
  endTime: null,
  ...rest,
})
const spans = (added: readonly Occasion[], there: readonly Occasion[] = []) =>
  spansOfCandidates(added, there, { zone: LONDON, today: '2019-05-10', pointer: '/candidates' })

t.test('should give what each date takes, in its order', async (t) => {
  t.strictSame(spans([day('2019-11-26', { startTime: '10:00', endTime: '13:00' }), day('2019-05-10')]), {
    ok: true,
    value: [
      { from: new Date('2019-11-26T10:00:00Z'), until: new Date('2019-11-26T13:00:00Z') },
      { from: new Date('2019-05-09T23:00:00Z'), until: new Date('2019-05-10T23:00:00Z') },
    ],
  })
})

t.test('should report all that is wrong with dates at once, each where it stands', async (t) => {
  const wrong = spans(
    [
      day('2019-05-09'),
      day('2019-11-25'),
      day('2019-11-26'),
      day('2020-03-29', { startTime: '01:30', endTime: '02:30' }),
      day('2019-11-26'),
    ],
    [day('2019-11-25')],
  )
  t.match(wrong, {
    ok: false,
    failure: {
      code: 'invalid-request',
      faults: [
        { pointer: '/candidates/0/date', detail: 'Thursday 9 May 2019 is past.' },
        { pointer: '/candidates/1', detail: /about Monday 25 November 2019 already/ },
        { pointer: '/candidates/3/startTime', detail: /clocks skip/ },
        { pointer: '/candidates/4', detail: /already/ },
      ],
    },
  })
  t.match(wrong, { failure: { faults: { length: 4 } } })
  const hours = day('2019-11-25', { startTime: '10:00', endTime: '13:00' })
  t.ok(spans([day('2019-11-25'), hours]).ok, 'hours of a day are another question than the day')
  const many = Array.from({ length: MOST_CANDIDATES }, (_, index) => day(`2020-01-01`, { days: index + 1 }))
  t.ok(spans(many).ok)
  t.match(spans([day('2020-03-01')], many), { failure: { faults: [{ pointer: '/candidates' }] } })
})

t.test('should be answered from today until the last of its dates', async (t) => {
  const by = (answerBy: string) =>
    checkAnswerBy(answerBy, [day('2019-11-26'), day('2019-11-25')], '2019-05-10').ok
  t.same(['2019-05-09', '2019-05-10', '2019-11-26', '2019-11-27'].map(by), [false, true, true, false])
})

t.test('should take answers to its own dates, once each, while it is open', async (t) => {
  const given = (...ids: string[]) =>
    checkAnswers(
      ids.map((candidateId) => ({ candidateId, answer: 'no' as const })),
      [{ id: 'a' }, { id: 'b' }],
    )
  t.ok(given().ok)
  t.ok(given('b', 'a').ok)
  t.match(given('a', 'c', 'a'), {
    failure: {
      faults: [
        { pointer: '/answers/1/candidateId', detail: /no such date/ },
        { pointer: '/answers/2/candidateId', detail: /twice/ },
      ],
    },
  })
  t.same(
    (['open', 'closed', 'cancelled'] as const).map((state) => [
      checkTakesAnswers(state).ok,
      checkNotCancelled(state).ok,
    ]),
    [
      [true, true],
      [false, true],
      [false, false],
    ],
  )
})

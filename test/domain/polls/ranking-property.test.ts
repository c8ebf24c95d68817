import fc from 'fast-check'
import t from 'tap'
import { spanOfDays } from '../../../src/domain/intervals.ts'
import { type Candidate, POLL_ANSWERS } from '../../../src/domain/polls/poll.ts'
import {
  isUnanimous,
  type OfficeAnswer,
  rank,
  type Tally,
  waitingFor,
} from '../../../src/domain/polls/ranking.ts'
import { LONDON } from '../../fixtures/clash-facts.ts'

const ASKED = ['kent', 'medway', 'surrey']

const candidateOn = (day: number): Candidate => {
  const date = `2019-11-${String(day).padStart(2, '0')}`
  return {
    id: `on-${day}`,
    occasion: { date, days: 1, startTime: null, endTime: null },
    span: spanOfDays({ first: date, last: date }, LONDON),
  }
}

/** Some dates, in any order, and answers of any of the offices to any of them; each office once about a date. */
const polls = fc
  .uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 })
  .chain((days) => {
    const candidates = days.map(candidateOn)
    const answers = candidates.flatMap(({ id }) =>
      [...ASKED, 'not-asked'].map((authorityId) =>
        fc
          .option(fc.constantFrom(...POLL_ANSWERS))
          .map((answer): OfficeAnswer[] => (answer ? [{ candidateId: id, authorityId, answer }] : [])),
      ),
    )
    return fc.record({
      candidates: fc.constant(candidates),
      answers: fc.tuple(...answers).map((each) => each.flat()),
    })
  })

/** Whether one date is no worse than another, written out as a person would decide it. */
const noWorse = (a: Tally, b: Tally): boolean => {
  if (isUnanimous(a) !== isUnanimous(b)) return isUnanimous(a)
  if (a.counts.no !== b.counts.no) return a.counts.no < b.counts.no
  const [canCome, canComeLater] = [a, b].map(({ counts }) => counts.yes + counts['if-need-be'])
  if (canCome !== canComeLater) return (canCome ?? 0) > (canComeLater ?? 0)
  if (a.counts.yes !== b.counts.yes) return a.counts.yes > b.counts.yes
  return a.candidate.occasion.date < b.candidate.occasion.date
}

t.test(
  'should rank every date once, none before a better one, whatever the order of the facts',
  async (t) => {
    fc.assert(
      fc.property(polls, fc.infiniteStream(fc.nat()), ({ candidates, answers }, keys) => {
        const ranked = rank(candidates, ASKED, answers)
        t.same(
          ranked.map(({ candidate }) => candidate.id).toSorted(),
          candidates.map(({ id }) => id).toSorted(),
        )
        for (const [index, each] of ranked.entries())
          for (const later of ranked.slice(index + 1)) if (!noWorse(each, later)) return false
        const shuffled = <T>(all: readonly T[]): T[] =>
          all
            .map((each) => ({ each, key: keys.next().value ?? 0 }))
            .toSorted((a, b) => a.key - b.key)
            .map(({ each }) => each)
        t.strictSame(rank(shuffled(candidates), ASKED, shuffled(answers)), ranked)
        return true
      }),
    )
  },
)

t.test('should count each office that was asked exactly once about each date', async (t) => {
  fc.assert(
    fc.property(polls, ({ candidates, answers }) => {
      const ranked = rank(candidates, ASKED, answers)
      const waiting = waitingFor(ASKED, ranked)
      t.ok(
        ranked.every(({ candidate, counts, notAnswered }) => {
          const said = counts.yes + counts['if-need-be'] + counts.no
          const silent = ASKED.filter(
            (id) => !answers.some((each) => each.authorityId === id && each.candidateId === candidate.id),
          )
          return said + notAnswered.length === ASKED.length && silent.join() === notAnswered.join()
        }) &&
          waiting.join() ===
            ASKED.filter((id) => ranked.some(({ notAnswered }) => notAnswered.includes(id))).join(),
      )
    }),
  )
})

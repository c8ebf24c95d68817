import t from 'tap'
import { allocationInWords, insteadInWords } from '../../../src/domain/planning/allocation-words.ts'

t.test('an allocation and another in its place are told in words', async (t) => {
  const found = { total: 40.125, worst: 2, pairs: 12 }
  t.equal(
    allocationInWords(found, { isOptimal: true, isWorstFirst: true }),
    'No other allocation suits better, the least suitable pair first. ' +
      'Twelve pairs of a moderator and a paper suit 40.13 in all, 2 the least.',
  )
  t.match(
    allocationInWords(found, { isOptimal: false, isWorstFirst: false }),
    /^Another allocation could suit better\. /,
  )
  t.match(insteadInWords(1.5, 1), /suits 1\.5 less in all, and one self-assessment has other moderators\.$/)
  t.match(insteadInWords(-2, 2), /suits 2 more in all, and two self-assessments have other moderators\.$/)
  t.match(insteadInWords(0, 2), /suits as much in all/)
})

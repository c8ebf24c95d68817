import fc from 'fast-check'
import t from 'tap'
import { mayRead } from '../../../src/domain/access/readers.ts'
import { AUDIENCES, factsOfAreaPaper, PAPER_KINDS } from '../../../src/domain/area/paper.ts'
import { kentsPaper } from '../access/papers.ts'

const day = fc.integer({ min: 0, max: 60 }).map((days) => new Date(Date.UTC(2019, 8, 1 + days, 12)))

t.test(
  'a moderator reads of the area the data profile that goes with what they read, and nothing else',
  (t) => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom(...PAPER_KINDS),
          audience: fc.constantFrom(...AUDIENCES),
          circulatedAt: fc.option(day),
          acceptedAt: fc.option(day),
          endedAt: fc.option(day),
          withdrawnAt: fc.option(day),
          now: day,
        }),
        ({ kind, audience, circulatedAt, acceptedAt, endedAt, withdrawnAt, now }) => {
          const assignments = [{ moderatorId: 'moderator', acceptedAt, endedAt }]
          const assessment = { ...kentsPaper, assignments, withdrawnAt }
          const paper = factsOfAreaPaper({ kind, audience, circulatedAt }, kentsPaper, assessment)
          const moderator = { personId: 'moderator', regionId: kentsPaper.regionId }
          const isCirculated = circulatedAt !== null && circulatedAt <= now
          const goesWithIt = kind === 'data-profile' && audience !== 'own' && isCirculated
          t.equal(
            mayRead(moderator, paper, now) === null,
            goesWithIt && mayRead(moderator, assessment, now) === null,
          )
        },
      ),
    )
    t.end()
  },
)

t.test('where there is no self-assessment nobody moderates', async (t) => {
  const profile = { kind: 'data-profile', audience: 'regional', circulatedAt: new Date(0) } as const
  t.same(factsOfAreaPaper(profile, kentsPaper, null).assignments, [])
})

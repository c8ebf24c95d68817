import t from 'tap'
import { DEFAULT_ROUND_POLICY } from '../../../src/domain/rounds/policy.ts'
import { keptUntil } from '../../../src/domain/self-assessments/retention.ts'

t.test('self-assessments are kept for years from the close of their round', async (t) => {
  const closed = (at: string | null, keepYears: number) =>
    keptUntil(
      {
        closedAt: at === null ? null : new Date(at),
        policy: {
          ...DEFAULT_ROUND_POLICY,
          selfAssessments: { ...DEFAULT_ROUND_POLICY.selfAssessments, keepYears },
        },
      },
      'Europe/London',
    )
  t.equal(closed('2020-03-31T12:00:00Z', 6), '2026-03-31')
  t.equal(closed('2020-02-29T12:00:00Z', 1), '2021-02-28')
  t.equal(closed('2020-06-30T23:30:00Z', 2), '2022-07-01', 'by the day in the region')
  t.equal(closed(null, 1), null)
})

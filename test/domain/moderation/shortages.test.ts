import t from 'tap'
import { dayThatCounts, isTrained, shortagesOf } from '../../../src/domain/moderation/shortages.ts'

const member = { moderator: true, themes: ['neglect'], room: 2, trained: true }

t.test(
  'a round is short where it needs more than the pool can give, on the whole and by theme',
  async (t) => {
    const pool = [member, { ...member, room: 1, trained: false }, { ...member, moderator: false, room: 2 }]
    const themes = [
      { theme: 'neglect', reviewers: 2 },
      { theme: 'care-leavers', reviewers: 1 },
    ]
    t.match(shortagesOf({ assignments: 3, themes }, pool), [
      {
        theme: null,
        needed: 3,
        available: 2,
        sentence: "Three assignments are still to be made, and the pool's moderators have room for two.",
      },
      {
        theme: 'care-leavers',
        needed: 1,
        available: 0,
        sentence: /one reviewer of care-leavers, and the pool has no/,
      },
    ])
    t.same(shortagesOf({ assignments: 2, themes: [] }, pool), [])
  },
)

t.test('a training counts on the first day of the window, or today once that is over', async (t) => {
  t.equal(dayThatCounts('2019-11-01', '2019-07-01'), '2019-11-01')
  t.equal(dayThatCounts('2019-11-01', '2019-11-02'), '2019-11-02')
  t.ok(isTrained({ expired: null }, null), 'none is asked for')
  t.notOk(isTrained({ expired: null }, 24), 'never trained')
  t.notOk(isTrained({ expired: true }, 24))
  t.ok(isTrained({ expired: false }, 24))
})

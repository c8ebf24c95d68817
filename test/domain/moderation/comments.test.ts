import t from 'tap'
import { rankAlternates } from '../../../src/domain/moderation/alternates.ts'
import { commentsShared, leadOf } from '../../../src/domain/moderation/comments.ts'

t.test('comments are shared once all are in, or the moderation is closed with some', async (t) => {
  const assigned = (...states: ('offered' | 'accepted' | 'signed-off' | 'ended')[]) =>
    states.map((state) => ({ state, commented: state === 'signed-off' }))
  const shared = (closed: boolean, ...states: Parameters<typeof assigned>) =>
    commentsShared({ closed, assignments: assigned(...states) })
  t.equal(shared(false), false)
  t.equal(shared(true), false, 'nothing to share')
  t.equal(shared(false, 'signed-off'), true)
  t.equal(shared(false, 'signed-off', 'offered'), false)
  t.equal(shared(false, 'signed-off', 'accepted'), false)
  t.equal(shared(true, 'signed-off', 'accepted'), true)
  t.equal(shared(false, 'signed-off', 'ended'), true)
  t.equal(shared(false, 'ended'), false)
})

t.test(
  'the lead is whom the consultant named, else who accepted first of those whose comments are in',
  async (t) => {
    const at = (
      moderatorId: string,
      day: string,
      state: 'accepted' | 'signed-off' | 'ended' = 'signed-off',
    ) => ({
      moderatorId,
      state,
      acceptedAt: new Date(day),
    })
    const all = [
      at('later', '2019-09-02'),
      at('first', '2019-09-01'),
      at('at work', '2019-08-01', 'accepted'),
    ]
    t.equal(leadOf(null, all), 'first')
    t.equal(leadOf('later', all), 'later')
    t.equal(leadOf('at work', all), 'first', 'who has not commented does not lead')
    t.equal(leadOf(null, []), null)
  },
)

t.test(
  'alternates: whoever may before whoever may not, then by load, training and earlier rounds',
  async (t) => {
    const candidate = {
      personId: 'a',
      name: 'A',
      load: 0,
      ceiling: 2,
      loadBefore: 0,
      trainedOn: '2019-05-01',
      expiresOn: '2021-05-01',
      expired: false,
      against: [],
    }
    const against = [{ reason: 'not-in-pool' as const, sentence: 'They are not in the pool.' }]
    const ranked = rankAlternates([
      { ...candidate, personId: 'barred', against },
      { ...candidate, personId: 'loaded', load: 1 },
      { ...candidate, personId: 'stale', expired: true, expiresOn: '2019-01-01' },
      { ...candidate, personId: 'often', loadBefore: 3 },
      { ...candidate, personId: 'never', trainedOn: null, expiresOn: null, expired: null },
      candidate,
    ])
    t.same(
      ranked.map(({ person }) => person.id),
      ['a', 'often', 'stale', 'never', 'loaded', 'barred'],
    )
    t.match(ranked[1]?.reasons, [
      'No of at most two assignments in this round.',
      'Trained on 1 May 2019.',
      'Moderated three papers in earlier rounds.',
    ])
    t.match(ranked[2]?.reasons, [/No of/, 'The training ran out on 1 January 2019.'])
    t.match(ranked[5], { mayModerate: false, reasons: ['They are not in the pool.'] })
  },
)

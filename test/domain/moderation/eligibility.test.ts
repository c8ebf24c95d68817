import t from 'tap'
import {
  challengesPaper,
  type EligibilityFacts,
  loadCeiling,
  mayModerate,
  notInPool,
  oneModeratingAuthority,
  ownAuthority,
  sharedDirector,
  sharedProvider,
  storedConflict,
} from '../../../src/domain/moderation/eligibility.ts'
import { post } from '../access/papers.ts'

/** A moderator from Hampshire, whose director is the Isle of Wight's too, asked to moderate Kent's paper. */
const facts = (more: Partial<EligibilityFacts> = {}): EligibilityFacts => ({
  today: '2019-09-10',
  personId: 'candidate',
  authorIds: ['kent'],
  challengerIds: ['portsmouth', 'medway'],
  challengersModerate: false,
  oneAuthority: false,
  otherModeratorIds: [],
  appointments: [
    post('candidate', 'moderator', ['hampshire']),
    post('director', 'director', ['hampshire', 'isle-of-wight']),
    post('kents', 'director', ['kent']),
  ],
  providers: [],
  conflicts: [],
  load: 1,
  ceiling: 2,
  ...more,
})

const conflict = {
  id: 'c1',
  personId: 'candidate',
  authorityId: 'kent',
  type: 'former-post',
  source: 'person',
  reason: 'Worked there until 2018.',
  from: '2019-01-01',
  until: '2020-01-01',
} as const

const reasons = (given: EligibilityFacts) => mayModerate(given).map(({ reason }) => reason)

t.test('nothing speaks against a moderator of another authority with load to spare', async (t) => {
  t.same(mayModerate(facts()), [])
})

t.test('notInPool: no moderator appointment today', async (t) => {
  t.same(notInPool(facts()), [])
  t.match(notInPool(facts({ appointments: [] })), [{ reason: 'not-in-pool' }])
  t.match(notInPool(facts({ today: '2020-09-01' })), [{ reason: 'not-in-pool' }], 'the post has ended')
})

t.test('ownAuthority: any appointment there now', async (t) => {
  const moved = facts().appointments.concat(
    post('candidate', 'assistant', ['kent'], { from: '2019-09-10', until: null }),
  )
  t.match(ownAuthority(facts({ appointments: moved })), [{ reason: 'own-authority', authorityId: 'kent' }])
  t.same(ownAuthority(facts({ appointments: moved, today: '2019-09-09' })), [], 'not before it begins')
  t.match(
    ownAuthority(facts({ authorIds: ['kent', 'hampshire'] })),
    [{ authorityId: 'hampshire' }],
    'successor',
  )
})

t.test('sharedDirector: their authority and the author have one director', async (t) => {
  t.match(sharedDirector(facts({ authorIds: ['isle-of-wight'] })), [
    { reason: 'shared-director', authorityId: 'hampshire', directorId: 'director' },
  ])
  t.same(sharedDirector(facts()), [])
  t.same(
    sharedDirector(
      facts({
        authorIds: ['isle-of-wight'],
        appointments: [
          post('candidate', 'moderator', ['hampshire']),
          post('director', 'director', ['hampshire', 'isle-of-wight'], { until: '2019-09-10' }),
        ],
      }),
    ),
    [],
    'an arrangement that has ended',
  )
  t.match(
    sharedDirector(
      facts({
        authorIds: ['isle-of-wight'],
        appointments: [
          post('candidate', 'moderator', ['hampshire']),
          post('director', 'director', ['hampshire']),
          post('director', 'director', ['isle-of-wight']),
        ],
      }),
    ),
    [{ directorId: 'director' }],
    'one person by two appointments',
  )
})

t.test('sharedProvider: one provider serves both', async (t) => {
  const trust = { id: 'trust', name: 'A trust', authorityIds: ['windsor-and-maidenhead', 'hampshire'] }
  t.match(sharedProvider(facts({ providers: [trust], authorIds: ['windsor-and-maidenhead'] })), [
    { reason: 'shared-provider', authorityId: 'hampshire', providerId: 'trust' },
  ])
  t.same(sharedProvider(facts({ providers: [trust] })), [])
})

t.test('storedConflict: keeps its type, source, dates and reason', async (t) => {
  t.match(storedConflict(facts({ conflicts: [conflict] })), [
    {
      reason: 'stored-conflict',
      conflict,
      sentence: 'A conflict is recorded since 2019-01-01: Worked there until 2018.',
    },
  ])
  t.same(storedConflict(facts({ conflicts: [conflict], today: '2020-01-01' })), [], 'past')
  t.same(storedConflict(facts({ conflicts: [{ ...conflict, personId: 'another' }] })), [], 'another person')
  t.same(
    storedConflict(facts({ conflicts: [{ ...conflict, authorityId: 'slough' }] })),
    [],
    'another authority',
  )
})

t.test('challengesPaper: a triad mate, unless the policy has challengers moderate', async (t) => {
  const mate = facts({ challengerIds: ['hampshire', 'medway'] })
  t.match(challengesPaper(mate), [{ reason: 'challenges-paper', authorityId: 'hampshire' }])
  t.same(challengesPaper({ ...mate, challengersModerate: true }), [])
  t.same(challengesPaper(facts()), [])
})

t.test('oneModeratingAuthority: whoever joins comes from where the others do', async (t) => {
  const moderators = facts().appointments.concat(
    post('colleague', 'moderator', ['hampshire']),
    post('elsewhere', 'moderator', ['surrey']),
    post('left', 'moderator', ['surrey'], { until: '2019-09-01' }),
  )
  const joining = (...otherModeratorIds: string[]) =>
    oneModeratingAuthority(facts({ oneAuthority: true, otherModeratorIds, appointments: moderators }))
  t.same(joining(), [], 'the first may come from anywhere')
  t.same(joining('colleague'), [])
  t.match(joining('elsewhere'), [{ reason: 'another-moderating-authority', authorityIds: ['surrey'] }])
  t.match(joining('colleague', 'elsewhere'), [{ authorityIds: [] }])
  t.same(joining('left'), [], 'a post that has ended binds nobody')
  t.same(
    oneModeratingAuthority(facts({ otherModeratorIds: ['elsewhere'], appointments: moderators })),
    [],
    'unless the policy says so',
  )
})

t.test('loadCeiling: one more would be over it', async (t) => {
  t.match(loadCeiling(facts({ load: 2 })), [{ reason: 'load-ceiling', load: 2, ceiling: 2 }])
  t.same(loadCeiling(facts({ load: 1 })), [])
})

t.test('mayModerate gives every reason at once', async (t) => {
  t.same(
    reasons(
      facts({
        authorIds: ['kent'],
        challengerIds: ['hampshire'],
        appointments: [
          post('candidate', 'contributor', ['kent']),
          post('candidate', 'contributor', ['hampshire']),
          post('both', 'director', ['kent', 'hampshire']),
        ],
        providers: [{ id: 'trust', name: 'A trust', authorityIds: ['kent', 'hampshire'] }],
        conflicts: [conflict],
        load: 5,
      }),
    ),
    [
      'not-in-pool',
      'own-authority',
      'shared-director',
      'shared-provider',
      'stored-conflict',
      'challenges-paper',
      'load-ceiling',
    ],
  )
})

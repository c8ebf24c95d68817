import fc from 'fast-check'
import t from 'tap'
import { challengesOfEach } from '../../../src/domain/challenges/challenge.ts'
import {
  type ChallengeFacts,
  checkChallenges,
  checkDirected,
  nobodyThemselves,
  notEachOther,
  notTheSameDirector,
  notTooManyChallengers,
  participantsOnly,
} from '../../../src/domain/challenges/rules.ts'

/** Norfolk and Suffolk challenge Essex; each has a director, and a Thurrock that sits the year out. */
const facts = (more: Partial<ChallengeFacts> = {}): ChallengeFacts => ({
  challenged: [{ authorityId: 'essex', challengerIds: ['norfolk', 'suffolk'] }],
  takingPart: new Set(['essex', 'norfolk', 'suffolk', 'luton']),
  directorOf: new Map([
    ['essex', 'one'],
    ['norfolk', 'two'],
  ]),
  names: new Map(
    ['Essex', 'Norfolk', 'Suffolk', 'Luton', 'Thurrock'].map((name) => [name.toLowerCase(), name]),
  ),
  policy: { perPaper: 2, mutual: false },
  ...more,
})

const challenging = (challengerIds: readonly string[], authorityId = 'essex') => ({
  challenged: [{ authorityId, challengerIds }],
})

void t.test('checkDirected', async (t) => {
  t.ok(checkDirected({ label: '2019', method: 'directed' }).ok)
  t.match(checkDirected({ label: '2019', method: 'triad' }), { failure: { code: 'wrong-state' } })
})

void t.test('participantsOnly: whoever is not in is named where they stand', async (t) => {
  t.ok(participantsOnly(facts()).ok)
  t.match(participantsOnly(facts(challenging(['norfolk', 'thurrock']))), {
    failure: {
      code: 'not-a-participant',
      detail: 'Thurrock does not take part in this round.',
      faults: [{ pointer: '/challenges/0/challengers/1' }],
    },
  })
  t.match(participantsOnly(facts(challenging(['norfolk'], 'thurrock'))), {
    failure: { faults: [{ pointer: '/challenges/0/authority' }] },
  })
})

void t.test('nobodyThemselves', async (t) => {
  t.ok(nobodyThemselves(facts()).ok)
  t.match(nobodyThemselves(facts(challenging(['essex']))), {
    failure: { code: 'invalid-request', faults: [{ pointer: '/challenges/0/challengers/0' }] },
  })
})

void t.test('notTheSameDirector: vacant seats are nobody’s', async (t) => {
  t.ok(notTheSameDirector(facts()).ok)
  t.ok(notTheSameDirector(facts({ directorOf: new Map() })).ok)
  const shared = new Map([
    ['essex', 'one'],
    ['suffolk', 'one'],
  ])
  t.match(notTheSameDirector(facts({ directorOf: shared })), {
    failure: {
      code: 'conflict-of-interest',
      detail: /^Suffolk and Essex are led by the same director/,
      faults: [{ pointer: '/challenges/0/challengers/1' }],
    },
  })
})

void t.test('notTooManyChallengers: the first over the limit is pointed at', async (t) => {
  t.ok(notTooManyChallengers(facts()).ok)
  const three = facts(challenging(['norfolk', 'suffolk', 'luton']))
  t.match(notTooManyChallengers(three), {
    failure: {
      code: 'conflict',
      detail: /would have three challengers; .* at most two challengers/,
      faults: [{ pointer: '/challenges/0/challengers/2' }],
    },
  })
  t.ok(notTooManyChallengers({ ...three, policy: { perPaper: 3, mutual: false } }).ok)
})

void t.test('notEachOther: unless the policy has it so', async (t) => {
  t.ok(notEachOther(facts()).ok)
  const mutual = facts({
    challenged: [
      { authorityId: 'essex', challengerIds: ['norfolk', 'suffolk'] },
      { authorityId: 'suffolk', challengerIds: ['essex'] },
    ],
  })
  t.match(notEachOther(mutual), {
    failure: {
      code: 'conflict',
      faults: [{ pointer: '/challenges/0/challengers/1' }, { pointer: '/challenges/1/challengers/0' }],
    },
  })
  t.ok(notEachOther({ ...mutual, policy: { perPaper: 2, mutual: true } }).ok)
})

/** Twelve authorities around a table. */
const TABLE = Array.from({ length: 12 }, (_, seat) => `a${seat}`)
const everybody = { takingPart: new Set(TABLE), directorOf: new Map(), names: new Map() }

void t.test(
  'a ring in which each challenges the next ones is always allowed, and loads all alike',
  async (t) => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 12 }), fc.integer({ min: 1, max: 2 }), (size, perPaper) => {
        const ring = TABLE.slice(0, size)
        const challenged = ring.map((authorityId, seat) => ({
          authorityId,
          challengerIds: Array.from({ length: perPaper }, (_, step) => ring[(seat + step + 1) % size] ?? ''),
        }))
        const challenges = challenged.flatMap(({ authorityId, challengerIds }) =>
          challengerIds.map((challengerId) => ({ authorityId, challengerId })),
        )
        return (
          checkChallenges({ challenged, ...everybody, policy: { perPaper, mutual: false } }).ok &&
          challengesOfEach(ring, challenges).every(
            ({ challengerIds, load }) => challengerIds.length === perPaper && load === perPaper,
          )
        )
      }),
    )
    t.pass('every ring')
  },
)

void t.test(
  'checkChallenges: whatever is allowed has nobody in front of themselves or of their challenger',
  async (t) => {
    const list = fc.uniqueArray(
      fc.record({
        authorityId: fc.constantFrom(...TABLE),
        challengerIds: fc.uniqueArray(fc.constantFrom(...TABLE), { maxLength: 3 }),
      }),
      { selector: ({ authorityId }) => authorityId, maxLength: 6 },
    )
    fc.assert(
      fc.property(list, (challenged) => {
        const allowed = checkChallenges({
          challenged,
          ...everybody,
          policy: { perPaper: 2, mutual: false },
        }).ok
        const pairs = challenged.flatMap(({ authorityId, challengerIds }) =>
          challengerIds.map((id) => [authorityId, id].toSorted().join()),
        )
        const clean =
          new Set(pairs).size === pairs.length &&
          challenged.every(
            ({ authorityId, challengerIds }) =>
              challengerIds.length <= 2 && !challengerIds.includes(authorityId),
          )
        return allowed === clean
      }),
    )
    t.pass('every list')
  },
)

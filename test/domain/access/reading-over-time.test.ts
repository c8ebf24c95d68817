import t from 'tap'
import type { Appointment } from '../../../src/domain/access/actor.ts'
import { authorsAt, type PaperFacts } from '../../../src/domain/access/paper.ts'
import { mayRead, mayReadReport, readersOf } from '../../../src/domain/access/readers.ts'
import { asker, conflictOf, kentsPaper, lettersOf, MOMENTS, post, reason } from './papers.ts'

t.test('challengers read on for a deferred event until it is held or cancelled', async (t) => {
  const afterClose = MOMENTS['round closed']
  const withEvent = (settledAt: Date | null): PaperFacts => ({ ...kentsPaper, deferredEvent: { settledAt } })
  t.equal(reason('challenger', withEvent(null), afterClose), null, 'still waiting')
  t.equal(reason('challenger', withEvent(new Date('2020-05-01T12:00Z')), afterClose), null, 'held later')
  t.equal(
    reason('challenger', withEvent(new Date('2020-04-05T12:00Z')), afterClose),
    'challenge-over',
    'settled meanwhile',
  )
  t.equal(
    reason('challenger', withEvent(new Date('2019-12-01T12:00Z')), MOMENTS['moderation ended, grants over']),
    null,
    'an event settled before the close shortens nothing',
  )
})

t.test('a right passes with the post from one director to the next', async (t) => {
  const changed: PaperFacts = {
    ...kentsPaper,
    appointments: [
      post('old', 'director', ['kent'], { until: '2019-11-01' }),
      post('new', 'director', ['kent'], { from: '2019-11-01' }),
    ],
  }
  t.equal(reason('old', changed, MOMENTS.granted), 'appointment-not-held')
  t.equal(reason('new', changed, MOMENTS.granted), null)
  t.equal(reason('new', changed, MOMENTS.released), 'appointment-not-held')
})

t.test('a director of both author and challenger reads as the author’s', async (t) => {
  const shared: PaperFacts = {
    ...kentsPaper,
    authorIds: ['isle-of-wight'],
    challengerIds: ['hampshire', 'slough'],
    appointments: [post('shared director', 'director', ['hampshire', 'isle-of-wight'])],
  }
  t.same(
    readersOf(shared).map(({ basis }) => basis),
    ['director', 'challenger'],
    'both bases are listed, the wider one decides',
  )
  t.equal(reason('shared director', shared, MOMENTS.submitted), null)
})

t.test('a successor authority’s director reads what was inherited', async (t) => {
  const inherited: PaperFacts = {
    ...kentsPaper,
    authorIds: ['surrey', 'east-surrey'],
    appointments: [post('heir', 'director', ['east-surrey'])],
  }
  t.equal(reason('heir', inherited, MOMENTS.submitted), null)
})

t.test(
  'a successor reads from the midnight on which it takes over, as author and as challenger',
  async (t) => {
    const inherited: PaperFacts = {
      ...kentsPaper,
      closedAt: null,
      authorIds: ['kent', 'west-kent'],
      challengerIds: ['medway', 'new-medway'],
      authorsFrom: { 'west-kent': '2020-04-01' },
      challengersFrom: { 'new-medway': '2020-04-01' },
      appointments: [
        post('author', 'director', ['west-kent']),
        post('challenger', 'director', ['new-medway']),
      ],
    }
    for (const heir of ['author', 'challenger']) {
      t.equal(reason(heir, inherited, new Date('2020-03-31T22:59:59.999Z')), 'not-yet-successor', heir)
      t.equal(reason(heir, inherited, new Date('2020-03-31T23:00:00Z')), null, heir)
    }
    const beforehand = new Date('2020-03-31T22:59:59.999Z')
    t.same(authorsAt(inherited, beforehand), ['kent'])
    t.same(authorsAt(inherited, new Date('2020-03-31T23:00:00Z')), ['kent', 'west-kent'])
  },
)

t.test('a delegate for one event reads the papers of that event alone, until it is over', async (t) => {
  const named = (authority: string, event: object = {}, more: Partial<PaperFacts> = {}): PaperFacts => ({
    ...kentsPaper,
    appointments: [post('named', 'delegate', [authority], { eventId: 'meeting' })],
    events: [{ id: 'meeting', challenged: true, settledAt: null, ...event }],
    ...more,
  })
  const reads = (paper: PaperFacts) => lettersOf((now) => mayRead(asker('named'), paper, now) === null)
  t.equal(reads(named('kent')), 'RRRRRR.', 'one’s own authority’s paper, as any delegate')
  t.equal(reads(named('kent', { id: 'in another round' })), '.......')
  t.equal(
    reads(named('portsmouth')),
    '..RRR..',
    'from release to the close, as the director whose seat it is',
  )
  t.equal(reads(named('portsmouth', { challenged: false })), '.......', 'a summit challenges nothing')
  t.equal(reads(named('portsmouth', { id: 'another meeting' })), '.......')
  t.equal(reads(named('slough')), '.......', 'of an authority that does not challenge it')
  t.equal(reads(named('portsmouth', {}, { readership: 'regional' })), '..RRR..', 'no director of the region')
  const held = named('portsmouth', { settledAt: MOMENTS.granted })
  t.equal(reads(held), '..R....', 'until it is held or cancelled')
  t.equal(reason('named', held, MOMENTS.granted), 'event-over')
  t.equal(
    reads(named('portsmouth', {}, { deferredEvent: { settledAt: null } })),
    '..RRRR.',
    'a deferred event outlives the close',
  )
  t.same(
    readersOf(named('portsmouth')).map(({ basis }) => basis),
    ['substitute'],
  )
  t.equal(
    mayReadReport(asker('named'), named('portsmouth'), 'moderator', MOMENTS.granted)?.reason,
    'no-right',
    'the papers, not the comments on them',
  )
  const accepted = { memoranda: [{ from: '2019-01-01', acceptedAt: new Map<string, Date>() }] }
  t.equal(reason('named', named('portsmouth', {}, accepted), MOMENTS.granted), 'memorandum-not-accepted')
  const conflicts = [conflictOf('named')]
  t.equal(reason('named', named('portsmouth', {}, { conflicts }), MOMENTS.granted), 'conflict')
})

t.test('a grant of a director ends with the post that it was given from', async (t) => {
  const under = (...directors: readonly Appointment[]): PaperFacts => ({
    ...kentsPaper,
    appointments: [post('assistant', 'assistant', ['kent']), ...directors],
  })
  const reads = (paper: PaperFacts) => lettersOf((now) => mayRead(asker('assistant'), paper, now) === null)
  t.equal(reads(under(post('director', 'director', ['kent']))), '...R...')
  const left = post('director', 'director', ['kent'], { until: '2019-11-10' })
  t.equal(reads(under(left, post('new', 'director', ['kent'], { from: '2019-11-10' }))), '.......')
  t.equal(reads(under(left, post('director', 'director', ['kent'], { from: '2019-11-10' }))), '...R...')
  const again = [{ until: '2019-11-08' }, { from: '2019-11-09' }]
  t.equal(
    reads(under(...again.map((dates) => post('director', 'director', ['kent'], dates)))),
    '.......',
    'a later post of the same person revives nothing',
  )
  t.equal(reads(under(post('director', 'director', ['slough']))), '.......', 'nor does one elsewhere')
})

t.test('a moderator reassigned the same paper reads while either assignment runs', async (t) => {
  const again = { moderatorId: 'moderator', acceptedAt: new Date('2020-01-05T00:00Z'), endedAt: null }
  const paper = { ...kentsPaper, assignments: [...kentsPaper.assignments, again] }
  t.equal(reason('moderator', paper, new Date('2019-12-10T00:00Z')), 'no-open-assignment')
  t.equal(reason('moderator', paper, MOMENTS['moderation ended, grants over']), null)
})

t.test('a grant gives nothing in a role it does not name', async (t) => {
  const paper: PaperFacts = {
    ...kentsPaper,
    grants: kentsPaper.grants.map((grant) => ({ ...grant, as: 'observer' as const })),
  }
  t.equal(reason('facilitator', paper, MOMENTS.granted), 'no-grant')
  t.equal(reason('assistant', paper, MOMENTS.granted), 'no-grant')
})

import t from 'tap'
import type { Appointment } from '../../../src/domain/access/actor.ts'
import { authorsAt, type PaperFacts } from '../../../src/domain/access/paper.ts'
import {
  basesOf,
  mayNameModerator,
  mayRead,
  mayReadReport,
  maySeeReaders,
  readersOf,
} from '../../../src/domain/access/readers.ts'
import { localDate } from '../../../src/domain/intervals.ts'
import type { StoredConflict } from '../../../src/domain/moderation/conflict.ts'
import { asker, kentsPaper, post } from './papers.ts'

const MOMENTS = {
  submitted: new Date('2019-09-10T12:00Z'),
  accepted: new Date('2019-09-25T12:00Z'),
  released: new Date('2019-10-10T12:00Z'),
  granted: new Date('2019-11-10T12:00Z'),
  'moderation ended, grants over': new Date('2020-01-10T12:00Z'),
  'round closed': new Date('2020-04-10T12:00Z'),
  'posts ended': new Date('2020-08-31T23:00Z'),
}

/** One letter a moment, in order: R reads, dot does not. */
const MATRIX: Record<string, string> = {
  director: 'RRRRRR.',
  delegate: 'RRRRRR.',
  contributor: 'RRRRRR.',
  assistant: '...R...',
  'assistant without grant': '.......',
  moderator: '.RRR...',
  'moderator offered': '.......',
  'moderator of others': '.......',
  challenger: '..RRR..',
  'delegate of challenger': '.......',
  'assistant of challenger': '.......',
  'contributor of challenger': '.......',
  'director elsewhere': '.......',
  facilitator: '...R...',
  'facilitator of others': '.......',
  consultant: 'RRRRRR.',
  observer: '...R...',
  'observer without grant': '.......',
  'nobody appointed': '.......',
}

/** As above for the moderator's comments. */
const REPORT_MATRIX: Record<string, string> = {
  ...Object.fromEntries(Object.keys(MATRIX).map((personId) => [personId, '.......'])),
  director: 'RRRRRR.',
  delegate: 'RRRRRR.',
  moderator: '.RRR...',
  challenger: '..RRR..',
  facilitator: '...R...',
  consultant: 'RRRRRR.',
}

const lettersOf = (reads: (now: Date) => boolean): string =>
  Object.values(MOMENTS)
    .map((now) => (reads(now) ? 'R' : '.'))
    .join('')

const conflictOf = (personId: string, dates: Partial<StoredConflict> = {}): StoredConflict => ({
  id: 'c1',
  personId,
  authorityId: 'kent',
  type: 'former-post',
  source: 'person',
  reason: 'Worked there until 2018.',
  from: '2019-10-01',
  until: null,
  ...dates,
})

const reason = (personId: string, paper: PaperFacts, now: Date): string | null =>
  mayRead(asker(personId), paper, now)?.reason ?? null

t.test('who may read a self-assessment, role by moment', async (t) => {
  for (const [personId, letters] of Object.entries(MATRIX)) {
    t.equal(
      lettersOf((now) => mayRead(asker(personId), kentsPaper, now) === null),
      letters,
      personId,
    )
  }
})

t.test('who may read a moderator’s comments, role by moment', async (t) => {
  for (const [personId, letters] of Object.entries(REPORT_MATRIX)) {
    t.equal(
      lettersOf((now) => mayReadReport(asker(personId), kentsPaper, 'moderator', now) === null),
      letters,
      personId,
    )
  }
})

t.test('the region’s other directors read after release where the policy is regional', async (t) => {
  const regional: PaperFacts = { ...kentsPaper, readership: 'regional' }
  const reads = (personId: string) => lettersOf((now) => mayRead(asker(personId), regional, now) === null)
  t.equal(reads('director elsewhere'), '..RRRR.')
  t.equal(reads('challenger'), '..RRRR.', 'a challenger stays a director of the region after the close')
  t.equal(reads('assistant of challenger'), '.......', 'the policy is for directors alone')
  t.equal(
    mayReadReport(asker('director elsewhere'), regional, 'moderator', MOMENTS.granted)?.reason,
    'no-right',
  )
})

t.test('nobody but office, moderators and consultant reads while no release is set', async (t) => {
  const unreleased: PaperFacts = { ...kentsPaper, readership: 'regional', releasedAt: null }
  t.equal(reason('challenger', unreleased, MOMENTS.granted), 'not-released')
  t.equal(reason('director elsewhere', unreleased, MOMENTS.granted), 'not-released')
  t.equal(reason('director', unreleased, MOMENTS.granted), null)
})

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

t.test('a span begins with its first instant and ends before its last', async (t) => {
  t.equal(reason('challenger', kentsPaper, new Date('2019-10-01T08:59:59.999Z')), 'not-released')
  t.equal(reason('challenger', kentsPaper, new Date('2019-10-01T09:00Z')), null)
  t.equal(reason('challenger', kentsPaper, new Date('2020-03-31T16:59:59.999Z')), null)
  t.equal(reason('challenger', kentsPaper, new Date('2020-03-31T17:00Z')), 'challenge-over')
  t.equal(reason('director', kentsPaper, new Date('2020-08-31T22:59:59.999Z')), null, 'summer time: UTC+1')
  t.equal(reason('director', kentsPaper, new Date('2020-08-31T23:00Z')), 'appointment-not-held')
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

t.test('a stored conflict removes a person whoever they are', async (t) => {
  const readers = Object.keys(MATRIX).filter(
    (personId) => reason(personId, kentsPaper, MOMENTS.granted) === null,
  )
  t.same(readers, [
    'director',
    'delegate',
    'contributor',
    'assistant',
    'moderator',
    'challenger',
    'facilitator',
    'consultant',
    'observer',
  ])
  for (const personId of readers) {
    const paper = { ...kentsPaper, conflicts: [conflictOf(personId)] }
    t.equal(reason(personId, paper, MOMENTS.granted), 'conflict', personId)
    t.not(mayReadReport(asker(personId), paper, 'moderator', MOMENTS.granted), null, personId)
  }
})

t.test('a conflict stands on its own days and for its own person', async (t) => {
  const paper = { ...kentsPaper, conflicts: [conflictOf('consultant', { until: '2019-11-01' })] }
  t.equal(reason('consultant', paper, MOMENTS.accepted), null)
  t.equal(reason('consultant', paper, MOMENTS.released), 'conflict')
  t.equal(reason('consultant', paper, MOMENTS.granted), null)
  t.equal(reason('moderator', paper, MOMENTS.released), null)
})

t.test('readers of another authority’s paper accept the memorandum first', async (t) => {
  const under = (accepted: ReadonlyMap<string, Date>): PaperFacts => ({
    ...kentsPaper,
    memoranda: [{ from: '2019-01-01', acceptedAt: accepted }],
  })
  const nobody = under(new Map())
  for (const personId of ['moderator', 'challenger', 'facilitator', 'observer']) {
    t.equal(reason(personId, nobody, MOMENTS.granted), 'memorandum-not-accepted', personId)
    t.equal(reason(personId, under(new Map([[personId, MOMENTS.released]])), MOMENTS.granted), null, personId)
  }
  for (const personId of ['director', 'delegate', 'contributor', 'assistant', 'consultant']) {
    t.equal(reason(personId, nobody, MOMENTS.granted), null, personId)
  }
})

t.test('each year’s memorandum is accepted anew, and binds nobody before the first', async (t) => {
  const [first, second] = [MOMENTS.accepted, MOMENTS.granted].map((at) => localDate(at, 'Europe/London'))
  const accepted = new Map([['moderator', new Date('2019-01-01T09:00Z')]])
  const year = (from: string | undefined, acceptedAt = accepted) => ({ from: String(from), acceptedAt })
  const under = (...memoranda: PaperFacts['memoranda']): PaperFacts => ({ ...kentsPaper, memoranda })
  t.equal(reason('moderator', under(year(second, new Map())), MOMENTS.released), null, 'not in force yet')
  const both = under(year(first), year(second, new Map()))
  t.equal(reason('moderator', both, MOMENTS.released), null)
  t.equal(reason('moderator', both, MOMENTS.granted), 'memorandum-not-accepted', 'the next year’s')
  t.equal(reason('moderator', under(year(first), year(second)), MOMENTS.granted), null)
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

t.test('a refusal names what is missing', async (t) => {
  t.equal(reason('assistant without grant', kentsPaper, MOMENTS.granted), 'no-grant')
  t.equal(reason('moderator offered', kentsPaper, MOMENTS.granted), 'no-open-assignment')
  t.equal(reason('moderator of others', kentsPaper, MOMENTS.granted), 'no-right')
  t.equal(reason('nobody appointed', kentsPaper, MOMENTS.granted), 'no-right')
  t.match(mayRead(asker('nobody appointed'), kentsPaper, MOMENTS.granted), { sentence: /^Nothing gives/ })
})

t.test('nobody reads across regions, nor an operator who belongs to none', async (t) => {
  for (const regionId of ['eastern', null]) {
    const stranger = { personId: 'director', regionId }
    t.equal(mayRead(stranger, kentsPaper, MOMENTS.granted)?.reason, 'another-region')
    t.equal(mayReadReport(stranger, kentsPaper, 'moderator', MOMENTS.granted)?.reason, 'another-region')
  }
})

t.test(
  'comments are private to who wrote them until they are shared, and are then read by the other moderators',
  async (t) => {
    const second = { moderatorId: 'moderator of others', acceptedAt: MOMENTS.submitted, endedAt: null }
    const paper = { ...kentsPaper, assignments: [...kentsPaper.assignments, second] }
    t.equal(mayRead(asker('moderator of others'), paper, MOMENTS.granted), null)
    t.equal(mayReadReport(asker('moderator of others'), paper, 'moderator of others', MOMENTS.granted), null)
    t.equal(mayReadReport(asker('moderator of others'), paper, 'moderator', MOMENTS.granted), null)
    const private_ = { ...paper, commentsShared: false }
    for (const role of ['moderator of others', 'director', 'consultant'])
      t.equal(mayReadReport(asker(role), private_, 'moderator', MOMENTS.granted)?.reason, 'no-right', role)
    t.equal(mayReadReport(asker('moderator'), private_, 'moderator', MOMENTS.granted), null)
  },
)

t.test('a facilitator reads comments only after release, even when granted the paper before', async (t) => {
  const unreleased = { ...kentsPaper, releasedAt: null }
  t.equal(reason('facilitator', unreleased, MOMENTS.granted), null)
  t.equal(
    mayReadReport(asker('facilitator'), unreleased, 'moderator', MOMENTS.granted)?.reason,
    'not-released',
  )
})

t.test('an anonymous policy names a moderator only to themselves and the consultant', async (t) => {
  const named = (paper: PaperFacts) =>
    ['director', 'moderator', 'challenger', 'consultant', 'observer'].filter((personId) =>
      mayNameModerator(asker(personId), paper, 'moderator', MOMENTS.granted),
    )
  t.same(named(kentsPaper), ['director', 'moderator', 'challenger', 'consultant'])
  t.same(named({ ...kentsPaper, anonymousModerators: true }), ['moderator', 'consultant'])
})

t.test('readers are listed by person, basis and time, each with its span and sentence', async (t) => {
  const paper: PaperFacts = {
    ...kentsPaper,
    readership: 'regional',
    conflicts: [conflictOf('challenger', { from: '2019-12-01', until: '2020-01-01' })],
    appointments: [
      post('director', 'director', ['kent'], { from: '2020-01-01', until: null }),
      post('challenger', 'director', ['medway'], { from: '2019-06-01' }),
      post('director', 'director', ['kent'], { until: '2020-01-01' }),
    ],
  }
  const at = (iso: string) => new Date(iso)
  t.same(
    readersOf(paper).map(({ sentence, ...row }) => row),
    [
      {
        personId: 'challenger',
        basis: 'challenger',
        from: at('2019-10-01T09:00Z'),
        until: at('2019-12-01T00:00Z'),
      },
      {
        personId: 'challenger',
        basis: 'challenger',
        from: at('2020-01-01T00:00Z'),
        until: at('2020-03-31T17:00Z'),
      },
      {
        personId: 'challenger',
        basis: 'regional-director',
        from: at('2019-10-01T09:00Z'),
        until: at('2019-12-01T00:00Z'),
      },
      {
        personId: 'challenger',
        basis: 'regional-director',
        from: at('2020-01-01T00:00Z'),
        until: at('2020-08-31T23:00Z'),
      },
      { personId: 'director', basis: 'director', from: at('2019-01-01T00:00Z'), until: null },
    ],
  )
  t.equal(readersOf(paper).at(-1)?.sentence, 'Director of the authority that wrote it.')
})

t.test('somebody reads in every capacity whose conditions hold, and in none when they may not', async (t) => {
  const paper = {
    ...kentsPaper,
    appointments: [...kentsPaper.appointments, post('moderator', 'director', ['portsmouth'])],
  }
  t.same(basesOf(asker('moderator'), paper, MOMENTS.accepted), ['moderator'])
  t.same(basesOf(asker('moderator'), paper, MOMENTS.released), ['moderator', 'challenger'])
  t.same(basesOf(asker('director elsewhere'), paper, MOMENTS.released), [])
})

t.test('readers are shown to the author’s office and to a consultant who may read', async (t) => {
  const now = MOMENTS.released
  const may = (personId: string, paper = kentsPaper) =>
    maySeeReaders(
      {
        ...asker(personId),
        operator: false,
        appointments: paper.appointments.filter((held) => held.personId === personId),
        now,
      },
      paper,
      now,
    )
  const everybody = [...new Set(kentsPaper.appointments.map(({ personId }) => personId))]
  t.same(
    everybody.filter((personId) => may(personId)),
    ['director', 'delegate', 'assistant', 'assistant without grant', 'consultant'],
  )
  const conflict: StoredConflict = {
    id: 'conflict',
    personId: 'consultant',
    authorityId: 'kent',
    type: 'family',
    source: 'authority',
    reason: 'Married to its director.',
    from: '2019-01-01',
    until: null,
  }
  t.equal(may('consultant', { ...kentsPaper, conflicts: [conflict] }), false)
})

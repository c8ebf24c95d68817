import t from 'tap'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { mayRead, mayReadReport } from '../../../src/domain/access/readers.ts'
import { localDate } from '../../../src/domain/intervals.ts'
import { asker, conflictOf, kentsPaper, lettersOf, MOMENTS, reason } from './papers.ts'

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

t.test('a span begins with its first instant and ends before its last', async (t) => {
  t.equal(reason('challenger', kentsPaper, new Date('2019-10-01T08:59:59.999Z')), 'not-released')
  t.equal(reason('challenger', kentsPaper, new Date('2019-10-01T09:00Z')), null)
  t.equal(reason('challenger', kentsPaper, new Date('2020-03-31T16:59:59.999Z')), null)
  t.equal(reason('challenger', kentsPaper, new Date('2020-03-31T17:00Z')), 'challenge-over')
  t.equal(reason('director', kentsPaper, new Date('2020-08-31T22:59:59.999Z')), null, 'summer time: UTC+1')
  t.equal(reason('director', kentsPaper, new Date('2020-08-31T23:00Z')), 'appointment-not-held')
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

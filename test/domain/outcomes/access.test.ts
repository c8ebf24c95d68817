import t from 'tap'
import type { Actor } from '../../../src/domain/access/actor.ts'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { mayRead } from '../../../src/domain/access/readers.ts'
import {
  mayAmendAction,
  mayChangeOutcome,
  mayReadAction,
  mayReadOutcomes,
  mayReportOnAction,
  maySeeThemes,
  mayWriteOutcomes,
} from '../../../src/domain/outcomes/access.ts'
import { asker, kentsPaper } from '../access/papers.ts'

const MOMENTS = {
  'before release': new Date('2019-09-25T12:00Z'),
  released: new Date('2019-10-10T12:00Z'),
  granted: new Date('2019-11-10T12:00Z'),
  'grants over': new Date('2020-01-10T12:00Z'),
  'round closed': new Date('2020-04-10T12:00Z'),
}

/** One letter a moment: W writes and reads, R reads, dot neither. */
const MATRIX: Readonly<Record<string, string>> = {
  director: 'WWWWW',
  delegate: 'WWWWW',
  contributor: 'RRRRR',
  consultant: 'WWWWW',
  challenger: '.WWW.',
  facilitator: '..W..',
  observer: '..R..',
  assistant: '..R..',
  'assistant without grant': '.....',
  moderator: '.....',
  'director elsewhere': '.....',
  'delegate of challenger': '.....',
  'nobody appointed': '.....',
}

const letter = (personId: string, paper: PaperFacts, now: Date): string => {
  if (mayWriteOutcomes(asker(personId), paper, now)) return 'W'
  return mayReadOutcomes(asker(personId), paper, now) ? 'R' : '.'
}

const lettersOf = (personId: string, paper: PaperFacts): string =>
  Object.values(MOMENTS)
    .map((now) => letter(personId, paper, now))
    .join('')

/** The actor with the appointments of the paper that they hold. */
const actor = (personId: string, now: Date): Actor => ({
  ...asker(personId),
  operator: false,
  appointments: kentsPaper.appointments.filter((each) => each.personId === personId),
  now,
})

t.test('should show nothing to who moderates the next paper and so reads this one', async (t) => {
  const accepted = { acceptedAt: MOMENTS['before release'], endedAt: null, anonymous: false }
  const later = [{ moderatorId: 'moderator of others', ...accepted }]
  const paper = { ...kentsPaper, laterAssignments: later }
  t.equal(mayRead(asker('moderator of others'), paper, MOMENTS.released), null)
  t.equal(lettersOf('moderator of others', paper), '.....')
})

t.test('should keep the table of who writes and who reads', async (t) => {
  for (const [person, letters] of Object.entries(MATRIX))
    t.equal(lettersOf(person, kentsPaper), letters, person)
  const regional: PaperFacts = { ...kentsPaper, readership: 'regional' }
  t.equal(lettersOf('director elsewhere', regional), '.RRR.', 'until the close')
  t.equal(lettersOf('challenger', regional), '.WWW.', 'and a challenger no longer than that')
})

t.test('should never show outcomes to who may not read the paper, or has a conflict', async (t) => {
  for (const readership of ['challengers', 'regional'] as const) {
    const paper = { ...kentsPaper, readership }
    for (const person of Object.keys(MATRIX)) {
      for (const now of Object.values(MOMENTS)) {
        if (mayRead(asker(person), paper, now) !== null) t.notOk(mayReadOutcomes(asker(person), paper, now))
      }
    }
  }
  const conflict = {
    id: 'c',
    personId: 'challenger',
    authorityId: 'kent',
    type: 'other',
    source: 'person',
    from: '2019-01-01',
    until: null,
  } as unknown as PaperFacts['conflicts'][number]
  t.equal(lettersOf('challenger', { ...kentsPaper, conflicts: [conflict] }), '.....')
})

t.test(
  'should let change an outcome its writer and the consultant, and an ask its own director',
  async (t) => {
    const now = MOMENTS.granted
    const may = (person: string, kind: 'ask' | 'strength', writtenBy = 'challenger', at = now) =>
      mayChangeOutcome(asker(person), kentsPaper, { kind, writtenBy }, at)
    t.ok(may('challenger', 'strength'))
    t.notOk(may('challenger', 'strength', 'challenger', MOMENTS['round closed']), 'once it is no more theirs')
    t.ok(may('consultant', 'strength'))
    t.ok(may('director', 'ask'))
    t.notOk(may('director', 'strength'), 'what others found stands')
    t.notOk(may('delegate', 'ask'))
    t.notOk(may('contributor', 'ask', 'contributor'), 'who writes none changes none')
  },
)

t.test('should leave an action with its owner after the close', async (t) => {
  const now = MOMENTS['round closed']
  const owners = ['portsmouth']
  for (const person of ['challenger', 'delegate of challenger']) {
    t.ok(mayReadAction(actor(person, now), kentsPaper, owners, now), person)
    t.ok(mayReportOnAction(actor(person, now), kentsPaper, owners, now), person)
    t.notOk(mayAmendAction(actor(person, now), kentsPaper, now), person)
    t.notOk(mayReadAction(actor(person, now), kentsPaper, ['medway'], now), person)
  }
  t.notOk(mayReadAction(actor('assistant of challenger', now), kentsPaper, owners, now))
  t.ok(mayAmendAction(actor('director', now), kentsPaper, now))
})

t.test('should count themes for offices, the consultant and evaluators', async (t) => {
  const sees = (person: string, now = MOMENTS.granted) => maySeeThemes(actor(person, now), [kentsPaper], now)
  for (const person of ['consultant', 'director', 'delegate', 'assistant', 'observer'])
    t.ok(sees(person), person)
  for (const person of ['moderator', 'contributor', 'facilitator', 'observer without grant'])
    t.notOk(sees(person), person)
  t.notOk(sees('observer', MOMENTS['grants over']))
})

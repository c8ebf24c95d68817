import t from 'tap'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import {
  basesOf,
  mayNameModerator,
  maySeeReaders,
  namelessLast,
  readersOf,
} from '../../../src/domain/access/readers.ts'
import type { StoredConflict } from '../../../src/domain/moderation/conflict.ts'
import { asker, conflictOf, kentsPaper, MOMENTS, post } from './papers.ts'

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

t.test('should tell nothing by the place of somebody whose name is kept', async (t) => {
  const kent = { person: { id: 'b' }, reads: 1 }
  const medway = { person: { id: 'd' }, reads: 1 }
  const twice = { person: null, reads: 2 }
  const once = { person: null, reads: 1 }
  const told = [kent, medway, once, twice]
  t.same(namelessLast([once, kent, twice, medway]), told)
  t.same(namelessLast([kent, twice, medway, once]), told, 'whatever their ids were')
})

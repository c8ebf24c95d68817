import t from 'tap'
import {
  busyEntries,
  deadlineEntry,
  ENTRY_LIMIT,
  entriesOf,
  eventEntry,
  isStillShown,
} from '../../../src/domain/feeds/entries.ts'
import type { DeadlineKind } from '../../../src/domain/feeds/facts.ts'
import { addDays } from '../../../src/domain/intervals.ts'
import { deadlineFacts, eventFacts, facts, fullView, now, timed, wholeDay } from '../../fixtures/feed.ts'

const uidsOf = (entries: readonly { uid: string }[]): string[] => entries.map((entry) => entry.uid)

const onDay = (id: string, date: string) => eventFacts({ id, occasion: wholeDay(date) })

t.test('eventEntry', async (t) => {
  t.test('should say who meets, for whom, where and how to join', async (t) => {
    const joiningLink = 'https://meet.example.org/one'
    const entry = eventEntry(
      eventFacts({ id: 'one', joiningLink, offices: ['Director, Kent', 'Director, Medway'] }),
    )
    t.equal(entry.title, 'Challenge event of triad 1')
    t.equal(entry.location, 'County Hall, Maidstone, ME14 1XQ')
    t.equal(
      entry.description,
      [
        'Kent, Portsmouth and West Sussex.',
        'For: Director, Kent and Director, Medway.',
        'Join: https://meet.example.org/one',
        'Details: https://triads.example.org/v1/challenge-events/one',
      ].join('\n'),
    )
  })
  t.test('should say who does not come, and in which sessions one is', async (t) => {
    const kent = { office: 'Director, Kent', substitute: null }
    const session = {
      day: 1,
      startTime: '10:00',
      endTime: '11:00',
      title: 'Challenge of Essex',
      place: 'Room 2',
    }
    const said = (given: Parameters<typeof eventFacts>[0]) =>
      eventEntry(eventFacts(given)).description.split('\n')
    t.ok(said({ absences: [kent] }).includes('Apologies sent.'))
    t.ok(
      said({ absences: [{ ...kent, substitute: 'Delegate, Kent' }] }).includes('Substitute: Delegate, Kent.'),
    )
    const offices = ['Director, Kent', 'Director, Medway']
    t.ok(said({ offices, absences: [kent] }).includes('Apologies sent for Director, Kent.'))
    t.ok(said({ sessions: [session] }).includes('10:00–11:00 Challenge of Essex, Room 2'))
    const visit = { occasion: wholeDay('2019-11-25', 2), sessions: [{ ...session, day: 2, place: null }] }
    t.ok(said(visit).includes('Day 2, 10:00–11:00 Challenge of Essex'))
  })
  t.test('should leave out of a busy-only feed what somebody else sits in', async (t) => {
    const entry = eventEntry(eventFacts({ takesTime: false }))
    t.notOk(entry.takesTime)
    t.strictSame(
      busyEntries([entry], (uid) => uid),
      [],
    )
  })
  t.test('should be online where there is a joining link and no venue', async (t) => {
    t.equal(
      eventEntry(eventFacts({ venue: null, joiningLink: 'https://meet.example.org/one' })).location,
      'Online',
    )
    t.equal(eventEntry(eventFacts({ venue: null })).location, null)
  })
  t.test('should be instants when it is timed and days when it is not', async (t) => {
    t.strictSame(eventEntry(eventFacts({ occasion: timed('2020-03-30', '10:00', '12:00') })).time, {
      span: { from: new Date('2020-03-30T09:00:00Z'), until: new Date('2020-03-30T11:00:00Z') },
    })
    t.strictSame(eventEntry(eventFacts({ occasion: wholeDay('2020-03-28', 3) })).time, {
      wholeDays: { first: '2020-03-28', last: '2020-03-30' },
    })
  })
  t.test('should tell in its title what a client may not show', async (t) => {
    const title = (state: 'proposed' | 'confirmed' | 'held' | 'cancelled' | 'deferred') =>
      eventEntry(eventFacts({ state, title: 'Summit' })).title
    t.equal(title('proposed'), 'Proposed: Summit')
    t.equal(title('confirmed'), 'Summit')
    t.equal(title('held'), 'Summit')
    t.equal(title('cancelled'), 'Cancelled: Summit')
    t.equal(title('deferred'), 'Deferred: Summit')
  })
})

t.test('deadlineEntry should name what is due, and whose', async (t) => {
  const titleOf = (kind: DeadlineKind) => deadlineEntry(deadlineFacts({ kind })).title
  t.equal(titleOf('self-assessment-due'), 'Self-assessment due: Kent')
  t.equal(titleOf('accept-by'), 'Accept or decline to moderate: Kent')
  t.equal(titleOf('comments-due'), 'Moderation comments due: Kent')
  t.equal(titleOf('poll-answer-due'), 'Answer the availability poll: Kent')
  t.match(
    deadlineEntry(deadlineFacts({ kind: 'poll-answer-due', about: 'Autumn meetings' })).description,
    '“Autumn meetings”.\nRound 2019-20.\n',
  )
  t.strictSame(deadlineEntry(deadlineFacts({ day: '2019-10-18' })).time, {
    wholeDays: { first: '2019-10-18', last: '2019-10-18' },
  })
})

t.test('isStillShown should let go of what was called off 30 days ago, and of nothing else', async (t) => {
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds)
  const thirtyDays = 30 * 24 * 60 * 60 * 1000
  for (const state of ['cancelled', 'deferred'] as const) {
    t.ok(isStillShown({ state, stateSince: ago(thirtyDays - 1) }, now))
    t.notOk(isStillShown({ state, stateSince: ago(thirtyDays) }, now))
  }
  t.ok(isStillShown({ state: 'confirmed', stateSince: ago(10 * thirtyDays) }, now))
})

t.test('busyEntries should leave nothing but when and how firmly', async (t) => {
  const full = [eventEntry(eventFacts({ id: 'one' })), deadlineEntry(deadlineFacts())]
  const [busy, ...others] = busyEntries(full, (uid) => `hash of ${uid.length}`)
  t.equal(others.length, 0, 'a deadline takes no time')
  t.match(busy, {
    uid: 'hash of 19',
    title: 'Busy',
    description: '',
    location: null,
    url: null,
    state: 'confirmed',
  })
})

t.test('entriesOf', async (t) => {
  t.test('should reach three months back and eighteen ahead, both days included', async (t) => {
    const events = ['2019-06-30', '2019-07-01', '2021-04-01', '2021-04-02'].map((date) => onDay(date, date))
    const shown = uidsOf(entriesOf({ events, deadlines: [] }, fullView))
    t.strictSame(shown, ['challenge-event-2019-07-01', 'challenge-event-2021-04-01'])
  })
  t.test('should keep one order whatever order it is given', async (t) => {
    const reversed = { events: facts.events.toReversed(), deadlines: facts.deadlines.toReversed() }
    t.strictSame(entriesOf(reversed, fullView), entriesOf(facts, fullView))
    t.equal(entriesOf(facts, fullView).length, 14)
  })
  t.test('should hold each UID once, though two roles give the same event', async (t) => {
    const twice = { events: [eventFacts(), eventFacts()], deadlines: [] }
    t.equal(entriesOf(twice, fullView).length, 1)
  })
  t.test('should keep what is to come when there is too much', async (t) => {
    const past = Array.from({ length: 80 }, (_, day) => onDay(`past-${day}`, addDays('2019-07-13', day)))
    const coming = Array.from({ length: ENTRY_LIMIT - 30 }, (_, day) =>
      onDay(`coming-${day}`, addDays('2019-10-01', day % 500)),
    )
    const some = uidsOf(entriesOf({ events: [...past, ...coming], deadlines: [] }, fullView))
    t.equal(some.length, ENTRY_LIMIT)
    t.equal(some[0], 'challenge-event-past-50', 'the longest past give way first')
    const farther = Array.from({ length: 40 }, (_, day) => onDay(`far-${day}`, addDays('2021-02-20', day)))
    const most = uidsOf(entriesOf({ events: [...past, ...coming, ...farther], deadlines: [] }, fullView))
    t.equal(most.length, ENTRY_LIMIT)
    t.equal(most[0], 'challenge-event-coming-0')
    t.equal(most.at(-1), 'challenge-event-far-29', 'then the farthest')
  })
  t.test('should drop what its facts no longer hold', async (t) => {
    const [first, ...rest] = facts.events
    const without = uidsOf(entriesOf({ ...facts, events: rest }, fullView))
    t.notOk(without.includes(`challenge-event-${first?.id}`))
    t.equal(without.length, 13)
  })
})

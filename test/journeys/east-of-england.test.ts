import t from 'tap'
import { refusalOf } from '../../scripts/api.ts'
import { type Session, sessionsOf, setSessions } from '../../scripts/rounds/events.ts'
import { papersOf } from '../../scripts/rounds/load-moderators.ts'
import { appoint } from '../../scripts/rounds/load-region.ts'
import { readChallenges } from '../../scripts/rounds/load-round.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { expectedOf, seesPapersOf, startSeeded } from '../fixtures/seeded.ts'

const TWO_EACH =
  'Eleven authorities take part, each challenged by two others and challenging two, and nobody by whom they challenge.'
const ONE_MODERATES =
  'Each self-assessment is moderated by one authority, which neither wrote nor challenges it, and no second authority may join.'
const READERS =
  'After its release a self-assessment is read by its two challengers and by no other director of the region.'
const ONE_DAY =
  'One day at the end of June holds eleven sessions, and every director is in exactly three of them, none at the same time.'
const TWICE = 'A session put on top of another of the same director is refused as double-booked.'

void t.test('every published expectation is a test here', async (t) => {
  t.strictSame(expectedOf('east-of-england'), [TWO_EACH, ONE_MODERATES, READERS, ONE_DAY, TWICE])
})

interface Assignment {
  readonly authority: { readonly name: string }
  readonly moderator: { readonly name: string }
}

void eachEngine(t, "the Eastern region's round of 2019, as published", async (t, database) => {
  const on = (sentence: string) => `${sentence} (${database.engine})`
  const at = await startSeeded(t, database, 'east-of-england', '2019-05-13T09:00:00Z')
  const { consultant, round, events, authorities } = at
  const { items, unchallenged } = await readChallenges(at, round)
  const challengersOf = (name: string) =>
    items.find(({ authority }) => authority.name === name)?.challengers.map((each) => each.name) ?? []

  await t.test(on(TWO_EACH), async (t) => {
    t.match(round, { takingPart: 11, method: 'directed', policy: { challenges: { perPaper: 2 } } })
    t.strictSame(unchallenged, [])
    t.equal(items.length, 11)
    for (const { authority, challengers, load } of items) {
      t.strictSame([challengers.length, load], [2, 2], authority.name)
      t.notOk(challengers.some(({ name }) => challengersOf(name).includes(authority.name)))
    }
    t.match(at.said, /inferred: challengers: which two/)
  })

  await t.test(on(ONE_MODERATES), async (t) => {
    const assignments = await consultant.list<Assignment>('/v1/moderation-assignments')
    t.equal(new Set(assignments.map(({ authority }) => authority.name)).size, 11)
    t.equal(assignments.length, 11)
    for (const { authority, moderator } of assignments) {
      const near = [authority.name, ...challengersOf(authority.name)].map((name) => `Moderator, ${name}`)
      t.notOk(near.includes(moderator.name), authority.name)
    }
    const luton = (await papersOf(at, round)).find(({ authority }) => authority.name === 'Luton')
    const theirs = assignments.find(({ authority }) => authority.name === 'Luton')?.moderator.name
    const moderators = await consultant.list<{ id: string; name: string }>('/v1/people')
    const another = moderators.find(
      ({ name }) =>
        name.startsWith('Moderator') &&
        name !== theirs &&
        !['Luton', ...challengersOf('Luton')].some((each) => name.endsWith(each)),
    )
    const offer = (moderatorId: string | undefined) =>
      consultant.create('/v1/moderation-assignments', { selfAssessmentId: luton?.id, moderatorId })
    t.match(await refusalOf(offer(another?.id)), {
      code: 'conflict-of-interest',
      detail: /^Another authority moderates this paper/,
    })
    const home = authorities.find(({ name }) => theirs?.endsWith(name))
    const post = { role: 'moderator', gssCodes: [home?.gssCode ?? ''], from: '2019-01-01', until: null }
    t.match(await offer(await appoint(consultant, 'Second moderator', post)), { state: 'offered' })
  })

  await t.test(on(READERS), async (t) => {
    const [first, second] = challengersOf('Luton')
    const readers = await Promise.all(['Luton', first ?? '', second ?? '', 'Essex'].map(at.director))
    const seeing = async () =>
      (await Promise.all(readers.map((api) => seesPapersOf(api, round)))).map((seen) =>
        seen.includes('Luton'),
      )
    t.strictSame(await seeing(), [true, false, false, false], 'before the release')
    at.setClock('2019-06-07T09:00:00Z')
    t.strictSame(await seeing(), [true, true, true, false])
    const [, challenger] = readers
    if (!challenger || !first) throw new Error('Luton has a challenger')
    const challenged = items.filter(({ challengers }) => challengers.some(({ name }) => name === first))
    t.strictSame(
      await seesPapersOf(challenger, round),
      [first, ...challenged.map(({ authority }) => authority.name)].toSorted(),
    )
  })

  await t.test(on(ONE_DAY), async (t) => {
    const [day, more] = events
    t.equal(more, undefined)
    t.match(day, { date: '2019-06-28', state: 'confirmed', triadId: null })
    t.equal(day?.people.length, 11)
    if (!day) throw new Error('the day is there')
    const sessions = await sessionsOf(consultant, day)
    t.equal(sessions.length, 11)
    for (const { id, name } of authorities) {
      const theirs = sessions.filter((each) => each.authorities.some(({ authorityId }) => authorityId === id))
      t.equal(theirs.length, 3, name)
      t.equal(new Set(theirs.map(({ startTime }) => startTime)).size, 3, `${name}: three times of the day`)
      t.equal(
        theirs.filter(({ subject }) => subject?.authorityId === id).length,
        1,
        `${name}: once challenged`,
      )
    }
    t.notOk(day.clashes.some(({ rule }) => rule === 'person-double-booked'))
  })

  await t.test(on(TWICE), async (t) => {
    const [day] = events
    if (!day) throw new Error('the day is there')
    const sessions = await sessionsOf(consultant, day)
    const [first] = sessions
    const sharing = ({ authorities: other }: Session) =>
      other.some(({ authorityId }) => first?.authorities.some((each) => each.authorityId === authorityId))
    const moved = sessions.find((each) => each.startTime !== first?.startTime && sharing(each))
    const times = { startTime: first?.startTime ?? '', endTime: first?.endTime ?? '' }
    const onTop = sessions.map(({ id: _, ...each }) => ({
      ...each,
      ...(each.title === moved?.title && times),
    }))
    t.match(await refusalOf(setSessions(consultant, day, onTop)), {
      status: 409,
      code: 'clash',
      clashes: [{ rule: 'person-double-booked', severity: 'blocking' }],
    })
    t.strictSame(await sessionsOf(consultant, day), sessions, 'nothing moved')
  })
})

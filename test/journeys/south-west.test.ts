import t from 'tap'
import { refusalOf } from '../../scripts/api.ts'
import { papersOf } from '../../scripts/rounds/load-moderators.ts'
import { readChallenges } from '../../scripts/rounds/load-round.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { expectedOf, seesPapersOf, startSeeded } from '../fixtures/seeded.ts'

const ONE_DAY =
  'Fifteen authorities meet in five triads, all on Friday 7 December 2018, and nobody is double-booked.'
const THIRD =
  'Of each self-assessment one other member of its triad is the challenger and the third director the moderator.'
const READERS =
  'The third director reads a self-assessment as its moderator, the challenger from its release, and nobody else of the triad or region does.'
const REFUSED = 'The challenger may not moderate, and a second challenger is refused.'

void t.test('every published expectation is a test here', async (t) => {
  t.strictSame(expectedOf('south-west'), [ONE_DAY, THIRD, READERS, REFUSED])
})

interface Assignment {
  readonly id: string
  readonly authority: { readonly name: string }
  readonly moderator: { readonly id: string }
}

void eachEngine(t, "the South West's round of 2018, as published", async (t, database) => {
  const on = (sentence: string) => `${sentence} (${database.engine})`
  const at = await startSeeded(t, database, 'south-west', '2018-11-12T09:00:00Z')
  const { consultant, round, triads, events, directors } = at
  const directorOf = (name: string) => directors.find(({ authorities }) => authorities.includes(name))
  const triadOf = (name: string) =>
    triads.find(({ authorities }) => authorities.some((each) => each.name === name))?.authorities ?? []
  const url = `/v1/rounds/${round.id}/challenges`
  const { items: challenged } = await readChallenges(at, round)
  const assignments = await consultant.list<Assignment>('/v1/moderation-assignments')
  const roles = (name: string) => {
    const challengers = challenged.find(({ authority }) => authority.name === name)?.challengers ?? []
    const challenger = challengers[0]?.name ?? ''
    const third = triadOf(name).find((each) => each.name !== name && each.name !== challenger)?.name ?? ''
    return { challenger, third }
  }

  await t.test(on(ONE_DAY), async (t) => {
    t.equal(round.takingPart, 15)
    t.strictSame(
      triads.map(({ directors }) => directors.length),
      [3, 3, 3, 3, 3],
    )
    t.strictSame(
      events.map(({ date, state, kind }) => `${kind} ${date} ${state}`),
      Array(5).fill('meeting 2018-12-07 confirmed'),
    )
    t.equal(new Set(events.flatMap(({ people }) => people.map(({ personId }) => personId))).size, 15)
    t.notOk(events.flatMap(({ clashes }) => clashes).some(({ rule }) => rule === 'person-double-booked'))
    t.match(at.said, /inferred: triads: who is with whom/)
  })

  await t.test(on(THIRD), async (t) => {
    t.match(round, { method: 'directed', policy: { challenges: { perPaper: 1 } } })
    t.equal(assignments.length, 15)
    for (const { authority, challengers, load } of challenged) {
      t.equal(load, 1, authority.name)
      t.equal(challengers.length, 1, authority.name)
      const { challenger, third } = roles(authority.name)
      t.ok(triadOf(authority.name).some(({ name }) => name === challenger))
      const [assignment, more] = assignments.filter((each) => each.authority.name === authority.name)
      t.equal(assignment?.moderator.id, directorOf(third)?.personId, 'one person, director and moderator')
      t.equal(more, undefined)
    }
  })

  await t.test(on(READERS), async (t) => {
    const { challenger, third } = roles('Devon')
    const [thirds, challengers, outside] = await Promise.all(
      [third, challenger, 'Swindon'].map((name) => at.director(name)),
    )
    if (!thirds || !challengers || !outside) throw new Error('three directors are let in')
    const seen = async () =>
      Promise.all([thirds, challengers, outside].map((api) => seesPapersOf(api, round)))
    t.notOk(
      (await seen()).some((papers) => papers.includes('Devon')),
      'nobody yet',
    )
    const [assignment] = assignments.filter(({ authority }) => authority.name === 'Devon')
    await thirds.move(`/v1/moderation-assignments/${assignment?.id}`, 'accept')
    t.strictSame(
      (await seen()).map((papers) => papers.includes('Devon')),
      [true, false, false],
      'the moderator once it is accepted',
    )
    at.setClock('2018-11-26T09:00:00Z')
    t.strictSame(
      (await seen()).map((papers) => papers.includes('Devon')),
      [true, true, false],
      'the challenger from the release',
    )
    t.strictSame(
      (await seen())[2],
      ['Gloucestershire', 'South Gloucestershire', 'Swindon'].filter(
        (name) => name === 'Swindon' || roles(name).challenger === 'Swindon',
      ),
    )
  })

  await t.test(on(REFUSED), async (t) => {
    const { challenger, third } = roles('Devon')
    const paper = (await papersOf(at, round)).find(({ authority }) => authority.name === 'Devon')
    const offer = consultant.create('/v1/moderation-assignments', {
      selfAssessmentId: paper?.id,
      moderatorId: directorOf(challenger)?.personId,
    })
    t.match(await refusalOf(offer), { code: 'conflict-of-interest', detail: /Their authority challenges/ })
    const named = (name: string) => ({ authorityId: at.idOf(name) })
    const both = [{ authority: named('Devon'), challengers: [challenger, third].map(named) }]
    t.match(await refusalOf(consultant.change('PUT', url, { challenges: both })), {
      status: 409,
      code: 'conflict',
      errors: [{ pointer: '/challenges/0/challengers/1' }],
    })
  })
})

import t from 'tap'
import { type Chosen, startChallengePlanning, wrongWith } from '../fixtures/challenge-plans.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { ref } from '../fixtures/round.ts'
import { appoint } from '../fixtures/service.ts'

const MEMBERS = ['Kent', 'Medway', 'Surrey', 'Oxfordshire', 'Buckinghamshire', 'Bracknell Forest'] as const

interface Named {
  readonly name: string
}

void eachEngine(
  t,
  'should plan a round in which of three one challenges and the third moderates',
  async (t, database) => {
    const participants = MEMBERS.map((name) => ({ authority: ref(name) }))
    const policy = { challenges: { perPaper: 1 }, moderation: { moderators: 1, ceiling: 1 } }
    const { consultant, service, round, solve } = await startChallengePlanning(t, database, {
      changes: { participants, policy },
    })
    for (const name of MEMBERS)
      await appoint(service, consultant, `moderator, ${name}`, {
        role: 'moderator',
        authorities: [ref(name)],
      })
    const url = `/v1/rounds/${round.id}`
    const plan = async (kind: string, body: object) => {
      const asked = await consultant.post(`${url}/${kind}`, body)
      t.equal(asked.status, 202, asked.text)
      await solve()
      const at = asked.headers.location ?? ''
      const { body: planned } = await consultant.get(at)
      t.match(planned, { isOptimal: true }, kind)
      const deployed = await consultant.post(`${at}/deploy`)
      t.equal(deployed.status, 200, deployed.text)
      return planned
    }

    await plan('plans', { accept: ['calendar-unknown'] })
    const { body: formed } = await consultant.get(`${url}/triads`)
    t.equal(formed.items.length, 2)
    const triadOf = new Map<string, string[]>(
      formed.items.flatMap(({ authorities }: { authorities: Named[] }) => {
        const names = authorities.map(({ name }) => name)
        return names.map((name) => [name, names])
      }),
    )
    await plan('challenge-plans', { withinTriads: true })
    const { body: chosen } = await consultant.get(`${url}/challenges`)
    t.same(wrongWith(chosen.items, { perPaper: 1 }), [])
    const { pairs } = await plan('moderation-plans', { withinTriads: true, commentsDue: '2019-09-06' })
    t.equal(pairs.length, MEMBERS.length)
    for (const { selfAssessment, moderator } of pairs) {
      const author: string = selfAssessment.authority.name
      const challenger = chosen.items.find(({ authority }: Chosen) => authority.name === author)
        .challengers[0].name
      const third = triadOf.get(author)?.find((name) => name !== author && name !== challenger)
      t.equal(moderator.name, `moderator, ${third}`, `${author}, whom ${challenger} challenges`)
    }
    const { body: offered } = await consultant.get('/v1/moderation-assignments')
    t.equal(offered.items.length, MEMBERS.length)

    const visits = await plan('visit-plans', { accept: ['calendar-unknown'] })
    t.equal(visits.visits.length, MEMBERS.length, 'and each is visited after its meeting')
  },
)

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { PEOPLE, type Person, startPapers } from '../fixtures/papers.ts'

const CONCERN = { toldTo: 'Regional improvement lead, DfE', basis: 'service-failure', what: 'Children wait.' }

for (const told of [true, false]) {
  void eachEngine(
    t,
    `a disclosure is an act of its own, which the authority is ${told ? '' : 'not '}told of`,
    async (t, database) => {
      const at = await startPapers(t, database, { authorsAreToldOfDisclosures: told })
      const paper = at.papers.Kent ?? ''
      const by = (person: Person) => at.people[person].post(`${paper}/disclosures`, CONCERN)
      const statuses = new Map<Person, number>()
      for (const person of PEOPLE) statuses.set(person, (await by(person)).status)
      for (const [person, status] of statuses) {
        const expected =
          { consultant: 201, director: 201, delegate: 403, contributor: 403 }[person as string] ?? 404
        t.equal(status, expected, person)
      }
      const listed = async (person: Person) =>
        (await at.people[person].get(`${paper}/readers`)).body.disclosures.map(
          ({ disclosedAs }: { disclosedAs: string }) => disclosedAs,
        )
      t.same((await listed('consultant')).sort(), ['consultant', 'director'])
      t.same((await listed('assistant')).sort(), told ? ['consultant', 'director'] : ['director'])
      const { body: log } = await at.people.assistant.get('/v1/audit-entries?limit=500')
      const done = log.items.filter(
        ({ action, outcome }: Record<string, string>) => action === 'discloseConcern' && outcome === 'done',
      )
      t.equal(done.length, told ? 2 : 1)
      await t.rejects(database.pool.query('delete from disclosure'), { code: '23001' }, 'for good')
    },
  )
}

import t from 'tap'
import { removeExpired } from '../../src/services/keeping/retention.ts'
import { verifyAudit } from '../../src/services/keeping/verify-audit.ts'
import { behindTheWall, circulate, LETTER, put } from '../fixtures/area-papers.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { PEOPLE, type Person, STAGES, startPapers } from '../fixtures/papers.ts'
import type { Client } from '../fixtures/service.ts'

void eachEngine(
  t,
  'should open a circulated paper to its audience alone, behind both walls',
  async (t, database) => {
    const at = await startPapers(t, database)
    const office: readonly Person[] = ['consultant', 'director', 'delegate', 'contributor']
    const { url, document } = await put(at, at.people.director)
    const read = async (stage: string, readers: readonly Person[]) => {
      for (const person of PEOPLE) {
        const may = readers.includes(person)
        for (const each of [url, document])
          t.equal((await at.people[person].get(each)).status, may ? 200 : 404, `${stage}: ${person}`)
        const listed = await at.people[person].get('/v1/papers')
        t.equal(listed.body.items.length, may ? 1 : 0, `${stage}: ${person} in the list`)
        const reached = await behindTheWall(at, database, person, STAGES.writing)
        t.equal(reached, may ? 2 : 0, `${stage}: ${person} behind the wall`)
      }
    }
    await read('put in', office)
    t.match(await circulate(at.people.director, url), { status: 200, body: { circulatedAt: /^2019-07-01T/ } })
    await read('circulated', [...office, 'challenger'])
    t.equal((await circulate(at.people.director, url)).status, 409, 'once')
    const readers = await at.people.assistant.get(`${url}/readers`)
    t.ok(
      readers.body.mayRead.some(
        ({ person, basis, now }: { person: { name: string }; basis: string; now: boolean }) =>
          person.name === 'Director, Medway' && basis === 'challenger' && now,
      ),
    )
    t.ok(
      readers.body.haveRead.some(
        ({ person }: { person: { name: string } }) => person.name === 'Director, Medway',
      ),
    )
    t.equal((await at.people.challenger.get(`${url}/readers`)).status, 404)
    const { body: log } = await at.people.assistant.get('/v1/audit-entries?limit=500')
    t.ok(
      log.items.some(
        ({ action, personId }: Record<string, string>) =>
          action === 'downloadPaperDocument' && personId === at.people.challenger.personId,
      ),
      'the office sees who read it',
    )
    const conflict = {
      personId: at.people.challenger.personId,
      authorityId: at.authorities.Kent,
      type: 'other',
      reason: 'Kin.',
    }
    t.equal((await at.people.consultant.post('/v1/conflicts', conflict)).status, 201)
    await read('with a conflict', office)
  },
)

void eachEngine(t, 'should keep to what each audience, office and version may be', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, director, challenger, assistant } = at.people
  const post = (client: Client, changes: object) =>
    client.post('/v1/papers', { ...LETTER, audience: 'own', authorityId: at.authorities.Kent, ...changes })
  t.equal((await post(challenger, {})).status, 403)
  t.equal((await post(assistant, {})).status, 403)
  t.equal((await post(director, { authorityId: null, audience: 'regional' })).status, 403, 'the region’s own')
  for (const [changes, pointer] of [
    [{ authorityId: null }, '/audience'],
    [{ audience: 'triad' }, '/roundId'],
    [{ retainUntil: '2019-07-01' }, '/retainUntil'],
    [{ retainUntil: '2029-07-02' }, '/retainUntil'],
    [{ roundId: at.authorities.Kent }, '/roundId'],
    [{ authorityId: at.roundId }, '/authorityId'],
    [{ replaces: at.roundId }, '/replaces'],
  ] as const)
    t.match(await post(consultant, changes), { status: 400, body: { errors: [{ pointer }] } }, pointer)
  const regional = {
    kind: 'improvement-plan',
    title: 'Regional plan',
    authorityId: null,
    audience: 'regional',
    roundId: null,
  }
  const plan = await put(at, consultant, regional)
  t.equal((await at.people['director elsewhere'].get(plan.url)).status, 404, 'not circulated')
  t.equal((await circulate(consultant, plan.url)).status, 200)
  for (const person of ['director elsewhere', 'director', 'challenger'] as const)
    t.equal((await at.people[person].get(plan.document)).status, 200, person)
  for (const person of ['moderator', 'observer', 'contributor', 'stranger'] as const)
    t.equal((await at.people[person].get(plan.document)).status, 404, person)
  const next = await consultant.post('/v1/papers', {
    ...LETTER,
    ...regional,
    replaces: plan.url.split('/').at(-1),
  })
  t.match(next, { status: 201, body: { version: 2 } })
  t.equal((await circulate(consultant, `/v1/papers/${next.body.id}`)).status, 409, 'nothing in it yet')
})

void eachEngine(
  t,
  'should remove a paper whose time has come, with its documents, and say so',
  async (t, database) => {
    const at = await startPapers(t, database)
    const gone = await put(at, at.people.director, { retainUntil: '2019-07-10' })
    const kept = await put(at, at.people.director, { retainUntil: '2019-07-11' })
    t.same(await removeExpired(database, new Date('2019-07-09T22:59:59Z')), [])
    t.match(await removeExpired(database, new Date('2019-07-09T23:00:00Z')), [
      { region: 'South East', kind: LETTER.kind, version: 1 },
    ])
    t.equal((await at.people.director.get(gone.url)).status, 404)
    t.equal((await at.people.director.get(kept.document)).status, 200)
    const { rows } = await database.pool.query(
      `select (select count(*) from document) as documents,
      (select count(distinct paper_id) from paper_reader r join circulated_paper p on p.id = r.paper_id) as papers,
      (select count(*) from audit_entry where action = 'removeExpiredPaper') as audited`,
    )
    t.same(rows, [{ documents: 1, papers: 1, audited: 1 }])
    t.same((await verifyAudit(database, new Date())).breaks, [])
  },
)

import t from 'tap'
import { behindTheWall, circulate, put } from '../fixtures/area-papers.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { contentsOf, fetchPack, filesOf } from '../fixtures/packs.ts'
import { acceptKent, kentPdf, move, offerKent, STAGES, startPapers, submitKent } from '../fixtures/papers.ts'

const PROFILE = { kind: 'data-profile', audience: 'triad' }

void eachEngine(
  t,
  'should open a data profile to those who moderate what it measures, and while they do',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, moderator } = at.people
    await submitKent(at)
    const { url, document } = await put(at, director, PROFILE, { name: 'Data profile.pdf' })
    const assignment = await offerKent(at, moderator)
    const reads = async (may: boolean, when: string) => {
      for (const address of [url, document])
        t.equal((await moderator.get(address)).status, may ? 200 : 404, `${when}: ${address}`)
      t.equal((await moderator.get('/v1/papers')).body.items.length, may ? 1 : 0, `${when}: in the list`)
      const reached = await behindTheWall(at, database, 'moderator', STAGES.writing)
      t.equal(reached, may ? 2 : 0, when)
    }
    await circulate(director, url)
    await reads(false, 'offered')
    await move(moderator, assignment, 'accept')
    await reads(true, 'accepted')
    for (const person of ['second moderator', 'stranger', 'observer', 'facilitator'] as const)
      t.equal((await at.people[person].get(url)).status, 404, person)
    const { bytes } = await fetchPack(at, moderator, `${assignment}/pack`)
    t.ok(filesOf(bytes).get('2 Data pack/Data profile.pdf')?.equals(kentPdf))
    const told = (await director.get(`${url}/readers`)).body
    t.match(
      told.mayRead.find(({ basis }: { basis: string }) => basis === 'moderator'),
      { person: { id: moderator.personId }, now: true },
    )
    await move(moderator, assignment, 'end', { reason: 'Ill.' })
    await reads(false, 'ended')
  },
)

void eachEngine(
  t,
  'should open to moderators no other kind, none of its own authority, and none of what was withdrawn',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, moderator } = at.people
    await submitKent(at)
    const assignment = await acceptKent(at, moderator)
    for (const changes of [
      { kind: 'improvement-plan', audience: 'triad' },
      { kind: 'annual-conversation-letter', audience: 'regional' },
      { kind: 'data-profile', audience: 'own' },
      { kind: 'data-profile', audience: 'regional', roundId: null },
      { kind: 'data-profile', audience: 'triad', authorityId: at.authorities.Surrey },
    ]) {
      const { consultant } = at.people
      const { url } = await put(at, consultant, changes)
      await circulate(consultant, url)
      t.equal((await moderator.get(url)).status, 404, JSON.stringify(changes))
    }
    const { url } = await put(at, director, { ...PROFILE, audience: 'regional' })
    t.equal((await moderator.get(url)).status, 404, 'put in')
    await circulate(director, url)
    t.equal((await moderator.get(url)).status, 200, 'circulated after the assignment was accepted')
    await move(director, at.papers.Kent ?? '', 'withdraw', { reason: 'Figures of another year.' })
    t.equal((await moderator.get(url)).status, 404, 'withdrawn')
    t.equal((await moderator.get(assignment)).status, 200)
    await submitKent(at)
    t.equal((await moderator.get(url)).status, 200, 'submitted again')
  },
)

void eachEngine(t, 'should name nobody through it who moderates anonymously', async (t, database) => {
  const at = await startPapers(t, database, { moderation: { anonymous: true } })
  const { consultant, director, moderator } = at.people
  await submitKent(at)
  const { url, document } = await put(at, director, PROFILE, { name: 'Data profile.pdf' })
  await circulate(director, url)
  const assignment = await acceptKent(at, moderator)
  t.equal((await moderator.get(document)).status, 200)
  t.match(contentsOf((await fetchPack(at, moderator, `${assignment}/pack`)).bytes), 'Data profile.pdf')
  const told = await director.get(`${url}/readers`)
  t.match(told.body.mayRead.at(-1), { basis: 'moderator', person: null, now: true })
  t.match(told.body.haveRead.at(-1), { person: null, reads: 2 })
  const log = await director.get('/v1/audit-entries?limit=500')
  for (const { text } of [told, log]) t.notMatch(text, moderator.personId)
  t.match((await consultant.get(`${url}/readers`)).text, moderator.personId)
})

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startPapers } from '../fixtures/papers.ts'
import type { Client } from '../fixtures/service.ts'

const readings = async (reader: Client) =>
  (await reader.get('/v1/audit-entries?limit=500')).body.items.filter(
    ({ subjectType }: { subjectType: string }) => subjectType === 'audit-log',
  )

void eachEngine(t, 'whoever reads the audit log is in it', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, director, moderator } = at.people
  await director.get(at.papers.Kent ?? '')
  t.same(await readings(consultant), [])
  t.match(await readings(consultant), [
    { action: 'listAuditEntries', subjectId: null, outcome: 'read', detail: { from: 1 } },
  ])
  t.equal((await director.get('/v1/audit-entries')).status, 200)
  t.equal((await moderator.get('/v1/audit-entries')).status, 403)
  const byDirector = (await readings(consultant)).at(-1)
  t.match(byDirector, { outcome: 'read', detail: { from: 1 } })
  t.equal(byDirector.personId, (await director.get('/v1/me')).body.id)
})

void eachEngine(t, 'following the audit log comes to an end', async (t, database) => {
  const { consultant } = (await startPapers(t, database)).people
  let pages = 0
  for (let cursor: string | null = '0'; cursor !== null && pages < 1000; pages++)
    cursor = (await consultant.get(`/v1/audit-entries?limit=1&cursor=${cursor}`)).body.nextCursor
  t.ok(pages < 1000)
})

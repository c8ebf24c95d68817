import { sql } from 'kysely'
import t from 'tap'
import { appendAudit, verifyChains } from '../../src/db/audit.ts'
import { type Database, inTransaction } from '../../src/db/database.ts'
import { verifyAudit } from '../../src/services/keeping/verify-audit.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { moderateKent, move, startPapers } from '../fixtures/papers.ts'
import { startService } from '../fixtures/service.ts'

const breaksOf = async (database: Database) => (await verifyAudit(database, new Date())).breaks

void eachEngine(t, 'the audit log is one unbroken chain, whoever writes at once', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => consultant.post('/v1/people', { name: `Office ${n}` })),
  )
  t.same(await breaksOf(database), [])
  const { body } = await consultant.get('/v1/audit-entries?limit=500')
  t.equal(body.items.filter(({ action }: { action: string }) => action === 'createPerson').length, 20)
  t.same(
    body.items.map(({ sequence }: { sequence: number }) => sequence),
    body.items.map((_: unknown, index: number) => index + 1),
  )
})

void eachEngine(t, 'nobody changes the audit log, not even its owner', async (t, database) => {
  const service = await startService(t, database)
  await service.region()
  for (const change of [
    sql`update audit_entry set outcome = 'read'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry`,
  ]) {
    await t.rejects(change.execute(database.kysely), { code: '23001' })
  }
  const scope = { regionId: '*', personId: null, now: new Date() }
  const asService = inTransaction(database, scope, (trx) => sql`delete from audit_entry`.execute(trx))
  await t.rejects(asService, { code: '42501' }, 'the service may not even try')
})

void eachEngine(t, 'a change of the log made behind its triggers shows', async (t, database) => {
  const entry = {
    regionId: null,
    at: new Date('2019-05-10T09:00:00Z'),
    personId: null,
    offices: null,
    correlationId: null,
    action: 'test',
    subjectType: 'test',
    subjectId: null,
    outcome: 'done',
    detail: {},
  } as const
  const scope = { regionId: '*', personId: null, now: entry.at }
  for (let n = 0; n < 5; n++) await inTransaction(database, scope, (trx) => appendAudit(trx, entry))
  t.same(await breaksOf(database), [])
  await sql`alter table audit_entry disable trigger all`.execute(database.kysely)
  const afterwards = async (change: ReturnType<typeof sql>, found: readonly object[]) => {
    // Each in its own transaction that is undone, so that the next finds the log whole.
    const undone = new Error('undone')
    await database.kysely
      .transaction()
      .execute(async (trx) => {
        await change.execute(trx)
        await sql`select set_config('app.region', '*', true)`.execute(trx)
        const { breaks } = await verifyChains(trx)
        t.match(breaks, found)
        t.equal(breaks.length, found.length)
        throw undone
      })
      .catch((error) => t.equal(error, undone))
  }
  const at = (first: number, what: string, last = first) => ({ first, last, what })
  await afterwards(sql`update audit_entry set detail = '{"x":1}' where sequence = 2`, [at(2, 'altered')])
  await afterwards(sql`update audit_entry set offices = '[]' where sequence = 5`, [at(5, 'altered')])
  await afterwards(sql`delete from audit_entry where sequence = 2`, [at(2, 'missing')])
  await afterwards(sql`delete from audit_entry where sequence in (1, 3, 4)`, [
    at(1, 'missing'),
    at(3, 'missing', 4),
  ])
  await afterwards(sql`delete from audit_entry where sequence > 3`, [at(4, 'missing', 5)])
  await afterwards(sql`delete from audit_entry`, [at(1, 'missing', 5)])
  await afterwards(sql`delete from audit_head`, [at(1, 'unaccounted', 5)])
  const forged = sql`update audit_entry set detail = '{"x":1}', hash = audit_hash(previous_hash, region_id, sequence, at,
    person_id, action, subject_type, subject_id, outcome, '{"x":1}', offices, correlation_id)`
  await afterwards(sql`${forged} where sequence = 2`, [at(2, 'altered')])
  await afterwards(sql`${forged} where sequence = 5`, [at(5, 'altered')])
})

void eachEngine(t, 'what was appended before offices were kept still verifies', async (t, database) => {
  const scope = { regionId: '*', personId: null, now: new Date() }
  const { rows } = await sql<{ same: boolean }>`select audit_hash('\\x', null, 1, now(), null, 'a', 'b', null,
    'done', '{}', null, null) = sha256(''::bytea || convert_to(jsonb_build_array(null, 1, extract(epoch from now()),
    null, 'a', 'b', null, 'done', '{}'::jsonb)::text, 'UTF8')) as same`.execute(database.kysely)
  t.ok(rows[0]?.same)
  const asRegion = { ...scope, regionId: '00000000-0000-4000-8000-000000000000' }
  t.same(
    await inTransaction(database, asRegion, verifyChains),
    { chains: [], breaks: [] },
    'a region checks nobody’s',
  )
})

void eachEngine(t, 'an office sees what was done with its own papers, and by whom', async (t, database) => {
  const at = await startPapers(t, database, { moderation: { anonymous: true } })
  const { document, assignment } = await moderateKent(at)
  const paper = at.papers.Kent ?? ''
  const { assistant, challenger, moderator, director, consultant } = at.people
  await challenger.get(document)
  await moderator.get(document)
  await director.get(document)
  await director.get(at.papers.Medway ?? '')
  await move(consultant, assignment, 'end', { reason: 'Done.' })
  const { body } = await assistant.get('/v1/audit-entries?limit=500')
  const said = body.items.map(
    ({ action, personId, outcome }: Record<string, string | null>) => `${outcome} ${action} ${personId}`,
  )
  t.ok(said.includes(`refused downloadDocument ${challenger.personId}`))
  t.ok(said.includes(`read downloadDocument ${director.personId}`))
  t.ok(said.includes('read downloadDocument null'), 'the moderator unnamed')
  t.ok(said.includes(`done endAssignment ${consultant.personId}`))
  const text = JSON.stringify(body)
  t.notOk(text.includes(moderator.personId))
  t.notOk(text.includes(String(at.papers.Medway?.split('/').at(-1))))
  t.ok(body.items.every(({ detail }: { detail: object }) => Object.keys(detail).length === 0))
  const mine = body.items.findLast(({ action }: { action: string }) => action === 'downloadDocument')
  t.match(mine, {
    offices: [{ role: 'director', authorityIds: [at.authorities.Kent] }],
    correlationId: /^[0-9a-f-]{36}$/,
  })
  t.equal(mine.subjectId, paper.split('/').at(-1))
  t.same(
    body.items.map(({ sequence }: { sequence: number }) => sequence),
    body.items.map((_: unknown, index: number) => index + 1),
    'numbered among themselves, so that nothing tells how much else was done',
  )
  t.ok(body.items.every(({ hash }: { hash: null }) => hash === null))
  const second = await assistant.get('/v1/audit-entries?limit=3&cursor=2')
  t.same(second.body.items, body.items.slice(2, 5))
  t.equal(second.body.nextCursor, '5')
  t.equal((await moderator.get('/v1/audit-entries')).status, 403)
  const { body: whole } = await consultant.get('/v1/audit-entries?limit=500')
  const refused = whole.items.find(
    (each: { outcome: string; personId: string }) =>
      each.outcome === 'refused' && each.personId === challenger.personId,
  )
  t.same(refused.detail, { code: 'not-found', reason: 'not-released' })
})

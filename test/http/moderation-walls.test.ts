import t from 'tap'
import { inTransaction } from '../../src/db/database.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import {
  move,
  offerKent,
  type Papers,
  PEOPLE,
  type Person,
  startPapers,
  submitKent,
} from '../fixtures/papers.ts'
import type { Client } from '../fixtures/service.ts'

const TABLES = ['moderationDraft', 'moderationComments', 'moderationReport'] as const

/** Who reaches rows of a table in the database itself, with no service in front to decide. */
const reach = async (
  at: Papers,
  database: TestDatabase,
  table: (typeof TABLES)[number],
  now: string,
): Promise<Person[]> => {
  const reached: Person[] = []
  for (const person of PEOPLE) {
    const scope = { regionId: at.regionId, personId: at.people[person].personId, now: new Date(now) }
    const rows = await inTransaction(database, scope, (trx) => trx.selectFrom(table).selectAll().execute())
    if (rows.length > 0) reached.push(person)
  }
  return reached
}

const write = async (client: Client, url: string, body: object): Promise<number> => {
  const { headers } = await client.get(url)
  return (await client.put(url, body, { 'if-match': headers.etag ?? '' })).status
}

void eachEngine(
  t,
  'drafts, private comments and reports stay hidden with the first wall switched off',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { moderator, 'second moderator': second } = at.people
    const released = '2019-09-13T09:00:00Z'
    await submitKent(at)
    const one = await offerKent(at, moderator)
    await move(moderator, one, 'accept')
    at.service.setClock('2019-07-01T09:00:01Z')
    const two = await offerKent(at, second)
    await move(second, two, 'accept')
    t.equal(await write(moderator, `${one}/comments-draft`, { overall: 'So far.' }), 200)
    t.same(await reach(at, database, 'moderationDraft', released), ['moderator'])

    await move(moderator, one, 'submit-comments', {})
    t.same(await reach(at, database, 'moderationComments', released), ['moderator'])
    await move(second, two, 'submit-comments', { overall: 'Candid.' })
    t.same(await reach(at, database, 'moderationComments', '2019-07-01T09:00:02Z'), [
      'consultant',
      'director',
      'delegate',
      'contributor',
      'moderator',
      'second moderator',
    ])

    const report = `${at.papers.Kent}/moderation-report`
    t.equal(await write(moderator, report, { overall: 'Both find it candid.' }), 200)
    t.same(await reach(at, database, 'moderationReport', released), [
      'consultant',
      'moderator',
      'second moderator',
    ])
    t.equal((await move(moderator, report, 'issue')).status, 200)
    const always: Person[] = ['consultant', 'director', 'delegate', 'moderator', 'second moderator']
    t.same(await reach(at, database, 'moderationReport', '2019-07-01T09:00:02Z'), always)
    t.same(
      (await reach(at, database, 'moderationReport', released)).toSorted(),
      [...always, 'challenger'].toSorted(),
    )
    await t.rejects(
      database.pool.query(`update moderation_report set overall = 'Otherwise.'`),
      { message: 'an issued report does not change' },
      'what was issued does not change',
    )
  },
)

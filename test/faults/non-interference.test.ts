import t from 'tap'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { askEach, furnish, must } from '../fixtures/every-operation.ts'
import { type Papers, type Person, startPapers } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { giveTemplate } from '../fixtures/self-assessments.ts'
import { appoint, type Client } from '../fixtures/service.ts'
import { recordStatements } from '../fixtures/statements.ts'

type Asker = Person | 'conflicted consultant'

/** From whom every secret is hidden. */
const OUTSIDERS: readonly Asker[] = [
  'challenger',
  'director elsewhere',
  'second moderator',
  'facilitator',
  'stranger',
]

/** A secret that the tables keep, how it becomes another, and to whom else either must look the same. */
interface Secret {
  readonly what: string
  /** Statements in turn; `$1` is the self-assessment. */
  readonly becomes: readonly string[]
  readonly hiddenFrom: readonly Asker[]
  /** Somebody who is told it: to them something must look different, or there was nothing to keep. */
  readonly toldTo: Asker
}

const SECRETS: readonly Secret[] = [
  {
    what: 'moderation comments, submitted and drafted, that are not shared yet',
    becomes: [
      `update moderation_comments set sections = '[{"section":"Strengths","text":"None."}]', overall = 'Failing.'
        where self_assessment_id = $1`,
      `insert into moderation_draft (assignment_id, region_id, self_assessment_id, overall, sections,
          lines_of_enquiry, saved_at)
        select id, region_id, self_assessment_id, 'Failing.', '[]', '[]', '2019-07-01T09:00:00Z'
        from moderation_assignment where self_assessment_id = $1 and state = 'comments-submitted'`,
    ],
    hiddenFrom: ['director', 'contributor', 'assistant', 'observer', 'conflicted consultant'],
    toldTo: 'moderator',
  },
  {
    what: 'who moderates, where moderators are anonymous',
    becomes: [
      `update moderation_assignment set moderator_id = (select id from person where name = 'Bystander')
        where self_assessment_id = $1 and state = 'comments-submitted'`,
      `update audit_entry set person_id = (select id from person where name = 'Bystander')
        where person_id = (select id from person where name = 'moderator, Oxfordshire')
          and $1::uuid is not null`,
    ],
    hiddenFrom: ['director', 'contributor', 'assistant'],
    toldTo: 'consultant',
  },
  {
    what: 'a submitted self-assessment',
    becomes: [
      `update submission set sections = '[{"title":"Strengths","text":"None."}]' where self_assessment_id = $1`,
      `update document set name = 'Failing.pdf' where self_assessment_id = $1`,
    ],
    hiddenFrom: ['assistant', 'conflicted consultant'],
    toldTo: 'director',
  },
  {
    what: 'a draft',
    becomes: [`update draft_chapter set text = 'We are failing.' where self_assessment_id = $1`],
    hiddenFrom: ['moderator', 'consultant', 'assistant', 'observer', 'conflicted consultant'],
    toldTo: 'director',
  },
  {
    what: 'a conflict of somebody else',
    becomes: [
      `insert into conflict (region_id, person_id, authority_id, type, source, reason, valid_from, declared_by,
          created_at)
        select region_id, person_id, (select id from authority where name = 'Oxfordshire' and $1::uuid is not null), 'other', source,
          'Kin.', valid_from, declared_by, created_at
        from conflict where person_id = (select id from person where name = 'Bystander') limit 1`,
    ],
    hiddenFrom: ['moderator', 'contributor'],
    toldTo: 'consultant',
  },
]

/** What differs between two answers without meaning anything: a request's own id, and what the audit log chains. */
const BY_CHANCE = /"(correlationId|hash)":"[^"]*"/g

/** What names a record that was tried and not made, and its version. */
const OF_THE_TRIED = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<="etag":)"(?:[^"\\]|\\.)*"/g

/** A workbook has the second of its making in it, by the machine's own clock; what it tells is in the CSV beside it. */
const WORKBOOK = 'downloadModerationWorkflow'

interface Seen {
  readonly operationId: string
  readonly answer: string
  readonly statements: string
}

const EVERYTHING = { methods: ['get', 'post', 'put', 'patch', 'delete'], dry: true }
const READING = { methods: ['get'] }

/** Every operation, or every one that reads, as somebody is answered; writes are only tried. */
const look = async (
  at: Papers,
  ids: Readonly<Record<string, string>>,
  client: Client,
  statements: string[],
  asked: typeof EVERYTHING | typeof READING,
): Promise<Seen[]> => {
  const seen: Seen[] = []
  statements.length = 0
  for await (const { operationId, method, answer, headers } of askEach(at, ids, client, asked)) {
    const { 'x-request-id': _, ...rest } = headers
    const told = operationId === WORKBOOK ? answer.slice(0, 3) : answer
    const body = told.replace(BY_CHANCE, '"$1":"…"')
    // The version of an answer that holds something by chance is by chance, too.
    const byChance = told !== answer ? { 'content-length': '…' } : body !== told ? { etag: '…' } : {}
    const all = `${body}\n${JSON.stringify({ ...rest, ...byChance })}`
    seen.push({
      operationId,
      answer: method === 'get' ? all : all.replace(OF_THE_TRIED, '…'),
      statements: statements.join('\n'),
    })
    statements.length = 0
  }
  return seen
}

/** Takes out of the audit log what was written since `until` was called, as if it had never been asked. */
const forgetting = async ({ pool }: TestDatabase): Promise<() => Promise<void>> => {
  const { rows: heads } = await pool.query('select region_id, sequence, hash from audit_head')
  return async () => {
    await pool.query('alter table audit_entry disable trigger user')
    for (const { region_id, sequence, hash } of heads) {
      await pool.query('delete from audit_entry where region_id = $1 and sequence > $2', [
        region_id,
        sequence,
      ])
      await pool.query('update audit_head set sequence = $2, hash = $3 where region_id = $1', [
        region_id,
        sequence,
        hash,
      ])
    }
    await pool.query('alter table audit_entry enable trigger user')
  }
}

void eachEngine(t, 'nobody learns a secret from anything that they are answered', async (t, database) => {
  const statements = recordStatements(database)
  const at = await startPapers(t, database, { moderation: { anonymous: true } })
  const ids = await furnish(t, database, at)
  const { consultant, director } = at.people
  const { pool } = database
  await giveTemplate(at)
  await pool.query(
    `insert into draft_chapter (region_id, self_assessment_id, key, text, contributor_ids, changed_by, changed_at)
      values ($1, $2, 'quality-of-practice', 'As it stands.', '{}', $3, now())`,
    [at.regionId, ids['self-assessments'], director.personId],
  )
  const bystander = await appoint(at.service, consultant, 'Bystander', {
    role: 'moderator',
    authorities: [ref('Bracknell Forest')],
  })
  // What `furnish` declared of the moderator would tell who it is to the office that declared it.
  const { body: nobody } = must(await consultant.post('/v1/people', { name: 'Of the region, in no office' }))
  await pool.query('update conflict set person_id = $2 where person_id = $1', [
    at.people.moderator.personId,
    nobody.id,
  ])
  const conflicted = await appoint(at.service, consultant, 'Second consultant', { role: 'consultant' })
  for (const [personId, authority] of [
    [bystander.personId, 'Surrey'],
    [conflicted.personId, 'Kent'],
  ] as const)
    must(
      await consultant.post('/v1/conflicts', {
        personId,
        authorityId: at.authorities[authority],
        type: 'other',
        reason: 'Kin.',
      }),
    )
  must(await consultant.get(`/v1/rounds/${at.roundId}/clashes`))
  const forget = await forgetting(database)
  const lookAs = async (
    person: Asker,
    asked: typeof EVERYTHING | typeof READING = EVERYTHING,
  ): Promise<Seen[]> => {
    const client = person === 'conflicted consultant' ? conflicted : at.people[person]
    const seen = await look(at, ids, client, statements, asked)
    await forget()
    return seen
  }
  const differing = (by: 'answer' | 'statements', before: readonly Seen[], after: readonly Seen[]) =>
    after.filter((each, at) => each[by] !== before[at]?.[by]).map(({ operationId }) => operationId)
  const shouldBeAlike = (what: string, before: readonly Seen[] = [], after: readonly Seen[] = []) => {
    t.ok(before.length > 100 && before.length === after.length, `${before.length} operations`)
    t.same(differing('answer', before, after), [], `${what}: the answers`)
    t.same(differing('statements', before, after), [], `${what}: the statements`)
  }

  // As each was answered last, for those to whom nothing has changed since.
  const known = new Map<Asker, Seen[]>()
  const lookFirst = async (person: Asker) => {
    if (!known.has(person)) known.set(person, await lookAs(person))
  }
  for (const person of OUTSIDERS) await lookFirst(person)
  for (const { what, becomes, hiddenFrom, toldTo } of SECRETS) {
    for (const person of hiddenFrom) await lookFirst(person)
    const told = await lookAs(toldTo, READING)
    for (const statement of becomes) {
      const table = /^(?:update|insert into) (\w+)/.exec(statement)?.[1]
      await pool.query(`alter table ${table} disable trigger user`)
      const { rowCount } = await pool.query(statement, [ids['self-assessments']])
      t.ok((rowCount ?? 0) > 0, `there is such a secret: ${what}`)
      await pool.query(`alter table ${table} enable trigger user`)
    }
    const learnt = differing('answer', told, await lookAs(toldTo, READING))
    t.ok(learnt.length > 0, `${what}, for the ${toldTo}: ${learnt.join(', ')}`)
    for (const person of hiddenFrom) {
      const after = await lookAs(person)
      shouldBeAlike(`${what}, for the ${person}`, known.get(person), after)
      known.set(person, after)
    }
    for (const person of known.keys())
      if (!OUTSIDERS.includes(person) && !hiddenFrom.includes(person)) known.delete(person)
  }
  for (const person of OUTSIDERS)
    shouldBeAlike(`every secret, for the ${person}`, known.get(person), await lookAs(person))
})

import t from 'tap'
import { ROLES, type Role } from '../../../src/domain/access/actor.ts'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { mayRead } from '../../../src/domain/access/readers.ts'
import { readsByTheTable } from './by-the-table.ts'
import { asker, kentsPaper, post } from './papers.ts'

const NOW = new Date('2019-11-10T12:00Z')
const BEFORE = new Date('2019-11-01T12:00Z')
const AFTER = new Date('2019-11-20T12:00Z')

/** Every way in which each thing that the table asks of can stand at the moment that is asked about. */
const WAYS = {
  role: ROLES,
  relation: [['kent'], ['portsmouth'], ['slough'], []],
  post: [{}, { until: '2019-11-10' }, { from: '2019-11-11' }],
  assignment: ['none', 'offered', 'open', 'ended'],
  released: [null, BEFORE, AFTER],
  closing: ['open', 'closed', 'closed, its event deferred', 'closed, its deferred event held'],
  readership: ['challengers', 'regional'],
  granted: ['none', 'running', 'over', 'to another role'],
  conflict: ['none', 'standing', 'past'],
  memorandum: ['none', 'accepted', 'not accepted', 'last year’s accepted', 'to come'],
} as const

type Case = { readonly [K in keyof typeof WAYS]: (typeof WAYS)[K][number] }

function* everyCase(keys = Object.keys(WAYS) as (keyof Case)[]): Generator<Case> {
  const [key, ...rest] = keys
  if (key === undefined) return yield {} as Case
  for (const others of everyCase(rest)) for (const way of WAYS[key]) yield { ...others, [key]: way }
}

const grantRoles: readonly Role[] = ['assistant', 'facilitator', 'observer']

const factsOf = (each: Case): PaperFacts => {
  const as = each.granted === 'to another role' ? grantRoles.find((role) => role !== each.role) : each.role
  const until = each.granted === 'over' ? BEFORE : AFTER
  const accepted = new Map([['asker', BEFORE]])
  const year = (from: string, acceptedAt = new Map<string, Date>()) => ({ from, acceptedAt })
  const memoranda = {
    none: [],
    accepted: [year('2019-09-01', accepted)],
    'not accepted': [year('2019-09-01')],
    'last year’s accepted': [year('2018-09-01', accepted), year('2019-09-01')],
    'to come': [year('2019-11-11')],
  }
  return {
    ...kentsPaper,
    appointments: [post('asker', each.role, each.relation, each.post), post('giver', 'director', ['kent'])],
    assignments: {
      none: [],
      offered: [{ moderatorId: 'asker', acceptedAt: null, endedAt: null }],
      open: [{ moderatorId: 'asker', acceptedAt: BEFORE, endedAt: null }],
      ended: [{ moderatorId: 'asker', acceptedAt: new Date('2019-10-01T12:00Z'), endedAt: BEFORE }],
    }[each.assignment],
    releasedAt: each.released,
    closedAt: each.closing === 'open' ? null : BEFORE,
    deferredEvent: each.closing.includes('deferred')
      ? { settledAt: each.closing.endsWith('held') ? BEFORE : null }
      : null,
    readership: each.readership,
    facilitatorIds: ['asker'],
    grants:
      each.granted === 'none' || as === undefined || !grantRoles.includes(as)
        ? []
        : [
            {
              personId: 'asker',
              as: as as 'observer',
              span: { from: new Date('2019-10-20T12:00Z'), until },
              givenBy: 'giver',
              givenAs: as === 'assistant' ? 'director' : 'consultant',
              givenAt: new Date('2019-10-20T12:00Z'),
            },
          ],
    conflicts:
      each.conflict === 'none'
        ? []
        : [
            {
              id: 'conflict',
              personId: 'asker',
              authorityId: 'kent',
              type: 'other',
              source: 'person',
              reason: 'Recorded.',
              from: '2019-09-01',
              until: each.conflict === 'past' ? '2019-11-10' : null,
            },
          ],
    memoranda: memoranda[each.memorandum],
  }
}

let cases = 0
let read = 0
const wrong: Case[] = []
/** By role and authority, what was answered while the post was held and no conflict stood. */
const seen = new Map<string, Set<boolean>>()
for (const each of everyCase()) {
  // An assignment matters to a moderator alone, and a grant to whom one can be given.
  if (each.assignment !== 'none' && each.role !== 'moderator') continue
  if (each.granted !== 'none' && !grantRoles.includes(each.role)) continue
  const paper = factsOf(each)
  const may = mayRead(asker('asker'), paper, NOW) === null
  if (may !== readsByTheTable(paper, 'asker', NOW)) wrong.push(each)
  cases++
  if (may) read++
  if (each.conflict === 'standing' || Object.keys(each.post).length > 0) continue
  const key = `${each.role} of ${each.relation[0] ?? 'nowhere'}`
  const answers = seen.get(key) ?? new Set()
  seen.set(key, answers.add(may))
}

t.test('every case of the table: role, relation, state, date, conflict and memorandum', async (t) => {
  t.same(wrong.slice(0, 5), [])
  t.equal(cases, 86_400)
  t.ok(read > 3_000 && read < cases / 4, `${read} of ${cases} read`)
})

t.test('who reads whatever stands otherwise, and who never does', async (t) => {
  const always = [...seen].filter(([, answers]) => !answers.has(false)).map(([key]) => key)
  t.same(always.sort(), [
    'consultant of kent',
    'consultant of nowhere',
    'consultant of portsmouth',
    'consultant of slough',
    'contributor of kent',
    'delegate of kent',
    'director of kent',
  ])
  const never = [...seen].filter(([, answers]) => !answers.has(true)).map(([key]) => key)
  t.same(never.sort(), [
    'assistant of nowhere',
    'assistant of portsmouth',
    'assistant of slough',
    'contributor of nowhere',
    'contributor of portsmouth',
    'contributor of slough',
    'delegate of nowhere',
    'delegate of portsmouth',
    'delegate of slough',
  ])
})

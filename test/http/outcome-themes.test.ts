import t from 'tap'
import { inTransaction } from '../../src/db/database.ts'
import { loadCommonThemes } from '../../src/db/outcomes.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { AFTER_MEETING, type AfterMeeting, startAfterMeeting } from '../fixtures/outcomes.ts'
import { type Person, STAGES } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import type { Client } from '../fixtures/service.ts'

const NAMES = ['Kent', 'Medway', 'Surrey', 'Oxfordshire', 'Buckinghamshire', 'Bracknell Forest'] as const

const inAll = async (at: AfterMeeting, kind: string, theme: string, many: number): Promise<void> => {
  for (const name of NAMES.slice(0, many)) await at.find(kind, name, { theme })
}

/** Six authorities were challenged: three need help with placements, two with SEND, and all with workforce. */
const harvest = async (at: AfterMeeting): Promise<void> => {
  await inAll(at, 'area-to-improve', 'placements', 3)
  await inAll(at, 'area-to-improve', 'placements', 1)
  await inAll(at, 'area-to-improve', 'send', 2)
  await inAll(at, 'area-to-improve', 'workforce', 6)
  await inAll(at, 'strength', 'placements', 2)
}

const PUBLISHED = [
  { kind: 'area-to-improve', theme: 'placements', authorities: 3, orMore: false },
  { kind: 'area-to-improve', theme: 'workforce', authorities: 3, orMore: true },
]

const themesFor = async (at: AfterMeeting, client: Client) => {
  const { status, body } = await client.get(`/v1/rounds/${at.roundId}/themes`)
  return status === 200 ? body.items : status
}

void eachEngine(
  t,
  'should tell a round’s themes outside the region, and nobody’s name',
  async (t, database) => {
    const at = await startAfterMeeting(t, database)
    const { consultant, director, observer } = at.people
    await inAll(at, 'area-to-improve', 'placements', 2)
    t.same(await themesFor(at, consultant), [], 'not below three')
    await harvest(at)
    t.equal(await themesFor(at, observer), 403, 'no grant yet')
    await at.grantKent('observer')
    for (const client of [
      observer,
      consultant,
      director,
      at.people['director elsewhere'],
      at.people.assistant,
    ])
      t.same(await themesFor(at, client), PUBLISHED, 'the same for everybody')
    for (const person of ['moderator', 'facilitator'] as const)
      t.equal(await themesFor(at, at.people[person]), 403)
    t.equal(await themesFor(at, at.people.stranger), 404)
    const sheet = await observer.get(`/v1/rounds/${at.roundId}/themes/export`)
    t.match(sheet.headers, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': /themes\.csv/,
    })
    t.equal(
      sheet.text,
      '\uFEFFtheme,kind,authorities,or_more\r\nplacements,area-to-improve,3,no\r\nworkforce,area-to-improve,3,yes\r\n',
    )
    for (const name of NAMES) t.notMatch(sheet.text, name)
    at.service.setClock('2020-07-01T00:00:00Z')
    t.equal(await themesFor(at, observer), 403, 'the grant has ended')
  },
)

void eachEngine(t, 'should follow the policy’s count, behind both walls', async (t, database) => {
  const at = await startAfterMeeting(t, database, { outcomes: { fewest: 2 } })
  await inAll(at, 'ask', 'send', 2)
  await inAll(at, 'ask', 'workforce', 1)
  t.match(await themesFor(at, at.people.director), [{ theme: 'send', authorities: 2 }])
  t.equal((await at.people.consultant.get(`/v1/rounds/${at.roundId}`)).body.policy.outcomes.fewest, 2)
  const asked = (regionId: string) =>
    inTransaction(
      database,
      { regionId, personId: at.people.observer.personId, now: new Date(AFTER_MEETING) },
      (trx) => loadCommonThemes(trx, at.roundId, 2),
    )
  t.same(await asked(at.regionId), [{ kind: 'ask', theme: 'send', authorities: 2 }])
  t.same(await asked('00000000-0000-4000-8000-000000000000'), [], 'nothing of another region')
})

void eachEngine(
  t,
  'should let an outside evaluator read what a grant names until it ends',
  async (t, database) => {
    const at = await startAfterMeeting(t, database)
    const { observer, director } = at.people
    const kents = await at.find('strength', 'Kent')
    const medways = await at.find('strength', 'Medway')
    const status = async (url: string) => (await observer.get(url)).status
    t.equal(await status(kents), 404)
    const grant = await at.grantKent('observer')
    t.equal(await status(kents), 200)
    t.equal(await status(medways), 404, 'which the grant does not name')
    t.match((await observer.get(`${at.meetings[0]}/outcomes`)).body.items, [{ authority: { name: 'Kent' } }])
    await at.close()
    t.equal(await status(kents), 200, 'the evaluation goes on after the close')
    t.ok(
      (await director.get(`${at.papers.Kent}/readers`)).text.includes(
        'Observer named by a time-limited grant.',
      ),
    )
    t.equal((await director.delete(grant)).status, 204, 'whose paper it is ends it')
    t.equal(await status(kents), 404)
  },
)

void eachEngine(
  t,
  'should make themes the region’s priorities, with offices that lead',
  async (t, database) => {
    const at = await startAfterMeeting(t, database)
    await harvest(at)
    const { consultant, director } = at.people
    const url = `/v1/rounds/${at.roundId}/priorities`
    const counts = (themes: { kind: string; theme: string; authorities: number; orMore: boolean }[]) =>
      themes.map(
        ({ kind, theme, authorities, orMore }) => `${theme} ${kind} ${authorities}${orMore ? '+' : ''}`,
      )
    const whole = [
      'workforce area-to-improve 6',
      'placements area-to-improve 3',
      'placements strength 2',
      'send area-to-improve 2',
    ]
    t.same(counts((await consultant.get(url)).body.themes), whole)
    t.same(
      (await director.get(url)).body,
      { priorities: [], themes: PUBLISHED },
      'no more than the rows would tell',
    )
    for (const person of ['moderator', 'facilitator', 'observer'] as Person[])
      t.equal((await at.people[person].get(url)).status, 403, person)
    const priorities = [
      {
        theme: 'workforce',
        statement: 'One agency protocol.',
        leads: [
          { authority: ref('Kent') },
          { authority: ref('Surrey'), office: 'Assistant director, resources' },
        ],
      },
      { theme: 'send', statement: 'Plans on time.' },
    ]
    const put = async (client: Client, list: object[]) => {
      const { headers } = await client.get(url)
      return client.put(url, { priorities: list }, { 'if-match': String(headers.etag) })
    }
    t.equal((await put(director, priorities)).status, 403)
    t.match(await put(consultant, [priorities[1] ?? {}, priorities[1] ?? {}]), {
      status: 400,
      body: { errors: [{ pointer: '/priorities/1/theme' }] },
    })
    const stray = { theme: 'x', statement: 'x', leads: [{ authority: { gssCode: 'E99999999' } }] }
    t.match(await put(consultant, [stray]), {
      status: 400,
      body: { errors: [{ pointer: '/priorities/0/leads/0/authority' }] },
    })
    t.equal((await put(consultant, priorities)).status, 200)
    t.match((await director.get(url)).body.priorities, [
      {
        theme: 'workforce',
        leads: [
          { authorities: [{}], office: /./ },
          { authorities: [{}], office: /./ },
        ],
      },
      { theme: 'send', statement: 'Plans on time.', leads: [] },
    ])
    t.equal(
      (await put(consultant, priorities.slice(1))).body.priorities.length,
      1,
      'what is left out is none any more',
    )
  },
)

void eachEngine(t, 'should count all for directors who read all', async (t, database) => {
  const at = await startAfterMeeting(t, database, { readership: 'regional' })
  await harvest(at)
  const { body } = await at.people['director elsewhere'].get(`/v1/rounds/${at.roundId}/priorities`)
  t.equal(body.themes.length, 4)
  at.service.setClock(STAGES.writing)
  const early = await at.people['director elsewhere'].get(`/v1/rounds/${at.roundId}/priorities`)
  t.same(early.body.themes, PUBLISHED, 'not before the papers are released')
})

void eachEngine(t, 'should take outcomes and actions out as CSV for the consultant', async (t, database) => {
  const at = await startAfterMeeting(t, database)
  await at.find('strength', 'Kent', { text: '=cmd' })
  await at.agree()
  const { consultant, director } = at.people
  const csv = async (table: string) => (await consultant.get(`/v1/rounds/${at.roundId}/${table}/export`)).text
  t.match(
    await csv('outcomes'),
    /Kent,strength,front-door,'=cmd,"Programme consultant, South East",2019-11-09/,
  )
  t.match(await csv('actions'), /,Kent,Visit a front door\.,Kent,,2020-02-28,open,no,,\r\n$/)
  for (const table of ['outcomes', 'actions'])
    t.equal((await director.get(`/v1/rounds/${at.roundId}/${table}/export`)).status, 403)
})

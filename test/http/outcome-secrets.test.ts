import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { type AfterMeeting, must, startAfterMeeting } from '../fixtures/outcomes.ts'
import { ABSENT, type Person } from '../fixtures/papers.ts'
import { ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'
import { recordStatements } from '../fixtures/statements.ts'
import { type Subscription, subscribe } from '../fixtures/subscriber.ts'

/** Those who may not know what Kent's meeting found, in a round whose papers only challengers read. */
const OUTSIDERS: readonly Person[] = [
  'director elsewhere',
  'assistant',
  'moderator',
  'second moderator',
  'facilitator',
  'observer',
]

/** Everything that outsiders are answered, and their feeds. */
const look = async (at: AfterMeeting, feeds: ReadonlyMap<Person, Subscription>): Promise<object[]> => {
  const round = `/v1/rounds/${at.roundId}`
  const urls = [
    ...at.meetings.flatMap((meeting) => [
      meeting,
      `${meeting}/outcomes`,
      `${meeting}/follow-ups`,
      `${meeting}/follow-ups/${at.authorities.Kent}`,
      `${meeting}/feedback`,
      `${meeting}/history`,
    ]),
    '/v1/actions',
    '/v1/actions?mine=true',
    '/v1/actions?overdue=true',
    ...[
      'matches',
      'priorities',
      'themes',
      'themes/export',
      'offers',
      'outcomes/export',
      'actions/export',
    ].map((part) => `${round}/${part}`),
    round,
    '/v1/challenge-events',
  ]
  const outsiders = OUTSIDERS.map((person) => at.people[person].personId)
  const seen: object[] = []
  for (const person of OUTSIDERS) {
    for (const url of urls) {
      const { headers, ...reply } = await at.people[person].get(url)
      seen.push({ person, url, ...reply, headers: { ...headers, date: null } })
    }
    // Their own looks stand in the log, more with each; what others did must not.
    const { status, body } = await at.people[person].get('/v1/audit-entries?limit=200')
    const others = body.items?.filter((entry: { personId: string }) => !outsiders.includes(entry.personId))
    seen.push({
      person,
      status,
      others: others?.map(({ sequence: _, ...entry }: { sequence: number }) => entry),
    })
    const { text, headers } = (await feeds.get(person)?.fetch()) ?? {}
    seen.push({ person, text, etag: headers?.etag })
  }
  return seen
}

void eachEngine(t, 'should change no byte for those who may not know', async (t, database) => {
  const at = await startAfterMeeting(t, database)
  const { consultant, director, challenger } = at.people
  const feeds = new Map<Person, Subscription>()
  for (const person of OUTSIDERS) feeds.set(person, await subscribe(at.service, at.people[person]))
  const nothing = await look(at, feeds)
  const area = await at.find('area-to-improve', 'Kent', { by: challenger })
  await at.find('strength', 'Medway', { theme: 'leaving-care' })
  await at.find('ask', 'Kent', { text: 'How?' })
  const action = await at.agree({ owner: ref('Medway') })
  t.same(await look(at, feeds), nothing, 'found, asked and agreed')
  must(await change(challenger, area, { text: 'Altogether otherwise.', theme: 'send' }))
  must(await director.post(`${action}/notes`, { text: 'Begun.' }))
  must(await change(consultant, action, { dueOn: '2019-11-08' }))
  t.same(await look(at, feeds), nothing, 'put otherwise, gone on, overdue')
  const feedback = { preparation: 1, challenge: 1, usefulness: 1, words: 'Too long.' }
  must(await director.post(`${at.meetings[0]}/feedback`, feedback))
  must(await change(challenger, action, { state: 'done' }))
  t.same(await look(at, feeds), nothing, 'done, and thought little of')
})

void eachEngine(t, 'should answer a hidden outcome or action as an absent one', async (t, database) => {
  const statements = recordStatements(database)
  const at = await startAfterMeeting(t, database)
  const outcome = await at.find('ask', 'Kent')
  const action = await at.agree()
  const asks: [method: 'GET' | 'PATCH' | 'POST' | 'DELETE', url: string, body?: object][] = [
    ['GET', outcome],
    ['PATCH', outcome, { text: 'x' }],
    ['DELETE', outcome],
    ['GET', action],
    ['PATCH', action, { state: 'done' }],
    ['POST', `${action}/notes`, { text: 'x' }],
  ]
  for (const person of [...OUTSIDERS, 'stranger'] as const) {
    for (const [method, url, payload] of asks) {
      const ask = async (address: string) => {
        statements.length = 0
        const { headers, ...reply } = await at.service.send({
          method,
          url: address,
          headers: { authorization: `Bearer ${at.people[person].token}`, 'if-match': '*' },
          ...(payload && { payload }),
        })
        return { ...reply, headers: { ...headers, date: null }, statements: [...statements] }
      }
      const hidden = await ask(url)
      t.equal(hidden.status, 404, `${person}: ${method} ${url}`)
      t.same(hidden, await ask(url.replace(/[0-9a-f-]{36}/, ABSENT)))
    }
  }
})

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startPlanning } from '../fixtures/plans.ts'
import { ref } from '../fixtures/round.ts'

const HAMPSHIRE = { gssCode: 'E10000014' }
const ISLE_OF_WIGHT = { gssCode: 'E06000046' }
const NOBODY = '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11'

/** What is refused at once: the request, where it is at fault, and in which words. */
const REFUSED: readonly (readonly [string, object, string, RegExp])[] = [
  ['a negative weight', { policy: { weights: { spread: -1 } } }, '/policy/weights/spread', /./],
  ['a weight that is no number', { policy: { weights: { spread: 'NaN' } } }, '/policy/weights/spread', /./],
  ['a rule that there is not', { policy: { weights: { luck: 1 } } }, '/policy/weights/luck', /./],
  ['an eighth weekday', { policy: { preferredWeekdays: [8] } }, '/policy/preferredWeekdays/0', /./],
  ['no time at all', { seconds: 0 }, '/seconds', /./],
  ['an hour', { seconds: 3600 }, '/seconds', /./],
  [
    'sizes that do not divide',
    { sizes: { smallest: 4, largest: 4 } },
    '/sizes',
    /six directors cannot be divided/,
  ],
  ['sizes the wrong way round', { sizes: { smallest: 4, largest: 3 } }, '/sizes', /smallest size first/],
  [
    'a quota larger than a group',
    { quotas: [{ tag: 'county', atLeast: 4 }] },
    '/quotas/0/atLeast',
    /more than a group has directors/,
  ],
  [
    'a quota that ends before it begins',
    { quotas: [{ tag: 'county', atLeast: 2, atMost: 1 }] },
    '/quotas/0',
    /must not begin above its end/,
  ],
  [
    'a quota of nobody',
    { quotas: [{ tag: 'island', atLeast: 1 }] },
    '/quotas/0/tag',
    /Nobody counts as “island”/,
  ],
  [
    'an authority elsewhere',
    { pins: [{ authorities: [{ gssCode: 'E08000003' }] }] },
    '/pins/0/authorities/0',
    /no authority/,
  ],
  [
    'an authority that is out',
    { pins: [{ authorities: [ref('Bracknell Forest')] }] },
    '/pins/0/authorities/0',
    /not among those who are planned for/,
  ],
  [
    'a Sunday',
    { pins: [{ authorities: [ref('Kent')], dates: ['2019-11-10'] }] },
    '/pins/0/dates/0',
    /Sunday 10 November 2019 is no working day/,
  ],
  [
    'a facilitator who is not named',
    { pins: [{ authorities: [ref('Kent')], facilitatorId: NOBODY }] },
    '/pins/0/facilitatorId',
    /none of the facilitators/,
  ],
  [
    'a facilitator who is not there',
    { facilitators: [{ personId: NOBODY }] },
    '/facilitators/0/personId',
    /no such person/,
  ],
  [
    'one director apart from themselves',
    { bans: [{ authorities: [HAMPSHIRE, ISLE_OF_WIGHT] }] },
    '/bans/0/authorities',
    /have one director/,
  ],
  [
    'half-days the wrong way round',
    { slots: { length: 'half-day', morning: '13:00-09:00' } },
    '/slots/morning',
    /after the start/,
  ],
]

void eachEngine(t, 'should refuse what cannot be planned from, and change nothing', async (t, database) => {
  const { consultant, ask, roundId } = await startPlanning(t, database)
  for (const [what, body, pointer, words] of REFUSED) {
    const reply = await ask(body)
    t.equal(reply.status, 400, `${what}: ${reply.text}`)
    const at = reply.body.errors.find((error: { pointer: string }) => error.pointer === pointer)
    t.match(at?.detail, words, `${what}: ${reply.text}`)
  }
  t.equal((await consultant.get(`/v1/rounds/${roundId}/plans`)).body.items.length, 0)
  t.equal((await ask({ seconds: 5 })).status, 202)
})

void eachEngine(t, 'should refuse a round of which no working day is left', async (t, database) => {
  const round = await startPlanning(t, database)
  round.at('2019-12-12T12:00:00Z')
  t.equal((await round.ask()).status, 202, 'the Friday is left')
  round.at('2019-12-13T12:00:00Z')
  t.match(await round.ask(), {
    status: 400,
    body: { detail: /no working day/, errors: [{ pointer: '/slots' }] },
  })
})

void eachEngine(t, 'should refuse a round that is closed or not in triads', async (t, database) => {
  const { consultant, ask, roundId } = await startPlanning(t, database)
  const url = `/v1/rounds/${roundId}`
  for (const state of ['open', 'closed']) {
    const { headers } = await consultant.get(url)
    const moved = await consultant.patch(url, { state }, { 'if-match': String(headers.etag) })
    t.equal(moved.status, 200, moved.text)
  }
  t.match(await ask(), { status: 409, body: { code: 'wrong-state' } })
})

void eachEngine(
  t,
  'should fail plainly when the round is no longer what was asked about',
  async (t, database) => {
    const { consultant, ask, roundId, solve, triads } = await startPlanning(t, database)
    const { id } = (await ask({ pins: [{ authorities: [ref('Kent')] }] })).body
    const dropped = await consultant.get(`/v1/triads/${triads[0]}`)
    await consultant.delete(`/v1/triads/${triads[0]}`, { 'if-match': String(dropped.headers.etag) })
    const url = `/v1/rounds/${roundId}/participants`
    const before = await consultant.get(url)
    const participants = before.body.items.map(
      ({ authority, takingPart }: { authority: { id: string; name: string }; takingPart: boolean }) => ({
        authority: { authorityId: authority.id },
        takingPart: takingPart && authority.name !== 'Kent',
        ...(authority.name === 'Kent' && { reason: 'On leave.' }),
      }),
    )
    const changed = await consultant.put(url, { participants }, { 'if-match': String(before.headers.etag) })
    t.equal(changed.status, 200, changed.text)
    await solve()
    t.match((await consultant.get(`/v1/plans/${id}`)).body, {
      state: 'failed',
      failure: /Kent is not among those who are planned for/,
    })
  },
)

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { type AllocatedRound, startAllocating } from '../fixtures/moderation-plans.ts'
import { ABSENT } from '../fixtures/papers.ts'
import { change } from '../fixtures/service.ts'

/** What is refused at once: the request, where it is at fault, and in which words. */
const refused = (at: AllocatedRound): readonly (readonly [string, object, string, RegExp])[] => {
  const [kent, moderatorId] = [at.paper('Kent'), at.moderator('Oxfordshire').personId]
  const pair = { selfAssessmentId: kent, moderatorId }
  const others = (['Bracknell Forest', 'Buckinghamshire'] as const).map((home) => ({
    selfAssessmentId: kent,
    moderatorId: at.moderator(home).personId,
  }))
  return [
    ['a negative weight', { weights: { theme: -1 } }, '/weights/theme', /./],
    ['a weight of nothing', { weights: { luck: 1 } }, '/weights/luck', /./],
    ['a weight that is no number', { weights: { load: 'NaN' } }, '/weights/load', /./],
    ['no time at all', { seconds: 0 }, '/seconds', /./],
    ['half a load', { load: { floor: 0.5 } }, '/load/floor', /./],
    [
      'a ceiling under a floor',
      { load: { floor: 2, ceiling: 1 } },
      '/load',
      /A floor of 2 is above the ceiling of 1/,
    ],
    [
      'a ceiling of one under the floor of all',
      { load: { floor: 2 }, loads: [{ moderatorId, ceiling: 1 }] },
      '/loads/0',
      /above the ceiling of 1/,
    ],
    [
      'more than the policy gives',
      { load: { ceiling: 4 } },
      '/load/ceiling',
      /nobody more than three assignments/,
    ],
    [
      'floors above what papers need',
      { load: { floor: 3 } },
      '/load/floor',
      /The floors come to twelve assignments .* need eight moderators/,
    ],
    ['comments due on a day that is over', { commentsDue: '2018-01-01' }, '/commentsDue', /is over/],
    [
      'one’s floor above what a paper needs',
      { only: [kent], loads: [{ moderatorId, floor: 2 }] },
      '/loads',
      /come to two assignments .* need one moderator/,
    ],
    [
      'nobody',
      { loads: [{ moderatorId: ABSENT, floor: 1 }] },
      '/loads/0/moderatorId',
      /nobody of the moderators’ pool/,
    ],
    [
      'who moderates nothing',
      { loads: [{ moderatorId: at.people.director.personId, floor: 1 }] },
      '/loads/0/moderatorId',
      /nobody of the moderators’ pool/,
    ],
    ['somebody twice', { loads: [{ moderatorId }, { moderatorId }] }, '/loads/1', /named twice/],
    ['a paper that is not there', { only: [ABSENT] }, '/only/0', /no such self-assessment/],
    ['an empty list', { only: [] }, '/only', /./],
    [
      'a paper beside those asked for',
      { only: [at.paper('Medway')], pins: [pair] },
      '/pins/0/selfAssessmentId',
      /none of the self-assessments that are allocated/,
    ],
    [
      'a pin that cannot be',
      { pins: [{ selfAssessmentId: at.paper('Oxfordshire'), moderatorId }] },
      '/pins/0',
      /moderator, Oxfordshire cannot moderate Oxfordshire: They hold an appointment/,
    ],
    [
      'a pin that is banned',
      { pins: [pair], bans: [pair] },
      '/pins/0',
      /is banned from Kent by the same request/,
    ],
    [
      'more pins than places',
      { pins: [pair, ...others] },
      '/pins/1',
      /Kent needs no more than one moderator/,
    ],
    [
      'more pins than somebody takes',
      {
        loads: [{ moderatorId, ceiling: 1 }],
        pins: [pair, { selfAssessmentId: at.paper('Hampshire'), moderatorId }],
      },
      '/pins/1',
      /would have more than one assignment/,
    ],
    [
      'a pair twice',
      {
        suitability: [
          { ...pair, value: 1 },
          { ...pair, value: 2 },
        ],
      },
      '/suitability/1',
      /named twice/,
    ],
    ['points without end', { suitability: [{ ...pair, value: 1e308 }] }, '/suitability/0/value', /./],
    [
      'a theme in words',
      { themes: [{ selfAssessmentId: kent, themes: ['Care leavers'] }] },
      '/themes/0/themes/0',
      /./,
    ],
    ['a day that is none', { commentsDue: '2019-02-30' }, '/commentsDue', /./],
    [
      'comments before the answer',
      { acceptBy: '2019-09-02', commentsDue: '2019-09-01' },
      '/commentsDue',
      /cannot be due before the offer must be answered/,
    ],
  ]
}

void eachEngine(t, 'should refuse what cannot be asked, and say where', async (t, database) => {
  const at = await startAllocating(t, database)
  for (const [what, body, pointer, detail] of refused(at)) {
    const reply = await at.ask(body)
    t.match(reply, { status: 400, body: { code: 'invalid-request', errors: [{ pointer, detail }] } }, what)
  }
  t.equal((await at.consultant.get(`/v1/rounds/${at.roundId}/moderation-plans`)).body.items.length, 0)
  t.equal((await at.consultant.post(`/v1/rounds/${ABSENT}/moderation-plans`, {})).status, 404)
  t.equal((await at.consultant.get(`/v1/moderation-plans/${ABSENT}`)).status, 404)
})

void eachEngine(
  t,
  'should plan nothing where nothing is moderated, nor once all is over',
  async (t, database) => {
    const at = await startAllocating(t, database)
    const { consultant, roundId } = at
    const round = `/v1/rounds/${roundId}`
    const plan = await at.allocate()
    const without = { policy: { moderation: { moderators: 0 } } }
    t.equal((await change(consultant, round, without)).status, 200)
    const none = { status: 409, body: { code: 'wrong-state', detail: /is held without moderation/ } }
    t.match(await at.ask(), none)
    t.match(await consultant.post(`/v1/moderation-plans/${plan.id}/deploy`), {
      status: 409,
      body: { code: 'wrong-state' },
    })
    t.equal((await change(consultant, round, { policy: { moderation: { moderators: 1 } } })).status, 200)
    t.equal((await consultant.post(`/v1/moderation-plans/${plan.id}/deploy`)).status, 200)
    for (const state of ['open', 'closed']) t.equal((await change(consultant, round, { state })).status, 200)
    const over = { status: 409, body: { code: 'wrong-state', detail: /is closed and takes no changes/ } }
    t.match(await at.ask(), over)
    t.match(await consultant.post(`/v1/moderation-plans/${plan.id}/undeploy`), over)
  },
)

void eachEngine(t, 'should say that nobody can moderate where the pool is empty', async (t, database) => {
  const at = await startAllocating(t, database)
  const { consultant } = at
  for (const { personId } of Object.values(at.moderators)) {
    const post = (await consultant.get(`/v1/appointments?personId=${personId}`)).body.items[0].id
    await change(consultant, `/v1/appointments/${post}`, { until: '2019-07-02' })
  }
  at.service.setClock('2019-07-03T09:00:00Z')
  t.match(await at.allocate(), {
    state: 'impossible',
    loads: [],
    impossible: { needed: 8, available: 0, moderators: [] },
  })
})

void eachEngine(t, 'should need a day by which comments are due', async (t, database) => {
  const at = await startAllocating(t, database)
  const deadlines = { selfAssessmentDue: '2019-07-31', commentsDue: null, releaseOn: null }
  const changed = await change(at.consultant, `/v1/rounds/${at.roundId}`, { deadlines })
  t.equal(changed.status, 200, changed.text)
  t.match(await at.ask(), {
    status: 400,
    body: { errors: [{ pointer: '/commentsDue', detail: /no date for comments/ }] },
  })
  t.equal((await at.allocate({ commentsDue: '2019-09-20' })).state, 'allocated')
})

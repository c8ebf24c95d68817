import t, { type Test } from 'tap'
import type { AllocationOutcome } from '../../src/domain/planning/moderators.ts'
import { threadedSolver } from '../../src/solver/solver.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { type AllocatedRound, type Home, pairsOf, startAllocating } from '../fixtures/moderation-plans.ts'
import { ABSENT, STAGES } from '../fixtures/papers.ts'
import { randomFrom } from '../fixtures/planning.ts'
import { solvingOver } from '../fixtures/plans.ts'

const HOMES: readonly Home[] = ['Oxfordshire', 'Bracknell Forest', 'Buckinghamshire', 'Surrey']

const pairOf = (at: AllocatedRound, authority: string, home: Home) => ({
  selfAssessmentId: at.paper(authority),
  moderatorId: at.moderator(home).personId,
})

/** Asks why a plan has not got a pair, and solves what waits; as it is read then. */
const answered = async (t: Test, at: AllocatedRound, planId: string, pair: object) => {
  const asked = await at.consultant.post(`/v1/moderation-plans/${planId}/why-not`, pair)
  t.match(asked, { status: 202, body: { instead: null, impossible: null } }, asked.text)
  t.equal(asked.headers.location, `/v1/moderation-questions/${asked.body.id}`)
  if (asked.body.state === 'waiting') t.same(asked.body.because, [], 'nothing is claimed yet')
  await at.solve()
  return (await at.consultant.get(String(asked.headers.location))).body
}

void eachEngine(
  t,
  'should tell what a pair would cost: as much as a plan with it pinned',
  async (t, database) => {
    const at = await startAllocating(t, database)
    const authorities = Object.keys(at.papers)
    const seen = { allocated: 0, impossible: 0, refused: 0, 'it is so': 0 }
    for (const objective of ['total', 'worst-off-first'] as const) {
      const random = randomFrom(objective.length)
      const suitability = authorities.flatMap((authority) =>
        HOMES.map((home) => ({ ...pairOf(at, authority, home), value: Math.floor(random() * 100) / 8 })),
      )
      const body = { objective, suitability, load: { floor: 1, ceiling: 3 } }
      const plan = await at.allocate(body)
      t.match(plan, { state: 'allocated', isOptimal: true })
      for (const authority of ['Kent', 'Medway', 'Hampshire'])
        for (const home of HOMES) {
          const [pair, called] = [pairOf(at, authority, home), `${authority}: ${home}`]
          if (pairsOf(plan).includes(called)) {
            seen['it is so']++
            t.match(await at.consultant.post(`/v1/moderation-plans/${plan.id}/why-not`, pair), {
              status: 409,
              body: {
                code: 'wrong-state',
                detail: `It is so: in this plan moderator, ${home} moderates ${authority}.`,
              },
            })
            continue
          }
          const answer = await answered(t, at, plan.id, pair)
          t.match(answer, {
            planId: plan.id,
            selfAssessment: { id: pair.selfAssessmentId, authority: { name: authority } },
            moderator: { id: pair.moderatorId, name: `moderator, ${home}` },
          })
          const refused = await at.ask({ ...body, pins: [pair] })
          if (refused.status === 400) {
            seen.refused++
            t.match(answer, {
              state: 'forbidden',
              isEnded: true,
              inWords: /^It cannot be so: /,
              instead: null,
            })
            t.match(refused.body.detail, answer.because.join(' '), called)
            continue
          }
          await at.solve()
          const { body: pinned } = await at.consultant.get(String(refused.headers.location))
          seen[pinned.state as 'allocated' | 'impossible']++
          if (pinned.state === 'impossible') {
            const { because, needed, available } = pinned.impossible
            const impossible = { because, needed, available }
            t.match(answer, { state: 'forbidden', because: [because], impossible, instead: null }, called)
            continue
          }
          t.match(pinned, { state: 'allocated', isOptimal: true })
          const isWorstFirst = objective === 'worst-off-first'
          t.match(answer, {
            state: 'costs',
            isEnded: true,
            inWords: /^It could be so: the best allocation then suits .* in all, and .* other moderators\.$/,
            because: [],
            impossible: null,
            failure: null,
            instead: {
              total: pinned.total,
              worst: pinned.worst,
              less: plan.total - pinned.total,
              worstLess: isWorstFirst ? plan.worst - pinned.worst : null,
              isExact: true,
            },
          })
          const { less, worstLess, changes } = answer.instead
          t.ok(isWorstFirst ? worstLess > 0 || (worstLess === 0 && less >= 0) : less >= 0, called)
          const [before, after] = [pairsOf(plan), pairsOf(pinned)]
          const told = (way: 'from' | 'to') =>
            changes.flatMap((each: Record<'from' | 'to', { name: string }[]> & { selfAssessment: object }) =>
              each[way].flatMap((moderator) =>
                pairsOf({ pairs: [{ ...each, moderator }] } as unknown as Parameters<typeof pairsOf>[0]),
              ),
            )
          t.same(
            told('from'),
            before.filter((each) => !after.includes(each)),
          )
          t.same(
            told('to'),
            after.filter((each) => !before.includes(each)),
          )
          t.ok(told('to').includes(called))
        }
      const { body: unchanged } = await at.consultant.get(`/v1/moderation-plans/${plan.id}`)
      t.same(unchanged, plan, 'the plan stays as it was')
    }
    t.equal(seen['it is so'], 6)
    t.ok(seen.allocated > 4 && seen.impossible > 0 && seen.refused > 2, JSON.stringify(seen))
    const { items } = (await at.consultant.get(`/v1/rounds/${at.roundId}/moderation-plans?limit=100`)).body
    t.equal(items.length, seen.allocated + seen.impossible + 2, 'a question is no plan')
  },
)

void eachEngine(t, 'should tell what forbids a pair', async (t, database) => {
  const at = await startAllocating(t, database)
  const pair = (authority: string, home: Home) => pairOf(at, authority, home)
  const conflict = {
    personId: at.moderator('Buckinghamshire').personId,
    authorityId: at.authorities.Kent,
    type: 'family',
    reason: 'My sister leads it.',
  }
  t.equal((await at.consultant.post('/v1/conflicts', conflict)).status, 201)
  const plan = await at.allocate({
    suitability: [{ ...pair('Kent', 'Oxfordshire'), value: 50 }],
    bans: [pair('Kent', 'Buckinghamshire')],
    pins: [pair('Medway', 'Bracknell Forest')],
  })
  t.equal(plan.state, 'allocated')
  t.match(await answered(t, at, plan.id, pair('Kent', 'Buckinghamshire')), {
    state: 'forbidden',
    because: [
      /A conflict is recorded since 2019-07-01: My sister leads it/,
      'The request bans them from it.',
    ],
    impossible: null,
    instead: null,
    failure: null,
  })
  t.same((await answered(t, at, plan.id, pair('Medway', 'Oxfordshire'))).because, [
    'The request decides every moderator of this self-assessment.',
  ])

  const floored = await at.allocate({
    only: [at.paper('Kent')],
    loads: [{ moderatorId: at.moderator('Oxfordshire').personId, floor: 1, ceiling: 1 }],
  })
  t.same(pairsOf(floored), ['Kent: Oxfordshire'])
  t.match(await answered(t, at, floored.id, pair('Kent', 'Bracknell Forest')), {
    state: 'forbidden',
    because: ['Not every moderator can have as many self-assessments as they shall have at least, 1 in all.'],
    impossible: { papers: [], moderators: [{ moderator: { name: 'moderator, Oxfordshire' }, floor: 1 }] },
    instead: null,
  })
})

void eachEngine(t, 'should refuse what cannot be asked, and who may not ask', async (t, database) => {
  const at = await startAllocating(t, database)
  const { consultant, people } = at
  const waiting = (await at.ask({})).body.id
  const pair = pairOf(at, 'Kent', 'Oxfordshire')
  t.match(await consultant.post(`/v1/moderation-plans/${waiting}/why-not`, pair), {
    status: 409,
    body: { code: 'wrong-state', detail: /no moderators were allocated/ },
  })
  t.match(await consultant.post(`/v1/moderation-plans/${ABSENT}/why-not`, pair), { status: 404 })
  t.equal((await consultant.post(`/v1/moderation-plans/${waiting}/stop`)).status, 200)
  const only = [at.paper('Kent'), at.paper('Medway')]
  const plan = await at.allocate({ only, suitability: [{ ...pair, value: 50 }] })
  const url = `/v1/moderation-plans/${plan.id}/why-not`
  const asking = pairOf(at, 'Kent', 'Bracknell Forest')
  const noPaper = { pointer: '/selfAssessmentId', detail: 'There is no such self-assessment in this plan.' }
  for (const [body, errors] of [
    [{ ...asking, selfAssessmentId: ABSENT }, [noPaper]],
    [{ ...asking, selfAssessmentId: at.paper('Hampshire') }, [noPaper]],
    [{ ...asking, moderatorId: people.director.personId }, [{ pointer: '/moderatorId' }]],
    [
      { selfAssessmentId: ABSENT, moderatorId: ABSENT },
      [{ pointer: '/selfAssessmentId' }, { pointer: '/moderatorId' }],
    ],
    [{ selfAssessmentId: asking.selfAssessmentId }, [{ pointer: '/moderatorId' }]],
  ] as const)
    t.match(await consultant.post(url, body), { status: 400, body: { errors } }, JSON.stringify(body))

  const asked = await consultant.post(url, asking)
  t.match(asked, { status: 202, body: { state: 'waiting', because: [], instead: null, impossible: null } })
  const question = String(asked.headers.location)
  for (const person of [people.director, people.moderator, people.assistant, people.stranger]) {
    t.equal((await person.post(url, asking)).status, 404)
    t.equal((await person.get(question)).status, 404)
  }
  t.equal((await consultant.get(`/v1/moderation-questions/${plan.id}`)).status, 404)
  t.equal((await consultant.get(`/v1/moderation-plans/${asked.body.id}`)).status, 404)
  await at.solve()
  t.match((await consultant.get(question)).body, { state: 'costs' })

  const other = await consultant.post(url, pairOf(at, 'Medway', 'Surrey'))
  t.equal(other.status, 202, other.text)
  const conflict = {
    personId: consultant.personId,
    authorityId: at.authorities.Kent,
    type: 'other',
    reason: 'Kin.',
  }
  t.equal((await consultant.post('/v1/conflicts', conflict)).status, 201)
  t.equal((await consultant.get(question)).status, 404, 'a conflict binds the consultant too')
  t.match(await consultant.post(url, asking), { status: 400, body: { errors: [noPaper] } })
  await at.solve()
  const seen = await consultant.get(String(other.headers.location))
  t.match(seen, { status: 200, body: { selfAssessment: { authority: { name: 'Medway' } } } })
  t.notMatch(seen.text, at.paper('Kent'))
})

void eachEngine(t, 'should claim nothing that was not solved', async (t, database) => {
  const at = await startAllocating(t, database)
  const { consultant } = at
  const pair = pairOf(at, 'Kent', 'Oxfordshire')
  const plan = await at.allocate({
    only: [at.paper('Kent')],
    suitability: [{ ...pair, value: 50 }],
  })
  const heard: string[] = []
  const told = (error: Error) => heard.push(error.message)
  const ended = async (outcome: () => Promise<AllocationOutcome>) => {
    const solver = { ...threadedSolver, allocation: () => ({ outcome: outcome(), stop: () => undefined }) }
    const solving = solvingOver(t, database, () => new Date(STAGES.writing), solver)
    const asked = await consultant.post(
      `/v1/moderation-plans/${plan.id}/why-not`,
      pairOf(at, 'Kent', 'Bracknell Forest'),
    )
    t.match(asked, { status: 202, body: { state: 'waiting' } }, asked.text)
    // Whichever look comes after a solver has failed is told of it.
    await solving.look().catch(told)
    await solving.idle()
    await solving.look().catch(told)
    return (await consultant.get(String(asked.headers.location))).body
  }
  const nothing = { because: [], impossible: null, instead: null }
  t.match(await ended(async () => ({ kind: 'unfinished' })), {
    ...nothing,
    state: 'unfinished',
    failure: null,
  })
  const failing = await ended(async () => {
    throw new Error('out of memory')
  })
  t.match(failing, { ...nothing, state: 'failed', failure: 'The solver failed.' })
  t.same(heard, ['out of memory'])
})

import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { type AllocatedRound, pairsOf, startAllocating } from '../fixtures/moderation-plans.ts'
import { move } from '../fixtures/papers.ts'
import { randomFrom } from '../fixtures/planning.ts'

interface Pair {
  readonly selfAssessmentId: string
  readonly moderatorId: string
}

/** Every pair of the round, with whether it could be offered by hand. */
const triedByHand = async (at: AllocatedRound): Promise<(Pair & { readonly may: boolean })[]> => {
  const tried: (Pair & { may: boolean })[] = []
  for (const authority of Object.keys(at.papers))
    for (const { personId: moderatorId } of Object.values(at.moderators)) {
      const pair = { selfAssessmentId: at.paper(authority), moderatorId }
      const { status } = await at.consultant.post('/v1/moderation-assignments?dryRun=true', pair)
      tried.push({ ...pair, may: status === 200 })
    }
  return tried
}

/** The best of all allocations of one moderator a paper, found by trying each. */
const bestByTrying = (
  pairs: readonly (Pair & { readonly value: number })[],
  { floor, ceiling, worstFirst }: { floor: number; ceiling: number; worstFirst: boolean },
): readonly [worst: number, total: number] | null => {
  const papers = [...Map.groupBy(pairs, ({ selfAssessmentId }) => selfAssessmentId).values()]
  const everybody = new Set(pairs.map(({ moderatorId }) => moderatorId))
  const load = new Map<string, number>()
  let best: readonly [number, number] | null = null
  const fill = (at: number, worst: number, total: number): void => {
    const paper = papers[at]
    if (paper === undefined) {
      if ([...everybody].some((id) => (load.get(id) ?? 0) < floor)) return
      const isBetter = best === null || (worstFirst && worst !== best[0] ? worst > best[0] : total > best[1])
      if (isBetter) best = [worst, total]
      return
    }
    for (const { moderatorId, value } of paper) {
      const has = load.get(moderatorId) ?? 0
      if (has >= ceiling) continue
      load.set(moderatorId, has + 1)
      fill(at + 1, Math.min(worst, value), total + value)
      load.set(moderatorId, has)
    }
  }
  fill(0, Number.POSITIVE_INFINITY, 0)
  return best
}

void eachEngine(
  t,
  'should allocate as well as the best of all that could be offered by hand',
  async (t, database) => {
    const at = await startAllocating(t, database)
    const byHand = (await triedByHand(at)).filter(({ may }) => may)
    t.ok(byHand.length > 12 && byHand.length < 32, `${byHand.length} pairs may be`)
    for (const seed of [1, 2, 3])
      for (const objective of ['total', 'worst-off-first'] as const) {
        const random = randomFrom(seed)
        const suitability = byHand.map(({ may: _, ...pair }) => ({
          ...pair,
          value: Math.floor(random() * 100) / 8,
        }))
        const load = { floor: 1, ceiling: 3 }
        const plan = await at.allocate({ objective, suitability, load })
        const best = bestByTrying(suitability, { ...load, worstFirst: objective === 'worst-off-first' })
        t.match(plan, { state: 'allocated', isOptimal: true, isEnded: true, bound: plan.total })
        if (objective === 'total') t.equal(plan.total, best?.[1], `seed ${seed}`)
        else t.same([plan.worst, plan.total], best, `seed ${seed}, the worst off first`)
        t.equal(plan.pairs.length, 8)
        for (const { selfAssessment, moderator, suitability: points, amounts } of plan.pairs) {
          const said = suitability.find(
            (each) => each.selfAssessmentId === selfAssessment.id && each.moderatorId === moderator.id,
          )
          t.equal(points, said?.value, 'nobody is given what could not be offered by hand')
          t.equal(amounts, null)
        }
        for (const { floor, ceiling, before, allocated } of plan.loads)
          t.ok(before === 0 && floor <= allocated && allocated <= ceiling, `${allocated} of 1 to 3`)
      }
  },
)

void eachEngine(
  t,
  'should count themes, trainings and what was done before, by weights',
  async (t, database) => {
    const themes = [{ theme: 'neglect', reviewers: 1 }]
    const at = await startAllocating(t, database, { moderators: 1, ceiling: 4, themes })
    const { consultant, roundId } = at
    const give = async (personId: string, body: object) => {
      const url = `/v1/moderator-pool/${personId}`
      const { headers } = await consultant.get(url)
      return consultant.put(url, body, { 'if-match': headers.etag ?? '' })
    }
    const oxfordshire = at.moderator('Oxfordshire').personId
    const bracknell = at.moderator('Bracknell Forest').personId
    t.equal((await give(oxfordshire, { themes: ['neglect', 'care-leavers'] })).status, 200)
    const training = await consultant.post('/v1/challenge-events', {
      roundId,
      kind: 'training',
      date: '2019-07-01',
      venue: 'County Hall',
    })
    const cohort = `/v1/challenge-events/${training.body.id}/cohort`
    const { headers } = await consultant.get(cohort)
    await consultant.put(cohort, { cameIds: [bracknell] }, { 'if-match': headers.etag ?? '' })
    const kent = at.paper('Kent')
    const hampshire = { selfAssessmentId: at.paper('Hampshire'), moderatorId: bracknell }
    t.equal((await consultant.post('/v1/moderation-assignments', hampshire)).status, 201)

    const only = [kent]
    const byTheme = await at.allocate({ only })
    t.same(pairsOf(byTheme), ['Kent: Oxfordshire'])
    t.match(byTheme.pairs[0], { suitability: 4, amounts: { theme: 1, training: 0, earlier: 0, load: 0 } })
    t.match(byTheme.papers, [
      {
        selfAssessment: { id: kent, authority: { name: 'Kent' } },
        needs: 1,
        alternates: [
          { name: 'moderator, Bracknell Forest', suitability: 1 },
          { name: 'moderator, Buckinghamshire', suitability: 0 },
        ],
      },
    ])
    t.match(
      byTheme.loads.find(({ moderator }: { moderator: { id: string } }) => moderator.id === bracknell),
      { before: 1, allocated: 0, floor: 0, ceiling: 4 },
    )
    const byTraining = await at.allocate({ only, weights: { training: 9 } })
    t.match(byTraining.pairs, [
      { moderator: { id: bracknell }, suitability: 8, amounts: { training: 1, load: 1, theme: 0 } },
    ])
    const asked = [{ selfAssessmentId: kent, themes: ['neglect', 'care-leavers'] }]
    t.match((await at.allocate({ only, themes: asked })).pairs, [
      { moderator: { id: oxfordshire }, suitability: 8, amounts: { theme: 2 } },
    ])
  },
)

void eachEngine(t, 'should keep to what the request decides', async (t, database) => {
  const at = await startAllocating(t, database)
  const pair = (authority: string, home: Parameters<typeof at.moderator>[0]) => ({
    selfAssessmentId: at.paper(authority),
    moderatorId: at.moderator(home).personId,
  })
  const suitability = [
    { ...pair('Kent', 'Oxfordshire'), value: 50 },
    { ...pair('Medway', 'Oxfordshire'), value: 40 },
  ]
  t.match(pairsOf(await at.allocate({ suitability })).join(), /Kent: Oxfordshire.*Medway: Oxfordshire/)
  const pinned = await at.allocate({
    suitability,
    objective: 'worst-off-first',
    pins: [pair('Kent', 'Buckinghamshire')],
    bans: [pair('Medway', 'Oxfordshire')],
    loads: [{ moderatorId: at.moderator('Oxfordshire').personId, floor: 3 }],
  })
  t.match(pinned, { state: 'allocated', isOptimal: true })
  const pairs = pairsOf(pinned)
  t.ok(pairs.includes('Kent: Buckinghamshire') && !pairs.includes('Medway: Oxfordshire'), pairs.join())
  t.equal(pairs.length, 8, 'a decided pair is told once')
  t.same(pinned.pairs.filter(({ isPinned }: { isPinned: boolean }) => isPinned).length, 1)
  t.equal(pairs.filter((each) => each.endsWith(': Oxfordshire')).length, 3, 'a floor is kept')
  t.match(
    pinned.papers.find(
      ({ selfAssessment }: { selfAssessment: { id: string } }) => selfAssessment.id === at.paper('Kent'),
    ),
    { needs: 1, alternates: [{ name: /Bracknell Forest/ }] },
    'who could replace a decided one is told too',
  )
})

void eachEngine(
  t,
  'should say for which papers there are too few, and why the others may not',
  async (t, database) => {
    const at = await startAllocating(t, database, { moderators: 2, ceiling: 4 })
    const moderatorId = at.moderator('Oxfordshire').personId
    const conflict = {
      personId: moderatorId,
      authorityId: at.authorities.Medway,
      type: 'family',
      reason: 'My sister leads it.',
    }
    t.equal((await at.consultant.post('/v1/conflicts', conflict)).status, 201)
    const plan = await at.allocate()
    t.match(plan, { state: 'impossible', isEnded: true, isOptimal: null, total: null, pairs: [] })
    const names = plan.impossible.papers.map(
      ({ selfAssessment }: { selfAssessment: { authority: { name: string } } }) =>
        selfAssessment.authority.name,
    )
    t.ok(names.includes('Bracknell Forest') && names.includes('Oxfordshire'), names.join())
    t.ok(plan.impossible.needed > plan.impossible.available, plan.impossible.because)
    const bracknell = plan.impossible.papers.find(
      ({ selfAssessment }: { selfAssessment: { authority: { name: string } } }) =>
        selfAssessment.authority.name === 'Bracknell Forest',
    )
    t.match(bracknell, {
      needs: 2,
      barred: [
        {
          moderator: { name: 'moderator, Bracknell Forest' },
          because: /appointment at the authority that wrote it/,
        },
        {
          moderator: { name: 'moderator, Buckinghamshire' },
          because: 'Their authority challenges this paper.',
        },
        { moderator: { name: 'moderator, Oxfordshire' } },
      ],
    })
    t.match(plan.impossible.moderators.at(-1), { moderator: { name: 'moderator, Surrey' }, ceiling: 4 })

    const only = [at.paper('Medway')]
    const bans = [
      { selfAssessmentId: at.paper('Medway'), moderatorId: at.moderator('Buckinghamshire').personId },
    ]
    t.match(
      (await at.allocate({ only, bans })).impossible.papers,
      [
        {
          selfAssessment: { authority: { name: 'Medway' } },
          barred: [
            { moderator: { name: /Buckinghamshire/ }, because: /request bans them/ },
            {
              moderator: { name: /Oxfordshire/ },
              because: /A conflict is recorded since 2019-07-01: My sister leads it/,
            },
            { moderator: { name: /Surrey/ } },
          ],
        },
      ],
      'a conflict keeps its reason',
    )

    const floor = await at.allocate({
      only: [at.paper('Kent')],
      loads: [{ moderatorId: at.moderator('Surrey').personId, floor: 1 }],
    })
    t.match(floor, {
      state: 'impossible',
      impossible: { papers: [], moderators: [{ moderator: { name: /Surrey/ }, floor: 1, sees: 0 }] },
    })
  },
)

void eachEngine(
  t,
  'should leave out whose training ran out, and who is away until comments are due',
  async (t, database) => {
    const at = await startAllocating(t, database, { moderators: 1, ceiling: 3, trainingValidMonths: 12 })
    const only = [at.paper('Kent')]
    const untrained = await at.allocate({ only })
    t.match(untrained, { state: 'impossible', impossible: { needed: 1, available: 0 } })
    t.match(untrained.impossible.papers[0].barred.length, 4)
    t.match(untrained.impossible.papers[0].barred[0].because, /not recorded as trained/)
    t.match(await at.allocate({ only, acceptUntrained: true }), { state: 'allocated' })

    const oxfordshire = at.moderator('Oxfordshire')
    const own = await oxfordshire.post('/v1/calendars', {
      kind: 'personal',
      name: 'Mine',
      scope: { kind: 'persons', personIds: [oxfordshire.personId] },
    })
    t.equal(own.status, 201, own.text)
    const away = (from: string, to: string) =>
      oxfordshire.post(`/v1/calendars/${own.body.id}/commitments`, { from, to, busy: 'out-of-office' })
    const pin = {
      only,
      acceptUntrained: true,
      pins: [{ selfAssessmentId: at.paper('Kent'), moderatorId: oxfordshire.personId }],
    }
    // Comments are due on Friday 6 September; the 31st of August is a Saturday.
    await away('2019-07-01', '2019-08-30')
    await away('2019-09-02', '2019-09-05')
    t.same(pairsOf(await at.allocate(pin)), ['Kent: Oxfordshire'], 'one working day is left')
    await away('2019-09-06', '2019-09-06')
    t.match(await at.ask(pin), {
      status: 400,
      body: {
        errors: [
          {
            pointer: '/pins/0',
            detail: /moderator, Oxfordshire cannot moderate Kent: They are out of office/,
          },
        ],
      },
    })
    t.same(
      pairsOf(await at.allocate({ ...pin, commentsDue: '2019-09-09' })),
      ['Kent: Oxfordshire'],
      'comments due on the day after they are back',
    )
  },
)

void eachEngine(
  t,
  'should repair what somebody declined, and leave the others alone',
  async (t, database) => {
    const at = await startAllocating(t, database)
    const { consultant } = at
    t.match(await at.ask({ repair: true }), {
      status: 409,
      body: { code: 'wrong-state', detail: /lost a moderator/ },
    })
    const plan = await at.allocate()
    const deployed = await consultant.post(`/v1/moderation-plans/${plan.id}/deploy`)
    t.equal(deployed.status, 200, deployed.text)
    t.match(await at.ask(), { status: 409, body: { detail: /no self-assessment wants a moderator/ } })
    const kent = deployed.body.offers.find(
      ({ selfAssessment }: { selfAssessment: { authority: { name: string } } }) =>
        selfAssessment.authority.name === 'Kent',
    )
    const [alternate] = plan.papers.find(
      ({ selfAssessment }: { selfAssessment: { id: string } }) => selfAssessment.id === at.paper('Kent'),
    ).alternates
    const declining = Object.values(at.moderators).find(({ personId }) => personId === kent.moderator.id)
    const assignment = `/v1/moderation-assignments/${kent.assignmentId}`
    t.ok(declining)
    if (declining) t.equal((await move(declining, assignment, 'decline', { reason: 'No time.' })).status, 200)
    const repaired = await at.allocate({ repair: true })
    t.match(repaired, { state: 'allocated', isOptimal: true })
    t.match(repaired.pairs, [
      { selfAssessment: { authority: { name: 'Kent' } }, moderator: { id: alternate.id } },
    ])
    t.equal(repaired.pairs.length, 1)
    t.notOk(
      repaired.papers[0].alternates.some(({ id }: { id: string }) => id === kent.moderator.id),
      'who declined is not asked again',
    )
    const before = (await consultant.get('/v1/moderation-assignments?limit=100')).body.items
    t.equal((await consultant.post(`/v1/moderation-plans/${repaired.id}/deploy`)).status, 200)
    const after = (await consultant.get('/v1/moderation-assignments?limit=100')).body.items
    t.ok(
      before.every((each: { id: string }) =>
        after.some((one: { id: string }) => JSON.stringify(one) === JSON.stringify(each)),
      ),
      'nothing else has changed',
    )
    t.equal(after.length, before.length + 1)
  },
)

void eachEngine(
  t,
  'should be the consultant’s alone, without what they may not read',
  async (t, database) => {
    const at = await startAllocating(t, database)
    const { consultant, people, roundId } = at
    const asked = await at.ask()
    t.match(asked, { status: 202, headers: { location: /^\/v1\/moderation-plans\// } })
    const url = asked.headers.location ?? ''
    for (const person of [people.director, people.moderator, people.assistant]) {
      t.equal((await person.get(url)).status, 404)
      t.equal((await person.post(`${url}/deploy`)).status, 404)
      t.equal((await person.get(`/v1/rounds/${roundId}/moderation-plans`)).status, 403)
      t.equal((await person.post(`/v1/rounds/${roundId}/moderation-plans`, {})).status, 403)
    }
    t.equal((await people.stranger.get(url)).status, 404)
    t.match((await consultant.get(`/v1/rounds/${roundId}/moderation-plans`)).body.items, [
      { id: asked.body.id, state: 'waiting', pairs: [], isEnded: false },
    ])
    t.match(await consultant.post(`${url}/stop`), {
      status: 200,
      body: { state: 'unfinished', stopped: true },
    })

    const whole = await at.allocate()
    t.ok(pairsOf(whole).some((pair) => pair.startsWith('Kent: ')))
    const conflict = {
      personId: consultant.personId,
      authorityId: at.authorities.Kent,
      type: 'other',
      reason: 'Kin.',
    }
    t.equal((await consultant.post('/v1/conflicts', conflict)).status, 201)
    const seen = await consultant.get(`/v1/moderation-plans/${whole.id}`)
    t.equal(seen.body.pairs.length, 7, 'a conflict binds the consultant too')
    t.notMatch(seen.text, at.paper('Kent'))
    t.notMatch(seen.text, /"name":"Kent"/)
    t.match(await consultant.post(`/v1/moderation-plans/${whole.id}/deploy`), {
      status: 409,
      body: { code: 'wrong-state', detail: /not there any more, or not yours to see/ },
    })
    t.match(await at.ask({ only: [at.paper('Kent')] }), {
      status: 400,
      body: { errors: [{ pointer: '/only/0', detail: 'There is no such self-assessment here.' }] },
    })
    t.equal((await at.allocate()).pairs.length, 7)
  },
)

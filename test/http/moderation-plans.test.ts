import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { type AllocatedRound, pairsOf, startAllocating } from '../fixtures/moderation-plans.ts'
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

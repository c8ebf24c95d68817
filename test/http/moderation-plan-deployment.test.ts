import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { type AllocatedRound, pairsOf, startAllocating } from '../fixtures/moderation-plans.ts'
import { move } from '../fixtures/papers.ts'
import { appoint, type Client } from '../fixtures/service.ts'

/** Every assignment as the consultant reads it, by its id. */
const standing = async ({ consultant }: AllocatedRound) =>
  (await consultant.get('/v1/moderation-assignments?limit=200')).body.items.toSorted(
    (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1),
  )

interface Offer {
  readonly assignmentId: string
  readonly selfAssessment: { readonly id: string; readonly authority: { readonly name: string } }
  readonly moderator: { readonly id: string; readonly name: string }
}

/** Whoever an offer was made to, and its address. */
const offeredTo = (at: AllocatedRound, { assignmentId, moderator }: Offer): readonly [Client, string] => {
  const client = Object.values(at.moderators).find(({ personId }) => personId === moderator.id)
  if (client === undefined) throw new Error(`nobody is ${moderator.name}`)
  return [client, `/v1/moderation-assignments/${assignmentId}`]
}

void eachEngine(t, 'should offer all of an allocation, and take it back', async (t, database) => {
  const at = await startAllocating(t, database)
  const { consultant } = at
  const plan = await at.allocate()
  const url = `/v1/moderation-plans/${plan.id}`
  t.same(await standing(at), [], 'so far nothing has changed')
  t.match(await consultant.post(`${url}/undeploy`), { status: 409, body: { code: 'wrong-state' } })
  t.equal((await consultant.post(`${url}/deploy?dryRun=true`)).body.offers.length, 8)
  t.same(await standing(at), [], 'trying changes nothing')

  const key = { 'idempotency-key': 'deploy' }
  const deployed = await consultant.post(`${url}/deploy`, undefined, key)
  t.equal(deployed.status, 200, deployed.text)
  t.ok(deployed.body.deployedAt)
  t.equal((await consultant.post(`${url}/deploy`, undefined, key)).status, 200, 'repeated it is done once')
  t.match(await consultant.post(`${url}/deploy`), { status: 409, body: { code: 'wrong-state' } })
  const offered = await standing(at)
  t.same(
    offered
      .map(
        ({ authority, moderator }: { authority: { name: string }; moderator: { name: string } }) =>
          `${authority.name}: ${moderator.name.replace('moderator, ', '')}`,
      )
      .toSorted(),
    pairsOf(plan),
    'the assignments are those of the plan',
  )
  for (const assignment of offered)
    t.match(assignment, {
      state: 'offered',
      acceptBy: '2019-07-31',
      commentsDue: '2019-09-06',
      replacesId: null,
    })
  const { moderator } = at.people
  const mine = (await moderator.get('/v1/moderation-assignments')).body.items
  t.ok(mine.length > 0, 'each moderator finds theirs')

  // Others could take it; three papers only one moderator may see.
  const first = deployed.body.offers.find(
    ({ selfAssessment }: Offer) => selfAssessment.authority.name === 'Hampshire',
  )
  const [declining, address] = offeredTo(at, first)
  t.equal((await move(declining, address, 'decline', { reason: 'No time.' })).status, 200)
  const undone = await consultant.post(`${url}/undeploy`)
  t.equal(undone.status, 200, undone.text)
  t.ok(undone.body.undeployedAt)
  const ended = await standing(at)
  t.match((await consultant.get(address)).body, { state: 'declined', reason: 'No time.' }, 'an answer stays')
  t.equal(ended.filter(({ state }: { state: string }) => state === 'ended').length, 7)
  t.match(
    ended.find(({ state }: { state: string }) => state === 'ended'),
    { reason: /plan by which it was offered was taken back/ },
  )
  t.match(await consultant.post(`${url}/undeploy`), { status: 409, body: { code: 'wrong-state' } })
  t.match(
    await consultant.post(`${url}/deploy`),
    { status: 409, body: { detail: /Changed since it was planned: .*declined it or given it up/ } },
    'nobody is asked again for what they declined',
  )
  const again = await at.allocate()
  t.equal(again.pairs.length, 8, 'whoever was only taken back can be asked again')
  t.equal((await consultant.post(`/v1/moderation-plans/${again.id}/deploy`)).status, 200)
})

void eachEngine(t, 'should not take back what somebody has accepted', async (t, database) => {
  const at = await startAllocating(t, database)
  const { consultant } = at
  const plan = await at.allocate()
  const deployed = await consultant.post(`/v1/moderation-plans/${plan.id}/deploy`)
  const [client, address] = offeredTo(at, deployed.body.offers[0])
  t.equal((await move(client, address, 'accept')).status, 200)
  const before = await standing(at)
  const { moderator, selfAssessment } = deployed.body.offers[0]
  const refused = await consultant.post(`/v1/moderation-plans/${plan.id}/undeploy`)
  t.match(refused, { status: 409, body: { code: 'wrong-state' } })
  t.ok(
    refused.body.detail.startsWith(`${moderator.name} (${selfAssessment.authority.name}) has accepted`),
    refused.body.detail,
  )
  t.same(await standing(at), before)
  t.equal((await move(client, address, 'end', { reason: 'Ill.' })).status, 200)
  t.equal((await consultant.post(`/v1/moderation-plans/${plan.id}/undeploy`)).status, 200)
})

void eachEngine(
  t,
  'should offer nothing of an allocation that the world has left behind',
  async (t, database) => {
    const at = await startAllocating(t, database)
    const { consultant } = at
    const plan = await at.allocate()
    const deploy = () => consultant.post(`/v1/moderation-plans/${plan.id}/deploy`)
    const pairs: readonly Offer[] = plan.pairs
    const [one, other] = [
      pairs.find(({ selfAssessment }) => selfAssessment.authority.name === 'Kent'),
      pairs.at(-1),
    ]
    if (!one || !other || one === other) throw new Error('not the pairs that are meant')

    const conflict = {
      personId: one.moderator.id,
      authorityId: at.authorities.Kent,
      type: 'family',
      reason: 'My sister leads it.',
    }
    const recorded = await consultant.post('/v1/conflicts', conflict)
    const byHand = Object.values(at.moderators).find(({ personId }) => personId !== other.moderator.id)
    let taken: string | null = null
    for (const { personId: moderatorId } of Object.values(at.moderators)) {
      if (moderatorId === other.moderator.id || taken !== null) continue
      const offer = await consultant.post('/v1/moderation-assignments', {
        selfAssessmentId: other.selfAssessment.id,
        moderatorId,
      })
      if (offer.status === 201) taken = `/v1/moderation-assignments/${offer.body.id}`
    }
    t.ok(byHand && taken, 'somebody else was asked by hand')
    const before = await standing(at)
    const refused = await deploy()
    t.match(refused, {
      status: 409,
      body: { code: 'wrong-state', detail: /^Changed since it was planned: / },
    })
    t.match(refused.body.detail, `${one.moderator.name} cannot moderate Kent: A conflict is recorded`)
    t.match(
      refused.body.detail,
      `${other.selfAssessment.authority.name} wants no moderators, and the plan has 1.`,
    )
    t.same(await standing(at), before, 'and nothing has changed')

    const { headers } = await consultant.get(`/v1/conflicts/${recorded.body.id}`)
    const ended = await consultant.patch(
      `/v1/conflicts/${recorded.body.id}`,
      { until: '2019-07-02' },
      { 'if-match': headers.etag ?? '' },
    )
    t.equal(ended.status, 200, ended.text)
    at.service.setClock('2019-07-03T09:00:00Z')
    await move(consultant, taken ?? '', 'end', { reason: 'By mistake.' })
    t.equal((await deploy()).status, 200, 'once it fits again it is deployed')
  },
)

void eachEngine(t, 'should not give anybody more than they may have by now', async (t, database) => {
  const at = await startAllocating(t, database, { moderators: 1, ceiling: 3 })
  const { consultant } = at
  const surrey = at.moderator('Surrey').personId
  const plan = await at.allocate()
  t.equal(
    plan.pairs.filter(({ moderator }: Offer) => moderator.id === surrey).length,
    3,
    'three papers only Surrey’s may see',
  )
  const byHand = { selfAssessmentId: at.paper('Hampshire'), moderatorId: surrey }
  t.equal((await consultant.post('/v1/moderation-assignments', byHand)).status, 201)
  t.match(await consultant.post(`/v1/moderation-plans/${plan.id}/deploy`), {
    status: 409,
    body: { detail: /moderator, Surrey would have four assignments of at most 3\./ },
  })
  const post = (await consultant.get(`/v1/appointments?personId=${surrey}`)).body.items[0].id
  const { headers } = await consultant.get(`/v1/appointments/${post}`)
  await consultant.patch(
    `/v1/appointments/${post}`,
    { until: '2019-07-02' },
    { 'if-match': headers.etag ?? '' },
  )
  at.service.setClock('2019-07-03T09:00:00Z')
  t.match(await consultant.post(`/v1/moderation-plans/${plan.id}/deploy`), {
    status: 409,
    body: { detail: /A moderator of the plan is not in the pool any more/ },
  })
})

void eachEngine(t, 'should offer one of two allocations that are deployed at once', async (t, database) => {
  const at = await startAllocating(t, database)
  const plans = [await at.allocate(), await at.allocate({ objective: 'worst-off-first' })]
  const replies = await Promise.all(
    [...plans, ...plans].map(({ id }) => at.consultant.post(`/v1/moderation-plans/${id}/deploy`)),
  )
  t.same(replies.map(({ status }) => status).toSorted(), [200, 409, 409, 409])
  t.equal((await standing(at)).length, 8)
})

void eachEngine(t, 'should take all moderators of a paper from one authority', async (t, database) => {
  const at = await startAllocating(t, database, { moderators: 2, ceiling: 2, oneAuthority: true })
  const { consultant } = at
  const only = [at.paper('Kent'), at.paper('Hampshire')]
  const none = await at.allocate({ only })
  t.match(none, {
    state: 'impossible',
    impossible: { needed: 4, because: /Where all moderators of a self-assessment come from one authority/ },
  })
  const colleague = await appoint(at.service, consultant, 'moderator, Oxfordshire too', {
    role: 'moderator',
    authorities: [{ gssCode: 'E10000025' }],
  })
  const plan = await at.allocate({ only })
  t.match(plan, { state: 'allocated', isOptimal: true, proof: 'search' })
  t.same(pairsOf(plan), [
    'Hampshire: Oxfordshire',
    'Hampshire: Oxfordshire too',
    'Kent: Oxfordshire',
    'Kent: Oxfordshire too',
  ])
  t.ok(plan.papers.every(({ alternates }: { alternates: object[] }) => alternates.length === 0))
  const deployed = await consultant.post(`/v1/moderation-plans/${plan.id}/deploy`)
  t.equal(deployed.status, 200, deployed.text)
  t.equal((await consultant.post(`/v1/moderation-plans/${plan.id}/undeploy`)).status, 200)

  const first = { selfAssessmentId: at.paper('Kent'), moderatorId: at.moderator('Oxfordshire').personId }
  t.equal((await consultant.post('/v1/moderation-assignments', first)).status, 201)
  const second = await at.allocate({ only: [at.paper('Kent')] })
  t.match(second, { isOptimal: true, proof: 'prices', pairs: [{ moderator: { id: colleague.personId } }] })
})

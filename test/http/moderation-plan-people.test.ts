import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { pairsOf, startAllocating } from '../fixtures/moderation-plans.ts'
import { move } from '../fixtures/papers.ts'

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

import t from 'tap'
import { type Chosen, pairsOf, startChallengePlanning, wrongWith } from '../fixtures/challenge-plans.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { by, names } from '../fixtures/directed.ts'
import { solvingOver } from '../fixtures/plans.ts'
import { HAMPSHIRE, ISLE_OF_WIGHT, ref } from '../fixtures/round.ts'
import { startService } from '../fixtures/service.ts'

void eachEngine(t, 'should plan who challenges whom to an optimum', async (t, database) => {
  const at = await startChallengePlanning(t, database)
  const { consultant, authorities, round, ask, solve, director } = at
  await consultant.post('/v1/conflicts', {
    personId: director('Kent').personId,
    authorityId: authorities.Medway?.id,
    type: 'other',
    reason: 'Kin.',
  })
  const key = { 'idempotency-key': 'one' }
  const asked = await ask({ seed: 7 }, key)
  t.match(asked, { status: 202, body: { state: 'waiting', isEnded: false, challenges: [], isOptimal: null } })
  t.equal(asked.headers.location, `/v1/challenge-plans/${asked.body.id}`)
  t.equal((await ask({ seed: 7 }, key)).body.id, asked.body.id, 'asked again it is the same')
  await solve()

  const { body: plan } = await consultant.get(String(asked.headers.location))
  t.match(plan, { state: 'planned', isEnded: true, isOptimal: true, gap: 0, tries: 1, failure: null })
  t.match(plan, { perPaper: 2, mutual: false, seed: 7, impossible: null, deployedAt: null })
  t.equal(plan.challenges.length, 8)
  t.same(wrongWith(plan.challenges, { perPaper: 2 }), [])
  const pairs = pairsOf(plan.challenges)
  for (const apart of [
    'Kent < Medway',
    'Medway < Kent',
    'Hampshire < Isle of Wight',
    'Isle of Wight < Hampshire',
  ])
    t.notOk(pairs.includes(apart), apart)
  t.ok(Math.abs(plan.cost.total - plan.bound) < 1e-6)

  t.same(await at.standing(), [], 'nothing has changed')
  const { body: list } = await consultant.get(`/v1/rounds/${round.id}/challenge-plans`)
  t.same(list.items, [plan])
  for (const path of ['', '/stop', '/deploy', '/undeploy']) {
    const url = `/v1/challenge-plans/${plan.id}${path}`
    const reply = path === '' ? await director('Kent').get(url) : await director('Kent').post(url)
    t.equal(reply.status, 404, `a director sees nothing at ${url}`)
  }
  const forOthers = await director('Kent').post(`/v1/rounds/${round.id}/challenge-plans`, {})
  t.equal(forOthers.status, 403)
  t.equal((await director('Kent').get(`/v1/rounds/${round.id}/challenge-plans`)).status, 403)
})

/** Where the offices are, and who challenged whom the year before. */
const PLACES = {
  Buckinghamshire: [51.82, -0.81],
  Kent: [51.27, 0.52],
  Medway: [51.39, 0.54],
  Oxfordshire: [51.75, -1.26],
  Surrey: [51.24, -0.57],
  'Bracknell Forest': [51.42, -0.75],
} as const
type Place = keyof typeof PLACES
const ALL = Object.keys(PLACES) as Place[]
const LAST_YEAR: readonly (readonly [Place, Place])[] = [
  ['Kent', 'Medway'],
  ['Surrey', 'Bracknell Forest'],
  ['Oxfordshire', 'Kent'],
]

const kilometres = (a: Place, b: Place): number => {
  const [latA, lonA, latB, lonB] = [...PLACES[a], ...PLACES[b]].map((each) => (each * Math.PI) / 180) as [
    number,
    number,
    number,
    number,
  ]
  const cosine = Math.sin(latA) * Math.sin(latB) + Math.cos(latA) * Math.cos(latB) * Math.cos(lonB - lonA)
  return 6371.0088 * Math.acos(cosine)
}

/** By the default weights: ten for whoever met last year, two for 100 km. */
const priceOf = (a: Place, b: Place): number =>
  (kilometres(a, b) / 100) * 2 + 10 * LAST_YEAR.filter((pair) => pair.includes(a) && pair.includes(b)).length

/** The least that any choice of two challengers each costs, by trying all of them. */
const leastOfAll = (may: (author: Place, challenger: Place) => boolean, pins: readonly string[]): number => {
  const chosen = new Set<string>()
  const load = new Map<Place, number>()
  let least = Number.POSITIVE_INFINITY
  const put = (author: Place, those: readonly Place[], by: 1 | -1) => {
    for (const each of those) {
      load.set(each, (load.get(each) ?? 0) + by)
      if (by === 1) chosen.add(`${author} < ${each}`)
      else chosen.delete(`${author} < ${each}`)
    }
  }
  const choose = (at: number, cost: number): void => {
    const author = ALL[at]
    if (author === undefined) {
      if (pins.every((pin) => chosen.has(pin))) least = Math.min(least, cost)
      return
    }
    const possible = ALL.filter(
      (each) =>
        each !== author &&
        may(author, each) &&
        (load.get(each) ?? 0) < 2 &&
        !chosen.has(`${each} < ${author}`),
    )
    for (const [index, first] of possible.entries())
      for (const second of possible.slice(index + 1)) {
        put(author, [first, second], 1)
        choose(at + 1, cost + priceOf(author, first) + priceOf(author, second))
        put(author, [first, second], -1)
      }
  }
  choose(0, 0)
  return least
}

void eachEngine(t, 'should find what trying every choice finds', async (t, database) => {
  const service = await startService(t, database, '2019-07-01T09:00:00Z')
  const { consultant } = await service.region()
  for (const [name, [latitude, longitude]] of Object.entries(PLACES))
    await consultant.post('/v1/authorities', {
      name,
      kind: 'county',
      officeTown: name,
      latitude,
      longitude,
      statisticalNeighbours: [],
      codes: [ref(name as Place)],
    })
  const roundOf = async (label: string, first: string, last: string): Promise<string> => {
    const participants = ALL.map((name) => ({ authority: ref(name) }))
    const body = { label, method: 'directed', window: { first, last }, participants }
    return (await consultant.post('/v1/rounds', body)).body.id
  }
  const before = `/v1/rounds/${await roundOf('2018-19', '2018-10-01', '2018-12-14')}/challenges`
  const challenges = LAST_YEAR.map(([author, challenger]) => by(author, challenger))
  const { headers } = await consultant.get(before)
  t.equal((await consultant.put(before, { challenges }, { 'if-match': String(headers.etag) })).status, 200)
  const roundId = await roundOf('2019-20', '2019-10-01', '2019-12-13')
  const solving = solvingOver(t, database, () => new Date('2019-07-01T09:00:00Z'))
  for (const [request, least] of [
    [{}, leastOfAll(() => true, [])],
    [
      {
        pins: [by('Kent', 'Oxfordshire')],
        bans: [{ authorities: [ref('Surrey'), ref('Buckinghamshire')] }],
      },
      leastOfAll(
        (a, b) => ![a, b].includes('Surrey') || ![a, b].includes('Buckinghamshire'),
        ['Kent < Oxfordshire'],
      ),
    ],
  ] as const) {
    const { body } = await consultant.post(`/v1/rounds/${roundId}/challenge-plans`, request)
    await solving.look()
    await solving.idle()
    const { body: plan } = await consultant.get(`/v1/challenge-plans/${body.id}`)
    t.match(plan, { state: 'planned', isOptimal: true })
    t.same(wrongWith(plan.challenges, { perPaper: 2 }), [])
    t.ok(Math.abs(plan.cost.total - least) < 1e-3, `${plan.cost.total}, and by trying all ${least}`)
    const counted = plan.challenges.flatMap(({ authority, challengers }: Chosen) =>
      challengers.map(({ name }) => priceOf(authority.name as Place, name as Place)),
    )
    const total = counted.reduce((sum: number, each: number) => sum + each, 0)
    t.ok(Math.abs(plan.cost.total - total) < 1e-3, 'it costs what it says')
  }
})

const FOUR = {
  participants: (['Kent', 'Medway', 'Surrey', 'Oxfordshire'] as const).map((name) => ({
    authority: ref(name),
  })),
}

void eachEngine(t, 'should say why nobody can be chosen', async (t, database) => {
  const { plan } = await startChallengePlanning(t, database)
  const others = ['Buckinghamshire', 'Medway', 'Oxfordshire', 'Surrey', 'Bracknell Forest'] as const
  const bans = [...others.map(ref), HAMPSHIRE].map((other) => ({
    authorities: [ref('Kent'), other],
    because: 'A shared trust.',
  }))
  const alone = await plan({ bans })
  t.match(alone, { state: 'impossible', isEnded: true, challenges: [], cost: null, isOptimal: null })
  t.same(alone.impossible.reasons, [
    'Kent needs two challengers, and only these are possible: Isle of Wight.',
  ])
  t.ok(alone.impossible.conflict.length > 2)
  t.ok(
    alone.impossible.conflict.every(
      ({ kind, because }: { kind: string; because: string }) =>
        kind === 'mutual' || (kind === 'ban' && /Kent.*: A shared trust\.$/.test(because)),
    ),
  )

  const shared = await plan({ pins: [{ authority: HAMPSHIRE, challengers: [ISLE_OF_WIGHT] }] })
  t.same(shared.impossible.conflict.map(({ because }: { because: string }) => because).toSorted(), [
    'Hampshire and Isle of Wight: One director leads both.',
    'It is decided that Isle of Wight challenges Hampshire.',
  ])
  const three = await plan({ pins: [by('Kent', 'Medway', 'Surrey', 'Oxfordshire')] })
  t.same(three.impossible.reasons, [
    'Medway, Oxfordshire and Surrey are to challenge Kent, which has two challengers.',
  ])
  t.equal(
    (await plan({ perPaper: 3, pins: [by('Kent', 'Medway', 'Surrey', 'Oxfordshire')] })).state,
    'planned',
  )
})

void eachEngine(t, 'should let two challenge each other where that is allowed', async (t, database) => {
  const { plan } = await startChallengePlanning(t, database, { changes: FOUR })
  const none = await plan()
  t.match(none.impossible, { conflict: [{ kind: 'mutual', because: 'No two challenge each other.' }] })
  t.match(none.impossible.reasons[0], /^Kent needs four others, half to challenge/)
  const both = await plan({ mutual: true })
  t.match(both, { state: 'planned', mutual: true, isOptimal: true })
  t.same(wrongWith(both.challenges, { perPaper: 2, mutual: true }), [])
  const one = await plan({ perPaper: 1 })
  t.same(wrongWith(one.challenges, { perPaper: 1 }), [])
  t.equal(names(one.challenges[0].challengers).length, 1)
})

void eachEngine(t, 'should refuse what cannot be planned from, and name the field', async (t, database) => {
  const { consultant, round, ask } = await startChallengePlanning(t, database, { changes: FOUR })
  for (const [body, pointer] of [
    [{ perPaper: 0 }, '/perPaper'],
    [{ perPaper: 4 }, '/perPaper'],
    [{ seconds: 0 }, '/seconds'],
    [{ policy: { weights: { 'travel-total': -1 } } }, '/policy/weights/travel-total'],
    [{ pins: [by('Kent', 'Kent')] }, '/pins/0/challengers/0'],
    [{ pins: [by('Kent', 'Buckinghamshire')] }, '/pins/0/challengers/0'],
    [{ pins: [by('Bracknell Forest', 'Kent')] }, '/pins/0/authority'],
    [{ pins: [by('Medway', 'Kent'), by('Medway', 'Surrey')] }, '/pins/1/authority'],
    [
      { pins: [{ authority: ref('Kent'), challengers: [{ gssCode: 'E08000003' }] }] },
      '/pins/0/challengers/0',
    ],
    [{ bans: [{ authorities: [ref('Kent'), ref('Kent')] }] }, '/bans/0/authorities/1'],
    [{ bans: [{ authorities: [ref('Kent'), HAMPSHIRE] }] }, '/bans/0/authorities/1'],
  ] as const)
    t.match(
      await ask(body),
      { status: 400, body: { code: 'invalid-request', errors: [{ pointer }] } },
      pointer,
    )
  const { body: list } = await consultant.get(`/v1/rounds/${round.id}/challenge-plans`)
  t.same(list.items, [])
  const { body: triads } = await consultant.post('/v1/rounds', {
    label: 'Triads',
    window: { first: '2020-10-01', last: '2020-12-11' },
    ...FOUR,
  })
  t.match(await consultant.post(`/v1/rounds/${triads.id}/challenge-plans`, {}), {
    status: 409,
    body: { code: 'wrong-state' },
  })
})

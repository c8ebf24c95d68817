import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { NINE, pairsIn, type SentYear, SLOUGH, startRotations, WEST_SUSSEX } from '../fixtures/rotations.ts'
import { HAMPSHIRE, ISLE_OF_WIGHT, ref } from '../fixtures/round.ts'

/** The pairs of the triads of 2019-20. */
const HELD = [
  'Kent – Medway',
  'Kent – Surrey',
  'Medway – Surrey',
  'Buckinghamshire – Hampshire and Isle of Wight',
  'Buckinghamshire – Oxfordshire',
  'Hampshire and Isle of Wight – Oxfordshire',
  'Bracknell Forest – Slough',
  'Bracknell Forest – West Sussex',
  'Slough – West Sussex',
]

/** What is wrong with a plan of years, by counting each pair, beside those that met before. */
const faultsOf = (years: readonly SentYear[], met: readonly string[]): string[] => {
  const seen = new Set(met)
  return years.flatMap((year) => {
    const pairs = pairsIn(year)
    const names = year.groups.flatMap(({ seats }) => seats.map(({ name }) => name))
    const again = pairs.filter((pair) => seen.has(pair)).length
    for (const pair of pairs) seen.add(pair)
    return [
      ...(new Set(names).size === 9 && names.length === 9 ? [] : [`year ${year.year}: ${names}`]),
      ...(again === year.repeats && again >= year.fewestRepeats
        ? []
        : [`year ${year.year}: ${again} meet again, not ${year.repeats}`]),
    ]
  })
}

void eachEngine(t, 'should plan the years in which nobody meets twice', async (t, database) => {
  const { ask, rotate, hold, consultant, authorities } = await startRotations(t, database)
  const first = await rotate()
  t.match(first, { directors: 9, wanted: 4, history: [], state: 'planned' }, 'nobody has met yet')
  t.equal(first.result.repeatFreeYears, 4)
  t.same(faultsOf(first.result.years, []), [])

  const roundId = await hold('2019-20', '2019-11-13')
  const asked = await ask({ seed: 7 })
  t.match(asked, { status: 202, body: { state: 'waiting', isEnded: false, result: null, wanted: 3 } })
  t.equal(asked.headers.location, `/v1/rotations/${asked.body.id}`)
  const rotation = await rotate({ seed: 7 })
  t.match(rotation, {
    state: 'planned',
    isEnded: true,
    tries: 1,
    seed: 7,
    progress: { found: 3, most: 3 },
    failure: null,
    history: [{ round: { id: roundId, label: '2019-20' }, pairs: 9 }],
  })
  const { result } = rotation
  t.same(faultsOf(result.years, HELD), [])
  t.ok(result.years.every(({ repeats }: SentYear) => repeats === 0))
  t.match(result, { repeatFreeYears: 3, most: { years: 3 }, missing: null })
  t.match(
    result.most.because,
    /Of 36 pairs, 27 have not met and may, and each year takes 9: enough for three years/,
  )
  t.match(result.inWords, /^The region can run three years from here .* and no plan has more\./)
  const shared = result.years[0].groups
    .flatMap(({ seats }: { seats: { name: string; authorities: { id: string; name: string }[] }[] }) => seats)
    .find(({ name }: { name: string }) => name === 'Director, Hampshire and Isle of Wight')
  t.same(shared.authorities, [
    { id: authorities.Hampshire?.id, name: 'Hampshire' },
    { id: authorities['Isle of Wight']?.id, name: 'Isle of Wight' },
  ])

  const again = (await consultant.get(String(asked.headers.location))).body
  t.same(again.result, result, 'the same seed and the same region: the same answer')
  const { body: list } = await consultant.get('/v1/rotations')
  t.same(
    list.items.map(({ id }: { id: string }) => id).toSorted(),
    [first.id, asked.body.id, rotation.id].toSorted(),
  )
  t.equal((await consultant.get('/v1/rounds')).body.items.length, 1, 'nothing has changed')
})

void eachEngine(t, 'should count as held what the consultant says', async (t, database) => {
  const { rotate, hold } = await startRotations(t, database)
  await hold('2019-20', '2019-11-13')
  const forgotten = await rotate({ since: '2020-01-01' })
  t.match(forgotten, { history: [], result: { repeatFreeYears: 4 } })
  const notYet = await rotate({ before: '2019-11-13' })
  t.match(notYet, { history: [], result: { repeatFreeYears: 4 } })

  const longer = await rotate({ years: 5 })
  t.same(faultsOf(longer.result.years, HELD), [])
  t.match(longer, { state: 'planned', result: { repeatFreeYears: 3, most: { years: 3 } } })
  t.same(
    longer.result.years.map(({ repeats, fewestRepeats }: SentYear) => [repeats, fewestRepeats]),
    [
      [0, 0],
      [0, 0],
      [0, 0],
      [9, 9],
      [9, 9],
    ],
    'then all nine pairs of a year meet again, which is proven to be the fewest',
  )
  const shorter = await rotate({ years: 2 })
  t.match(shorter.result, { repeatFreeYears: 2, most: { years: 3 }, years: [{ year: 1 }, { year: 2 }] })
  t.match(shorter.result.inWords, /as many as were asked for; no plan has more than three/)
})

void eachEngine(t, 'should keep what is pinned and banned', async (t, database) => {
  const { rotate, hold, consultant, authorities } = await startRotations(t, database)
  await hold('2019-20', '2019-11-13')
  const pinned = await rotate({
    pins: [
      { authorities: [ref('Kent'), ref('Oxfordshire'), SLOUGH] },
      { authorities: [ref('Medway'), ISLE_OF_WIGHT], year: 2 },
    ],
  })
  t.same(faultsOf(pinned.result.years, HELD), [])
  t.equal(pinned.result.repeatFreeYears, 3, 'and no year is lost by it')
  t.ok(pairsIn(pinned.result.years[0]).includes('Kent – Slough'))
  t.ok(pairsIn(pinned.result.years[0]).includes('Kent – Oxfordshire'))
  t.ok(pairsIn(pinned.result.years[1]).includes('Hampshire and Isle of Wight – Medway'))

  const kin = { personId: authorities.Surrey?.director.personId, authorityId: authorities.Slough?.id }
  await consultant.post('/v1/conflicts', { ...kin, type: 'other', reason: 'Kin.' })
  const banned = await rotate({ bans: [{ authorities: [ref('Kent'), WEST_SUSSEX] }], years: 3 })
  const pairs = banned.result.years.flatMap(pairsIn)
  t.same(faultsOf(banned.result.years, HELD), [])
  t.notOk(pairs.includes('Kent – West Sussex'))
  t.notOk(pairs.includes('Slough – Surrey'), 'a conflict of interest keeps two apart')
  t.ok(banned.result.most.years < 3)

  const others = ['Medway', 'Surrey', 'Oxfordshire', 'Buckinghamshire', 'Bracknell Forest'] as const
  const bans = [...others.map(ref), HAMPSHIRE, SLOUGH].map((other) => ({ authorities: [ref('Kent'), other] }))
  const alone = await rotate({ bans, years: 2 })
  t.match(alone, { state: 'impossible', result: { repeatFreeYears: 0, years: [], most: { years: 0 } } })
  t.match(alone.result.missing, { kind: 'impossible', year: 1, conflict: [{ kind: /ban|sizes/ }] })
  t.match(alone.result.inWords, /Year 1 cannot be held at all/)
  t.match(alone.result.most.because, /^Director, Kent has one left to meet for the first time/)
})

void eachEngine(t, 'should say of few directors that they have one year', async (t, database) => {
  const { rotate, consultant } = await startRotations(t, database)
  for (const [name, gssCode] of [
    ['Reading', 'E06000038'],
    ['Wokingham', 'E06000041'],
  ])
    await consultant.post('/v1/authorities', {
      name,
      kind: 'unitary',
      officeTown: name,
      latitude: 51.4,
      longitude: -0.9,
      statisticalNeighbours: [],
      codes: [{ gssCode }],
    })
  const all = (await consultant.get('/v1/authorities')).body.items.map(({ id }: { id: string }) => ({
    authorityId: id,
  }))
  t.equal(all.length, 12, 'eleven directors: two seats are vacant, and one has two authorities')
  for (const [left, directors] of [
    [0, 11],
    [1, 10],
    [4, 8],
    [5, 7],
  ] as const) {
    const { result, ...rotation } = await rotate({ participants: all.slice(left), years: 1 })
    t.equal(rotation.directors, directors)
    t.match(result, { repeatFreeYears: 1, most: { years: 1 } })
    t.match(
      result.inWords,
      /can run one year from here before two directors meet again, and no plan has more/,
    )
    t.match(result.most.because, /all ways have been tried.*after one year two must meet again/)
  }
})

void eachEngine(t, 'should refuse what nothing can be made of, in words', async (t, database) => {
  const { ask, hold, authorities } = await startRotations(t, database)
  const nobody = await ask({ participants: [] })
  t.match(nobody, { status: 400, body: { errors: [{ pointer: '/participants' }] } })
  const round = await hold('2019-20', '2019-11-13')
  t.ok(round)
  const kentAnd = (...others: readonly object[]) => ({ authorities: [ref('Kent'), ...others] })
  const refused: readonly (readonly [object, string, RegExp])[] = [
    [{ years: 0 }, '/years', /counted from one/],
    [{ years: 61 }, '/years', /./],
    [{ participants: [ref('Kent'), ref('Medway')] }, '/participants', /^Two directors cannot be divided/],
    [
      { participants: [HAMPSHIRE, ISLE_OF_WIGHT, ref('Kent')] },
      '/participants',
      /^Two directors cannot be divided/,
    ],
    [{ participants: [{ gssCode: 'E08000003' }] }, '/participants/0', /has no authority E08000003/],
    [
      {
        participants: NINE.slice(1).map(({ authority }) => authority),
        pins: [kentAnd(ref('Bracknell Forest'))],
      },
      '/pins/0/authorities/1',
      /Bracknell Forest is not among those who are planned for/,
    ],
    [{ pins: [kentAnd(ref('Medway'))] }, '/pins/0/authorities', /have met in the round 2019-20/],
    [
      { pins: [kentAnd(SLOUGH)], bans: [{ ...kentAnd(SLOUGH), because: 'A shared trust.' }] },
      '/pins/0/authorities',
      /pinned together and may not meet: A shared trust\./,
    ],
    [
      { pins: [kentAnd(SLOUGH, ref('Oxfordshire')), kentAnd(ref('Buckinghamshire'))] },
      '/pins/1/authorities',
      /would be one group: groups here have at most three directors/,
    ],
    [
      { pins: [kentAnd(SLOUGH), { ...kentAnd(SLOUGH), year: 2 }] },
      '/pins/1/authorities',
      /pinned in year 1 already, and meet only once/,
    ],
    [
      { years: 2, pins: [{ ...kentAnd(SLOUGH), year: 3 }] },
      '/pins/0/year',
      /beyond the two that are asked for/,
    ],
    [{ pins: [{ authorities: [HAMPSHIRE, ISLE_OF_WIGHT] }] }, '/pins/0/authorities', /one director/],
    [{ since: '2019-02-30' }, '/since', /no such date/],
  ]
  for (const [body, pointer, detail] of refused) {
    const reply = await ask(body)
    t.match(reply, { status: 400, body: { errors: [{ pointer }] } }, JSON.stringify(body))
    t.match(reply.body.errors[0].detail, detail)
  }
  const director = authorities.Kent?.director
  if (director) t.match(await ask({}, director), { status: 403 })
})

void eachEngine(t, 'should refuse a whole country', async (t, database) => {
  const { ask, consultant } = await startRotations(t, database)
  for (let count = 0; count < 52; count++)
    await consultant.post('/v1/authorities', {
      name: `Borough ${count}`,
      kind: 'london-borough',
      officeTown: 'Nowhere',
      latitude: 51.5,
      longitude: 0,
      statisticalNeighbours: [],
      codes: [],
    })
  const reply = await ask()
  t.match(reply, { status: 400, body: { errors: [{ pointer: '/participants' }] } })
  t.match(reply.body.detail, /at most 60 directors; these are 61/)
})

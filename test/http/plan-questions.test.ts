import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startPlanning } from '../fixtures/plans.ts'
import { ref } from '../fixtures/round.ts'

void eachEngine(t, 'should say why a plan is not otherwise', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, solve } = round
  await round.calendar({
    kind: 'conference',
    name: 'Conferences',
    scope: { kind: 'region' },
    commitments: [{ title: 'Annual conference', from: '2019-11-13', to: '2019-11-13' }],
  })
  const bans = [{ authorities: [ref('Kent'), ref('Surrey')], because: 'A shared trust.' }]
  const plan = await round.plan({ bans, policy: { preferredWeekdays: [1, 2, 3, 4] } })
  t.match(plan, { state: 'planned', isOptimal: true })
  const url = `/v1/plans/${plan.id}/why-not`
  const ask = async (body: object) => {
    const asked = await consultant.post(url, body)
    t.match(asked, { status: 202, body: { state: 'waiting', because: [], instead: null } }, asked.text)
    await solve()
    return (await consultant.get(String(asked.headers.location))).body
  }

  const blocked = await ask({ authorities: [ref('Kent')], date: '2019-11-13' })
  t.match(blocked, { state: 'forbidden', because: [{ kind: 'clash', because: /Annual conference/ }] })
  t.equal(blocked.instead.events.length, 2, 'and what the plan would be without that')

  const banned = await ask({ authorities: [ref('Kent'), ref('Surrey')] })
  t.match(banned, { state: 'forbidden', because: [{ kind: 'ban', because: 'A shared trust.' }] })

  const dearer = await ask({ authorities: [ref('Kent')], date: '2019-11-15' })
  t.match(dearer, { state: 'costs', because: [] })
  t.equal(dearer.instead.more.amounts['preferred-weekdays'], 1, 'a Friday is no day that was preferred')
  t.ok(dearer.instead.more.total > 0)

  const [{ seats, date: met }] = plan.events
  const together = seats.flatMap(({ authorities }: { authorities: { id: string }[] }) => authorities)
  for (const date of [undefined, met])
    t.match(
      await consultant.post(url, {
        authorities: together.map(({ id }: { id: string }) => ({ authorityId: id })),
        date,
      }),
      { status: 409, body: { code: 'wrong-state', detail: /^So it is in this plan: they meet on / } },
    )
  t.equal(dearer.isEnded, true)
  t.match(dearer.inWords, /^It could be so: .* for one event on other weekdays than preferred/)
  t.match(blocked.inWords, /^It cannot be so: .*Annual conference.* Without that the best plan costs /)
  t.match(plan.inWords, /^No other plan costs less\. It costs /)
  t.match(plan.events[0].inWords, /^It costs /)

  const next = await ask({ authorities: [] })
  t.match(next, { state: 'costs', because: [] })
  t.ok(next.instead.more.total >= 0, 'any other plan costs as much or more')
  const asOne = (events: readonly { seats: readonly { id: string }[]; date: string }[]) =>
    events.map(({ seats, date }) => JSON.stringify([seats.map(({ id }) => id), date])).toSorted()
  t.notSame(asOne(next.instead.events), asOne(plan.events), 'and is another')

  const { body: unchanged } = await consultant.get(`/v1/plans/${plan.id}`)
  t.same(unchanged.events, plan.events, 'the plan stays as it was')
})

void eachEngine(t, 'should refuse a question that cannot be asked', async (t, database) => {
  const round = await startPlanning(t, database)
  const { consultant, authorities } = round
  const plan = await round.plan()
  const url = `/v1/plans/${plan.id}/why-not`
  const kent = ref('Kent')
  for (const [body, pointer] of [
    [{ authorities: [kent] }, '/authorities'],
    [{ authorities: [], date: '2019-11-12' }, '/authorities'],
    [{ authorities: [ref('Bracknell Forest')] }, '/authorities/0'],
    [{ authorities: [kent], date: '2019-11-10' }, '/date'],
    [{ authorities: [kent], facilitatorId: authorities.Kent?.id }, '/facilitatorId'],
    [{ authorities: [kent, ref('Surrey'), ref('Medway'), ref('Oxfordshire')] }, '/authorities'],
  ] as const)
    t.match(await consultant.post(url, body), { status: 400, body: { errors: [{ pointer }] } }, pointer)
  const waiting = (await round.ask()).body.id
  t.match(
    await consultant.post(`/v1/plans/${waiting}/why-not`, { authorities: [kent], date: '2019-11-12' }),
    {
      status: 409,
      body: { code: 'wrong-state' },
    },
  )
  const asked = await consultant.post(url, { authorities: [kent], date: '2019-11-12' })
  const question = String(asked.headers.location)
  t.equal((await consultant.get(question)).status, 200)
  t.equal((await authorities.Kent?.director.get(question))?.status, 404, 'answers are the consultant’s alone')
  const stranger = (await round.service.region('North West')).consultant
  t.equal((await stranger.get(question)).status, 404)
})

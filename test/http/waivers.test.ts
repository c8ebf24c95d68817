import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY } from '../fixtures/events.ts'
import { change } from '../fixtures/service.ts'
import { clashesOf, conference, startWatch } from '../fixtures/watched.ts'

await eachEngine(t, 'should accept a clash until what it rests on changes', async (t, database) => {
  const { round, watch, at } = await startWatch(t, database)
  const id = await round.confirmed()
  const { body: calendar } = await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
  await watch.look()
  const [found] = (await clashesOf(round)).items
  const address = `/v1/rounds/${round.roundId}/waivers`
  const waive = (body: object, client = round.consultant) =>
    client.post(address, { clashId: found.id, reason: 'None of the three goes.', ...body })

  t.equal((await waive({}, round.authorities.Kent?.director)).status, 403)
  t.match(await waive({ until: '2019-05-09' }), { status: 400, body: { errors: [{ pointer: '/until' }] } })
  t.equal((await waive({ clashId: id })).status, 404)
  t.match(await waive({ until: '2019-05-20' }), {
    status: 200,
    body: { eventId: id, rule: 'conference', stands: true, until: '2019-05-20' },
  })
  t.match((await clashesOf(round)).items, [{ id: found.id, waived: 'None of the three goes.' }])

  at('2019-05-21T09:00:00Z')
  t.match(await watch.look(), { judged: 1 })
  t.match((await clashesOf(round)).items, [{ id: found.id, waived: null }], 'it ran out')
  t.equal((await round.consultant.get('/v1/outbox')).body.items.length, 2, 'and is told of again')

  await waive({})
  t.match((await clashesOf(round)).items, [{ waived: 'None of the three goes.' }])
  const { body: excusing } = await round.consultant.get(`/v1/rounds/${round.roundId}/waivers`)
  t.match(excusing.items.at(-1), { stands: true, excuses: true })
  const { body: commitments } = await round.consultant.get(`/v1/calendars/${calendar.id}/commitments`)
  await change(round.consultant, `/v1/calendars/${calendar.id}/commitments/${commitments.items[0].id}`, {
    from: '2019-11-07',
  })
  t.match((await clashesOf(round)).items, [{ id: found.id, waived: null }], 'it is another commitment now')
  t.match((await round.consultant.get(`/v1/challenge-events/${id}`)).body.clashes, [{ waived: null }])
  const { body: given } = await round.consultant.get(`/v1/rounds/${round.roundId}/waivers`)
  t.match(given.items.at(-1), { stands: true, excuses: false })
})

await eachEngine(t, 'should never accept a double booking', async (t, database) => {
  const { round } = await startWatch(t, database)
  await round.confirmed()
  const again = await round.proposed()
  const [found] = (await clashesOf(round, `&eventId=${again}`)).items
  t.equal(found.rule, 'person-double-booked')
  t.match(
    await round.consultant.post(`/v1/rounds/${round.roundId}/waivers`, {
      clashId: found.id,
      reason: 'Both.',
    }),
    { status: 400, body: { errors: [{ pointer: '/clashId' }] } },
  )
})

await eachEngine(t, 'should take a waiver back, so that the clash stands again', async (t, database) => {
  const { round, watch, at } = await startWatch(t, database)
  const { consultant } = round
  const id = await round.confirmed()
  const other = await round.proposed({ triadId: round.triads[1] })
  await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
  await watch.look()
  const found = (await clashesOf(round, `&eventId=${id}`)).items[0]
  const address = `/v1/rounds/${round.roundId}/waivers`
  const { body: waiver } = await consultant.post(address, { clashId: found.id, reason: 'None of them goes.' })
  t.match(await watch.look(), { judged: 1 })
  t.match(waiver, { stands: true, revokedAt: null, revokedBy: null })

  at('2019-05-11T09:00:00Z')
  t.equal((await round.authorities.Kent?.director.delete(`${address}/${waiver.id}`))?.status, 403)
  t.equal((await consultant.delete(`${address}/${id}`)).status, 404)
  t.equal((await consultant.delete(`/v1/rounds/${id}/waivers/${waiver.id}`)).status, 404, 'in no other round')
  t.equal((await consultant.delete(`${address}/${waiver.id}?dryRun=true`)).status, 204)
  t.match((await consultant.get(address)).body.items, [{ id: waiver.id, stands: true }], 'tried, not done')

  t.equal((await consultant.delete(`${address}/${waiver.id}`)).status, 204)
  t.match(await watch.look(), { judged: 1, opened: 0, closed: 0 }, 'its event alone')
  t.match(
    (await clashesOf(round, `&eventId=${id}`)).items,
    [{ id: found.id, waived: null }],
    'the same clash',
  )
  t.match((await consultant.get(`/v1/challenge-events/${id}`)).body.clashes, [{ waived: null }])
  t.match((await clashesOf(round, `&eventId=${other}`)).items, [{ rule: 'conference', waived: null }])
  t.match((await consultant.get(address)).body.items, [
    {
      id: waiver.id,
      reason: 'None of them goes.',
      stands: false,
      revokedAt: '2019-05-11T09:00:00.000Z',
      revokedBy: consultant.personId,
    },
  ])
  const { body: told } = await consultant.get('/v1/outbox')
  t.equal(told.items.length, 2, 'a confirmed event is refused again, and the consultant is told again')
  t.equal(told.items[1].payload.cause, 'waiver')
  t.match(await consultant.delete(`${address}/${waiver.id}`), { status: 409, body: { code: 'wrong-state' } })

  const { rows } = await database.pool.query(
    `select subject_id, outcome from audit_entry where action = 'revokeWaiver' and outcome = 'done'`,
  )
  t.match(rows, [{ subject_id: waiver.id }], 'it left one audit row')
})

await eachEngine(
  t,
  'should tell of an event that was confirmed by a waiver which is gone before anybody looks',
  async (t, database) => {
    const { round, watch } = await startWatch(t, database)
    const { consultant } = round
    const id = await round.proposed()
    await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
    await watch.look()
    t.same((await consultant.get('/v1/outbox')).body.items, [], 'a proposed event is no alarm')

    const address = `/v1/rounds/${round.roundId}/waivers`
    const [found] = (await clashesOf(round)).items
    const { body: waiver } = await consultant.post(address, {
      clashId: found.id,
      reason: 'None of them goes.',
    })
    t.match(await round.move(id, 'confirm', {}), { status: 200 })
    t.equal((await consultant.delete(`${address}/${waiver.id}`)).status, 204)
    await watch.look()
    t.match((await consultant.get('/v1/outbox')).body.items, [
      { topic: 'clash.detected', payload: { eventId: id, cause: 'waiver' } },
    ])
    await watch.look()
    t.equal((await consultant.get('/v1/outbox')).body.items.length, 1, 'once')
  },
)

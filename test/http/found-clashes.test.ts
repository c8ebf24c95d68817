import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, type TestRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'
import { change } from '../fixtures/service.ts'
import { clashesOf, conference, startWatch } from '../fixtures/watched.ts'

await eachEngine(
  t,
  'should open a clash when a commitment comes, and close it when it goes',
  async (t, database) => {
    const { round, watch, at } = await startWatch(t, database)
    const id = await round.confirmed()
    const other = await round.proposed({ triadId: round.triads[1], date: '2019-11-22' })
    await watch.look()
    t.same((await clashesOf(round)).items, [])

    at('2019-05-11T09:00:00Z')
    const { body: calendar } = await round.calendar(conference({ from: '2019-11-07', to: FRIDAY }))
    t.match(await watch.look(), { judged: 1, opened: 1, closed: 0 }, 'the event of that day alone')
    const [found] = (await clashesOf(round)).items
    t.match(found, {
      eventId: id,
      rule: 'conference',
      severity: 'blocking',
      openedAt: '2019-05-11T09:00:00.000Z',
      openedBy: 'commitment',
      because: 'A commitment was added, changed or removed.',
      closedAt: null,
    })
    t.match(await watch.look(), { judged: 0 }, 'nothing waits any more')

    const { body: outbox } = await round.consultant.get('/v1/outbox')
    t.match(outbox.items, [
      {
        topic: 'clash.detected',
        at: '2019-05-11T09:00:00.000Z',
        payload: {
          eventId: id,
          cause: 'commitment',
          clashes: [{ rule: 'conference', message: /Annual conference/ }],
          alternatives: [
            { date: '2019-11-06', startTime: '10:00', endTime: '13:00', against: [] },
            { date: '2019-11-05', startTime: '10:00', against: [] },
            { date: '2019-11-11', against: [] },
          ],
        },
      },
    ])
    t.equal((await round.authorities.Kent?.director.get('/v1/outbox'))?.status, 403)

    at('2019-05-12T09:00:00Z')
    const { body: commitments } = await round.consultant.get(`/v1/calendars/${calendar.id}/commitments`)
    const address = `/v1/calendars/${calendar.id}/commitments/${commitments.items[0].id}`
    await change(round.consultant, address, { to: '2019-11-07' })
    t.match(await watch.look(), { judged: 1, opened: 0, closed: 1 })
    t.same((await clashesOf(round)).items, [])
    t.match((await clashesOf(round, '&standing=before')).items, [
      { id: found.id, closedAt: '2019-05-12T09:00:00.000Z', closedBy: 'commitment' },
    ])
    await change(round.consultant, address, { from: '2019-11-22', to: '2019-11-22' })
    t.match(await watch.look(), { judged: 1, opened: 1 }, 'where it went, and not where it was not any more')
    t.match((await clashesOf(round)).items, [{ eventId: other }])
    t.equal((await round.consultant.get('/v1/outbox')).body.items.length, 1, 'a proposed event is no alarm')
  },
)

await eachEngine(t, 'should touch only the events whom a change concerns', async (t, database) => {
  const { round, watch } = await startWatch(t, database)
  const one = await round.proposed()
  await round.proposed({ triadId: round.triads[1] })
  await watch.look()
  const kent = { kind: 'authorities', authorities: [ref('Kent')] }
  await round.calendar({
    ...conference({ from: FRIDAY, to: FRIDAY }, kent),
    kind: 'school-holiday',
    name: 'Kent',
  })
  t.match(await watch.look(), { judged: 1, opened: 1 })
  t.match((await clashesOf(round)).items, [{ eventId: one, rule: 'school-holiday' }])
  const diary = (client: TestRound['consultant']) =>
    client.post('/v1/calendars', {
      kind: 'personal',
      name: 'Diary',
      scope: { kind: 'persons', personIds: [client.personId] },
      commitments: [{ from: FRIDAY, to: FRIDAY }],
    })
  await diary(round.authorities.Oxfordshire?.director ?? round.consultant)
  t.match(await watch.look(), { judged: 1, opened: 1 }, 'the other triad’s')
  await diary(round.consultant)
  t.match(await watch.look(), { judged: 0 }, 'somebody who is in no event')
})

await eachEngine(
  t,
  'should see a moved event, a switched rule, a new director and a grown stale calendar',
  async (t, database) => {
    const required = [{ kind: 'conference', scope: 'region' }]
    const { round, watch, at } = await startWatch(t, database, { requiredCalendars: required })
    await round.calendar({
      ...conference({ from: '2019-11-15', to: '2019-11-15' }),
      coversFrom: '2019-09-01',
      coversTo: '2020-08-31',
      staleAfterDays: 30,
    })
    const id = await round.proposed()
    const rules = async () => (await clashesOf(round)).items.map((each: { rule: string }) => each.rule)
    t.same(await rules(), [])

    await round.move(id, 'reschedule', { date: '2019-11-15', reason: 'A room.' })
    await watch.look()
    t.same(await rules(), ['conference'])
    t.equal((await clashesOf(round)).items[0].openedBy, 'event')

    const policy = { clashes: { severities: { conference: 'warning' }, shortNoticeWeeks: 40 } }
    await change(round.consultant, `/v1/rounds/${round.roundId}`, { policy })
    await watch.look()
    t.match((await clashesOf(round)).items, [
      { rule: 'conference', severity: 'warning', openedBy: 'event' },
      { rule: 'short-notice', openedBy: 'round' },
    ])

    at('2019-06-09T08:59:00Z')
    await watch.look()
    t.notOk((await rules()).includes('calendar-unknown'))
    await round.move(id, 'reschedule', { date: FRIDAY, reason: 'The conference.' })
    await watch.look()
    at('2019-06-09T09:00:30Z')
    t.match(await watch.look(), { judged: 1 })
    t.match(
      (await clashesOf(round)).items.find((each: { rule: string }) => each.rule === 'calendar-unknown'),
      {
        openedBy: 'stale',
        openedAt: '2019-06-09T09:00:30.000Z',
        message: /was last checked on Friday 10 May 2019/,
      },
    )

    const appointments = (await round.consultant.get('/v1/appointments?limit=200')).body.items
    const kent = appointments.find(
      (each: { personId: string }) => each.personId === round.authorities.Kent?.director.personId,
    )
    await change(round.consultant, `/v1/appointments/${kent.id}`, { until: '2019-09-01' })
    await watch.look()
    t.match(
      (await clashesOf(round)).items.find((each: { rule: string }) => each.rule === 'too-few-directors'),
      { openedBy: 'people', message: /no director in post for Kent/ },
    )
  },
)

await eachEngine(
  t,
  'should show others of an inspection only that somebody is unavailable',
  async (t, database) => {
    const { round } = await startWatch(t, database)
    await round.proposed()
    await round.calendar({
      kind: 'inspection',
      name: 'Inspection of Kent',
      scope: { kind: 'authorities', authorities: [ref('Kent')] },
      commitments: [{ title: 'Front door visit', from: FRIDAY, to: FRIDAY }],
    })
    const surrey = round.authorities.Surrey?.director ?? round.consultant
    const seen = await surrey.get(`/v1/rounds/${round.roundId}/clashes`)
    t.match(seen.body.items, [{ rule: 'unavailable', calendarId: null, commitmentId: null }])
    t.notMatch(seen.text, /nspection|Front door/)
  },
)

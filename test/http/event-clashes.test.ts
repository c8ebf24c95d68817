import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound } from '../fixtures/events.ts'
import { appoint } from '../fixtures/service.ts'

const CONFERENCE = {
  kind: 'conference',
  name: 'Conferences',
  scope: { kind: 'region' },
  commitments: [{ title: 'Annual conference', from: '2019-11-07', to: '2019-11-08' }],
}

const REASON = { reason: 'Half term in Medway' }

const rulesOf = ({ clashes }: { clashes: { rule: string }[] }) => clashes.map(({ rule }) => rule)

void eachEngine(
  t,
  'should list a blocking clash, refuse to confirm it, and take its waiver',
  async (t, database) => {
    const round = await startRound(t, database)
    const { body: calendar } = await round.calendar(CONFERENCE)
    const proposal = await round.propose()
    t.match(proposal.body.clashes, [
      { rule: 'conference', severity: 'blocking', waived: null, calendarId: calendar.id },
    ])
    const [{ commitmentId }] = proposal.body.clashes
    const id = proposal.body.id
    const refused = await round.move(id, 'confirm', {})
    t.match(refused, { status: 409, body: { code: 'clash', clashes: proposal.body.clashes } })
    t.match(refused.body.detail, /Annual conference/)
    const wrong = [{ rule: 'weekend', reason: 'Agreed' }]
    t.match(await round.move(id, 'confirm', { waivers: wrong }), {
      status: 400,
      body: { errors: [{ pointer: '/waivers/0' }] },
    })
    t.equal((await round.consultant.get(`/v1/challenge-events/${id}`)).body.state, 'proposed')

    const waivers = [{ rule: 'conference', commitmentId, reason: 'None of the three goes' }]
    const confirmed = await round.move(id, 'confirm', { waivers })
    t.match(confirmed, {
      status: 200,
      body: { state: 'confirmed', clashes: [{ waived: 'None of the three goes' }] },
    })
    const listed = await round.consultant.get(`/v1/rounds/${round.roundId}/waivers`)
    t.match(listed.body.items, [
      { eventId: id, rule: 'conference', commitmentId, reason: 'None of the three goes', stands: true },
    ])
    const { body: audit } = await round.consultant.get('/v1/audit-entries?limit=500')
    t.match(audit.items.at(-1), { action: 'confirmChallengeEvent', subjectId: id, detail: { waivers } })
    t.match(
      (await round.consultant.get(`/v1/rounds/${round.roundId}/clashes`)).body.items,
      [{ eventId: id, rule: 'conference', waived: 'None of the three goes' }],
      'it stays marked',
    )

    const moved = await round.move(id, 'reschedule', { date: '2019-11-07', ...REASON })
    t.match(moved, { status: 409, body: { code: 'clash' } }, 'the waiver was for the other day')
    const elsewhere = await round.move(id, 'reschedule', { date: '2019-11-15', ...REASON })
    t.match(elsewhere, { status: 200, body: { state: 'confirmed', date: '2019-11-15', clashes: [] } })
    const after = await round.consultant.get(`/v1/rounds/${round.roundId}/waivers`)
    t.match(after.body.items, [{ stands: false }])
    const back = await round.move(id, 'reschedule', { date: FRIDAY, ...REASON })
    t.match(back, { status: 409, body: { code: 'clash' } }, 'and the old date is a new one')
  },
)

void eachEngine(t, 'should refuse a double booking in every state that holds time', async (t, database) => {
  const round = await startRound(t, database)
  const first = await round.confirmed()
  const second = await round.propose({ startTime: '12:00', endTime: '15:00' })
  t.match(second.body.clashes, [{ rule: 'person-double-booked', severity: 'blocking', otherEventId: first }])
  const waivers = [{ rule: 'person-double-booked', reason: 'They are quick' }]
  t.match(await round.move(second.body.id, 'confirm', { waivers }), {
    status: 400,
    body: { errors: [{ pointer: '/waivers/0', detail: /cannot be waived/ }] },
  })
  const refused = await round.move(second.body.id, 'confirm', {})
  t.match(refused, { status: 409, body: { code: 'clash', clashes: [{ rule: 'person-double-booked' }] } })
  const later = await round.move(second.body.id, 'reschedule', {
    startTime: '13:00',
    endTime: '15:00',
    ...REASON,
  })
  t.match(later, { status: 200, body: { clashes: [] } }, 'spans that touch do not overlap')
  t.equal((await round.move(second.body.id, 'confirm', {})).status, 200)
  const onto = await round.move(second.body.id, 'reschedule', { startTime: '12:59', ...REASON })
  t.match(onto, { status: 409, body: { code: 'clash' } })

  const facilitator = await appoint(round.service, round.consultant, 'Facilitator A', { role: 'facilitator' })
  const busy = await round.confirmed({ triadId: round.triads[1], facilitatorIds: [facilitator.personId] })
  const url = `/v1/challenge-events/${first}`
  const { headers } = await round.consultant.get(url)
  const match = { 'if-match': String(headers.etag) }
  const named = await round.consultant.patch(url, { facilitatorIds: [facilitator.personId] }, match)
  t.match(named, { status: 409, body: { code: 'clash', clashes: [{ otherEventId: busy }] } })
  const venue = await round.consultant.patch(url, { venue: 'Civic Centre', title: 'Kent and others' }, match)
  t.match(venue, { status: 200, body: { venue: 'Civic Centre', title: 'Kent and others', revision: 3 } })
})

void eachEngine(t, 'should free the time of an event that is deferred or cancelled', async (t, database) => {
  const round = await startRound(t, database)
  for (const ending of ['defer', 'cancel']) {
    const first = await round.confirmed()
    const second = await round.proposed()
    t.equal((await round.move(second, 'confirm', {})).status, 409)
    t.equal((await round.move(first, ending, REASON)).status, 200)
    t.equal((await round.move(second, 'confirm', {})).status, 200, ending)
    t.equal((await round.move(second, 'cancel', REASON)).status, 200)
  }
})

void eachEngine(t, 'should let two confirmed events change places in one request', async (t, database) => {
  const round = await startRound(t, database)
  const first = await round.confirmed()
  const second = await round.confirmed({ date: '2019-11-15', startTime: '14:00', endTime: '16:00' })
  const alone = await round.move(first, 'reschedule', {
    date: '2019-11-15',
    startTime: '14:00',
    endTime: '16:00',
    ...REASON,
  })
  t.match(alone, { status: 409, body: { code: 'clash' } }, 'neither can go first')
  const stale = { swapWith: { eventId: second, revision: 1 }, ...REASON }
  t.match(await round.move(first, 'reschedule', stale), {
    status: 412,
    body: { errors: [{ pointer: '/swapWith/revision' }] },
  })
  const swapped = await round.move(first, 'reschedule', {
    swapWith: { eventId: second, revision: 2 },
    ...REASON,
  })
  t.match(swapped, {
    status: 200,
    body: { state: 'confirmed', date: '2019-11-15', startTime: '14:00', clashes: [] },
  })
  t.match((await round.consultant.get(`/v1/challenge-events/${second}`)).body, {
    state: 'confirmed',
    date: FRIDAY,
    startTime: '10:00',
    revision: 3,
    clashes: [],
  })
  const history = await round.consultant.get(`/v1/challenge-events/${second}/history`)
  t.match(history.body.items.at(-1), { move: 'reschedule', old: { date: '2019-11-15' }, ...REASON })
  const unknown = { swapWith: { eventId: round.roundId, revision: 1 }, ...REASON }
  t.match(await round.move(first, 'reschedule', unknown), {
    status: 400,
    body: { errors: [{ pointer: '/swapWith/eventId' }] },
  })
})

void eachEngine(
  t,
  'should seat a new director, and show an inherited overlap as a clash',
  async (t, database) => {
    const round = await startRound(t, database)
    const { consultant, authorities } = round
    const first = await round.confirmed()
    const second = await round.confirmed({ triadId: round.triads[1] })
    const { body: held } = await consultant.get(
      `/v1/appointments?personId=${authorities.Oxfordshire?.director.personId}`,
    )
    const url = `/v1/appointments/${held.items[0].id}`
    const { headers } = await consultant.get(url)
    t.equal(
      (await consultant.patch(url, { until: '2019-09-01' }, { 'if-match': String(headers.etag) })).status,
      200,
    )
    const vacant = await consultant.get(`/v1/challenge-events/${second}`)
    t.match(vacant.body, { vacantAuthorityIds: [authorities.Oxfordshire?.id], people: { length: 2 } })
    t.same(rulesOf(vacant.body), ['too-few-directors'], 'a vacant seat warns and breaks nothing')

    const kent = authorities.Kent?.director.personId
    const appointed = await consultant.post('/v1/appointments', {
      personId: kent,
      role: 'director',
      authorities: [{ gssCode: 'E10000025' }],
      from: '2019-09-01',
    })
    t.equal(appointed.status, 201, 'the appointment is recorded all the same')
    const clash = { rule: 'person-double-booked', personIds: [kent] }
    t.match((await consultant.get(`/v1/challenge-events/${first}`)).body.clashes, [
      { ...clash, otherEventId: second },
    ])
    t.match((await consultant.get(`/v1/challenge-events/${second}`)).body, {
      clashes: [{ ...clash, otherEventId: first }],
      people: { length: 3 },
    })
    t.equal((await round.move(first, 'defer', REASON)).status, 200)
    t.same((await consultant.get(`/v1/challenge-events/${second}`)).body.clashes, [])
    t.equal((await round.move(first, 'reschedule', { date: FRIDAY, ...REASON })).status, 200)
    t.match(await round.move(first, 'confirm', {}), { status: 409, body: { code: 'clash' } })
    const { rows } = await database.pool.query('select holds_time from participation where event_id = $1', [
      second,
    ])
    t.ok(
      rows.every((row) => row.holds_time),
      'the time that was given back is taken',
    )
  },
)

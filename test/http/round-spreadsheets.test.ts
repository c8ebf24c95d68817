import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, startRound, type TestRound } from '../fixtures/events.ts'
import { csvOf, sendCsv } from '../fixtures/spreadsheets.ts'

const PARTICIPANTS = 'gss_code,authority,taking_part,reason'
const TRIADS = 'triad,gss_code,authority'
const DATES = 'event_id,kind,triad,title,date,days,start,end,venue,joining_link,state,reason'

const sending =
  ({ service, consultant, roundId }: TestRound, table: string) =>
  (file: string, query = '') =>
    sendCsv(service, consultant, `/v1/rounds/${roundId}/import?table=${table}${query}`, file)

/** The authorities of each triad of a round, by name. */
const triadsOf = async ({ consultant, roundId }: TestRound): Promise<string[][]> => {
  const { body } = await consultant.get(`/v1/rounds/${roundId}/triads`)
  return body.items.map(({ authorities }: { authorities: { name: string }[] }) =>
    authorities.map(({ name }) => name),
  )
}

const SWAPPED = [
  [1, 'E10000016', 'Kent'],
  [1, '', 'Medway'],
  [1, 'E10000025', ''],
  [2, '', 'surrey'],
  [2, '', 'Buckinghamshire'],
  [2, '', 'Hampshire'],
  [2, '', 'Isle of Wight'],
]

void eachEngine(t, 'should exchange members between triads in one file', async (t, database) => {
  const round = await startRound(t, database)
  const send = sending(round, 'triads')
  const event = await round.proposed()
  const before = await triadsOf(round)
  const dry = await send(csvOf(TRIADS, ...SWAPPED), '&dryRun=true')
  t.match(dry, { status: 200, body: { changed: 7, refused: 0 } })
  t.equal(dry.body.lines[2].what, 'Oxfordshire joins triad 1')
  t.same(await triadsOf(round), before)
  t.match(await send(csvOf(TRIADS, ...SWAPPED)), { status: 200, body: { changed: 7 } })
  t.same(await triadsOf(round), [
    ['Kent', 'Medway', 'Oxfordshire'],
    ['Buckinghamshire', 'Hampshire', 'Isle of Wight', 'Surrey'],
  ])
  const { body } = await round.consultant.get(`/v1/challenge-events/${event}`)
  const { Oxfordshire } = round.authorities
  t.ok(body.people.some(({ personId }: { personId: string }) => personId === Oxfordshire?.director.personId))
})

void eachEngine(t, 'should judge triads as the API does, by their lines', async (t, database) => {
  const round = await startRound(t, database)
  const send = sending(round, 'triads')
  const before = await triadsOf(round)
  const wrong = await send(
    csvOf(
      TRIADS,
      [1, '', 'Kent'],
      [1, '', 'Medway'],
      [1, '', 'Oxfordshire'],
      [2, '', 'Surrey'],
      [2, '', 'Buckinghamshire'],
      [3, '', 'Wessex'],
      [3, 'E10000016', 'Medway'],
      ['', '', 'Medway'],
      [3, '', 'Bracknell Forest'],
      [3, '', 'Bracknell Forest'],
    ),
    '&skipBadLines=true',
  )
  t.match(wrong, { status: 200, body: { refused: 10, changed: 0, created: 0 } })
  const errors = wrong.body.lines.map(({ errors }: { errors: object[] }) => errors)
  t.match(errors[3], [
    {
      column: 'triad',
      detail: 'This triad has two authorities, two directors; in this round a triad has three directors.',
    },
  ])
  t.match(errors[2], [{ column: 'authority', detail: 'Oxfordshire is in triad 2 of this round already.' }])
  t.match(errors[0], [{ detail: /would be taken if line 5 had been/ }])
  t.same(errors[5], [{ column: 'authority', detail: 'South East has no authority Wessex.' }])
  t.same(errors[6], [{ column: 'authority', detail: 'E10000016 is Kent, and not Medway.' }])
  t.match(errors[7], [{ column: 'triad' }])
  t.same(errors[9], [{ column: null, detail: 'This is the same as line 10.' }])
  t.same(errors[8], [])
  t.match(wrong.body.lines[8].what, /Triad 3 is not taken/)
  t.same(await triadsOf(round), before)

  await round.confirmed()
  const confirmed = await send(csvOf(TRIADS, ...SWAPPED))
  t.match(confirmed, { status: 400 })
  t.match(confirmed.body.errors[0], {
    pointer: 'line 2, column triad',
    detail: /An event of this triad is confirmed/,
  })
  t.same(await triadsOf(round), before)
})

void eachEngine(t, 'should take participants in and out, and leave the rest', async (t, database) => {
  const round = await startRound(t, database)
  const send = sending(round, 'participants')
  const reply = await send(
    csvOf(
      PARTICIPANTS,
      ['E06000036', 'Bracknell Forest', 'FALSE', ' Inspected in June '],
      ['', 'Kent', 'no', 'Away'],
      ['', 'Medway', 'no', ''],
      ['', 'Surrey', 'yes', ''],
      ['', 'Oxfordshire', 'perhaps', ''],
    ),
    '&skipBadLines=true',
  )
  t.match(reply, { status: 200, body: { changed: 1, unchanged: 1, refused: 3 } }, reply.text)
  const lines = reply.body.lines
  t.equal(lines[0].what, 'Bracknell Forest: is out (Inspected in June)')
  t.same(lines[1].errors, [{ column: 'taking_part', detail: 'Kent is in triad 1: change the triad first.' }])
  t.same(lines[2].errors, [{ column: 'reason', detail: 'Say why this authority is out.' }])
  const { body } = await round.consultant.get(`/v1/rounds/${round.roundId}/participants`)
  t.equal(body.items.length, 8)
  t.match(body.items[0], { takingPart: false, reason: 'Inspected in June' })
})

void eachEngine(
  t,
  'should propose, confirm, reschedule and describe events by lines',
  async (t, database) => {
    const round = await startRound(t, database)
    const send = sending(round, 'dates')
    const made = await send(
      csvOf(
        DATES,
        ['', 'meeting', 1, '', '08/11/2019', 1, '10:00', '13:00', 'County Hall', '', 'confirmed', ''],
        ['', 'Meeting', 2, 'Second', '15-Nov-19', '', '', '', '', '', '', ''],
        ['', 'summit', '', 'Summit', '2019-12-02', 2, '', '', '', '', 'proposed', ''],
      ),
    )
    t.match(made, { status: 200, body: { created: 3 } }, made.text)
    const [one, two, summit] = made.body.lines.map(({ id }: { id: string }) => id)
    t.equal(
      made.body.lines[0].what,
      'meeting of triad 1: confirmed for Friday 8 November 2019, 10:00 to 13:00',
    )
    t.match((await round.consultant.get(`/v1/challenge-events/${one}`)).body, {
      state: 'confirmed',
      venue: 'County Hall',
    })

    const title = (await round.consultant.get(`/v1/challenge-events/${one}`)).body.title
    const line = (...cells: unknown[]) => [one, 'meeting', 1, title, ...cells]
    const second = ['meeting', 2, 'Second', '15/11/2019', 1, '', '', '', '']
    const bad = await send(
      csvOf(
        DATES,
        line(FRIDAY, 1, '10:00', '14:00', 'County Hall', '', 'confirmed', ''),
        [two, ...second, 'cancelled', ''],
        [summit, 'training', '', '', '2019-12-02', 2, '', '', '', '', 'proposed', ''],
        ['', 'visit', 1, '', '2019-11-20', 1, '', '', '', '', '', ''],
        ['', 'meeting', 9, '', '2019-11-20', 1, '', '', '', '', '', ''],
        ['', 'meeting', 1, '', '2019-11-20', 1, '10:00', '', '', 'nowhere', 'held', ''],
        ['', 'meeting', 1, '', '2019-12-25', 1, '', '', '', '', 'confirmed', ''],
      ),
      '&skipBadLines=true',
    )
    t.match(bad, { status: 200, body: { refused: 7 } }, bad.text)
    const errors = bad.body.lines.map(({ errors }: { errors: object[] }) => errors)
    t.match(errors[0], [{ column: 'reason', detail: 'Say why it is given another date.' }])
    t.match(errors[1], [
      {
        column: 'state',
        detail: `Second is proposed: POST /v1/challenge-events/${two}/cancel makes it cancelled.`,
      },
    ])
    t.match(errors[2], [{ column: 'kind' }, { column: 'title' }])
    t.match(errors[3], [{ column: 'kind', detail: 'A visit needs the authority that it is made to.' }])
    t.match(errors[4], [{ column: 'triad', detail: 'The round 2019-20 has no triad 9.' }])
    t.match(errors[5], [{ column: 'joining_link', detail: 'Give a web address.' }])
    t.match(errors[6], [{ column: 'date', detail: /Christmas Day/ }])

    const good = await send(
      csvOf(
        DATES,
        line('2019-11-15', 1, '10:00', '13:00', 'Civic Centre', '', 'confirmed', 'Half term in Kent.'),
        [two, ...second, 'confirmed', ''],
        [summit, 'summit', '', 'Summit', '2019-12-02', 2, '', '', '', '', 'proposed', ''],
      ),
    )
    t.match(good, { status: 200, body: { changed: 2, unchanged: 1 } }, good.text)
    t.match((await round.consultant.get(`/v1/challenge-events/${one}`)).body, {
      state: 'confirmed',
      date: '2019-11-15',
      venue: 'Civic Centre',
    })
    const { body: history } = await round.consultant.get(`/v1/challenge-events/${one}/history`)
    t.match(history.items.at(-1), { move: 'reschedule', reason: 'Half term in Kent.', old: { date: FRIDAY } })
    const { body } = await round.consultant.get('/v1/audit-entries?limit=200')
    const audited = body.items.filter(
      ({ action, outcome }: Record<string, string>) => action === 'importRound' && outcome === 'done',
    )
    t.equal(audited.length, 3, 'one row an import')
    t.match(audited[2], {
      subjectId: round.roundId,
      detail: { table: 'dates', changed: [one, two], counts: { unchanged: 1 } },
    })
  },
)

void eachEngine(
  t,
  'should let confirmed events change places, and tell who is in the way',
  async (t, database) => {
    const round = await startRound(t, database)
    const send = sending(round, 'dates')
    const one = await round.confirmed({ title: 'One', startTime: null, endTime: null })
    const two = await round.confirmed({ title: 'Two', startTime: null, endTime: null, date: '2019-11-15' })
    const line = (id: string, title: string, date: string, reason: string) => [
      id,
      'meeting',
      1,
      title,
      date,
      1,
      '',
      '',
      '',
      '',
      'confirmed',
      reason,
    ]
    const blocked = await send(
      csvOf(DATES, line(one, 'One', '2019-11-15', 'Earlier.'), line(two, 'Two', '2019-12-25', 'Later.')),
    )
    t.match(blocked, { status: 400, body: { code: 'invalid-request' } })
    t.match(blocked.body.errors, [{ pointer: 'line 2, column date' }])
    t.ok(
      blocked.body.errors.some(({ detail }: { detail: string }) =>
        /would be taken if line 3 had been/.test(detail),
      ),
    )
    const swapped = await send(
      csvOf(DATES, line(one, 'One', '2019-11-15', 'Earlier.'), line(two, 'Two', FRIDAY, 'Later.')),
    )
    t.match(swapped, { status: 200, body: { changed: 2 } }, swapped.text)
    const { body } = await round.consultant.get(`/v1/challenge-events/${two}/history`)
    t.match(body.items.at(-1), { move: 'reschedule', reason: 'Later.' })
    t.equal((await round.consultant.get(`/v1/challenge-events/${one}`)).body.date, '2019-11-15')
  },
)

void eachEngine(
  t,
  'should refuse a round that is closed, hidden or not asked for rightly',
  async (t, database) => {
    const round = await startRound(t, database)
    const { consultant, roundId, service } = round
    t.match(await consultant.get(`/v1/rounds/${roundId}/export`), {
      status: 400,
      body: { errors: [{ pointer: '?table' }] },
    })
    t.match(await consultant.get(`/v1/rounds/${roundId}/export?table=papers`), { status: 400 })
    const { director } = round.authorities.Kent ?? {}
    t.equal((await director?.get(`/v1/rounds/${roundId}/export?table=dates`))?.status, 403)
    const north = await service.region('North West')
    const hidden = await north.consultant.get(`/v1/rounds/${roundId}/export?table=dates`)
    t.equal(hidden.status, 404)
    for (const state of ['open', 'closed']) {
      const { headers } = await consultant.get(`/v1/rounds/${roundId}`)
      await consultant.patch(`/v1/rounds/${roundId}`, { state }, { 'if-match': String(headers.etag) })
    }
    const closed = await sending(round, 'triads')(csvOf(TRIADS, ...SWAPPED))
    t.match(closed, { status: 409, body: { code: 'wrong-state', detail: /is closed/ } })
    const proposal = ['', 'meeting', 1, '', FRIDAY, 1, '', '', '', '', '', '']
    const late = await sending(round, 'dates')(csvOf(DATES, proposal))
    t.match(late, { status: 400, body: { errors: [{ detail: /closed: it takes no new events/ }] } })
  },
)

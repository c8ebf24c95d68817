import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { answer, MONDAY, pollOf, TUESDAY, WEDNESDAY } from '../fixtures/polls.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, change } from '../fixtures/service.ts'

const url = '/v1/availability-polls'

interface SeenClash {
  readonly rule: string
  readonly feeds: string | null
  readonly severity: string
  readonly message: string
  readonly authorityIds: readonly string[]
  readonly personIds: readonly string[]
  readonly calendarName: string | null
}

/** The clashes that polls make: by what offices answered, and by what they did not. */
const fromPolls = (clashes: readonly SeenClash[]): SeenClash[] =>
  clashes.filter(
    ({ rule, feeds }) =>
      rule === 'personal-busy' || (rule === 'calendar-unknown' && feeds === 'personal-busy'),
  )

void eachEngine(
  t,
  'should turn what offices answer into clashes, until it is cancelled',
  async (t, database) => {
    const round = await startRound(t, database, {
      requiredCalendars: [{ kind: 'availability', scope: 'every-participant' }],
    })
    const { consultant, roundId, authorities, triads } = round
    const [Kent, Medway, Surrey] = ['Kent', 'Medway', 'Surrey'].map((name) => authorities[name])
    if (!Kent || !Medway || !Surrey) throw new Error('the triad is not there')
    const made = await consultant.post(url, pollOf(roundId, { triadId: triads[0] }))
    t.equal(made.status, 201, made.text)
    const poll = made.body
    const at = `${url}/${poll.id}`
    t.equal(made.headers.location, at)
    t.same(
      poll.authorities.map(({ name }: { name: string }) => name),
      ['Kent', 'Medway', 'Surrey'],
    )
    t.same([...poll.waitingFor].toSorted(), [Kent.id, Medway.id, Surrey.id].toSorted(), 'nobody has answered')

    const kents = { [MONDAY]: 'no', [TUESDAY]: 'yes', [WEDNESDAY]: 'if-need-be' }
    t.equal((await answer(Kent.director, poll, Kent.id, kents)).status, 200)
    const medways = { [MONDAY]: 'yes', [TUESDAY]: 'yes', [WEDNESDAY]: 'yes' }
    const assistant = await appoint(round.service, consultant, 'Assistant, Medway', {
      role: 'assistant',
      authorities: [ref('Medway')],
    })
    t.equal((await answer(assistant, poll, Medway.id, medways)).status, 200)
    const surreys = await answer(consultant, poll, Surrey.id, { [TUESDAY]: 'yes' })
    t.equal(surreys.status, 200, 'the consultant answers for Surrey, about one day')
    t.equal(surreys.body.answeredBy.id, consultant.personId)

    const seen = (await consultant.get(at)).body
    t.same(
      seen.candidates.map(({ date, yes, ifNeedBe, no, notAnswered }: Record<string, unknown>) => [
        date,
        yes,
        ifNeedBe,
        no,
        notAnswered,
      ]),
      [
        [TUESDAY, 3, 0, 0, []],
        [WEDNESDAY, 1, 1, 0, [Surrey.id]],
        [MONDAY, 1, 0, 1, [Surrey.id]],
      ],
    )
    t.same(seen.waitingFor, [Surrey.id])
    t.equal(seen.answers.length, 3, 'the consultant sees what every office answered')
    const theirs = (await Surrey.director.get(at)).body
    t.same(
      theirs.answers.map(({ authority }: { authority: { name: string } }) => authority.name),
      ['Surrey'],
      'an office its own',
    )
    t.same(theirs.candidates, seen.candidates, 'and the counts')
    t.equal((await Surrey.director.get(`${at}/answers/${Kent.id}`)).status, 403)
    t.equal((await Surrey.director.get(`${at}/answers/${Surrey.id}`)).body.answeredBy.id, consultant.personId)

    const proposals = Object.fromEntries(
      await Promise.all(
        [MONDAY, TUESDAY, WEDNESDAY].map(async (date) => [date, await round.proposed({ date })] as const),
      ),
    )
    const clashesOn = async (date: string, client = consultant) =>
      fromPolls((await client.get(`/v1/challenge-events/${proposals[date]}`)).body.clashes)
    const saidOn = async (date: string) =>
      (await clashesOn(date)).filter(({ rule }) => rule === 'personal-busy')
    t.match(await clashesOn(MONDAY), [
      {
        rule: 'personal-busy',
        severity: 'blocking',
        message:
          'The office of Kent said no to Monday 25 November 2019 (availability poll “Autumn meetings”).',
        calendarName: 'Autumn meetings',
        authorityIds: [Kent.id],
        personIds: [],
      },
      {
        rule: 'calendar-unknown',
        severity: 'blocking',
        message:
          'The availability poll “Autumn meetings” has no answer of the office of Surrey for the whole time asked about on Monday 25 November 2019.',
        authorityIds: [Surrey.id],
      },
    ])
    t.same(await clashesOn(TUESDAY), [], 'all said yes')
    t.match(await clashesOn(WEDNESDAY), [
      { rule: 'calendar-unknown', authorityIds: [Surrey.id] },
      {
        rule: 'personal-busy',
        severity: 'warning',
        message: /^The office of Kent could do Wednesday 27 November 2019 only if need be/,
      },
    ])
    t.same(
      await clashesOn(MONDAY, Surrey.director),
      await clashesOn(MONDAY),
      'what an office answered is shown as a clash to everybody',
    )
    const { body: checked } = await consultant.post('/v1/clash-checks', {
      roundId,
      triadId: triads[0],
      occasions: [{ date: MONDAY }],
    })
    const coverage = checked.items[0].coverage.map((each: { authorityId: string; answer: string }) => [
      each.authorityId,
      each.answer,
    ])
    t.same(
      Object.fromEntries(coverage),
      { [Kent.id]: 'busy', [Medway.id]: 'free', [Surrey.id]: 'unknown' },
      'the three answers',
    )
    t.equal((await round.move(String(proposals[MONDAY]), 'confirm', {})).status, 409)
    t.equal((await round.move(String(proposals[TUESDAY]), 'confirm', {})).status, 200)

    t.equal((await answer(Kent.director, poll, Kent.id, { ...kents, [MONDAY]: 'if-need-be' })).status, 200)
    t.match(await saidOn(MONDAY), [{ severity: 'warning' }], 'an office thinks again')
    t.equal((await answer(Kent.director, poll, Kent.id, {})).status, 200)
    t.match(
      (await clashesOn(MONDAY)).map(({ rule, authorityIds }) => [rule, ...authorityIds]).toSorted(),
      [Kent.id, Surrey.id].map((id) => ['calendar-unknown', id]).toSorted(),
      'and may take everything back',
    )
    t.equal((await answer(Kent.director, poll, Kent.id, kents)).status, 200)

    t.equal((await change(consultant, at, { title: 'Winter meetings', state: 'closed' })).status, 200)
    const late = await answer(Kent.director, poll, Kent.id, medways)
    t.match([late.status, late.body.code], [409, 'wrong-state'])
    t.match(await saidOn(MONDAY), [{ calendarName: 'Winter meetings' }], 'answers to a closed poll count')
    const cancelled = await change(consultant, at, { state: 'cancelled' })
    t.equal(cancelled.body.state, 'cancelled')
    t.equal(cancelled.body.candidates[0].yes, 3, 'what was answered is still on record')
    for (const date of [MONDAY, TUESDAY, WEDNESDAY])
      t.same(await saidOn(date), [], `no answer clashes on ${date}`)
    t.match((await clashesOn(TUESDAY))[0], {
      rule: 'calendar-unknown',
      message: /^No calendar of answers to availability polls is registered for/,
    })
    const again = await change(consultant, at, { state: 'open' })
    t.match([again.status, again.body.code], [409, 'wrong-state'], 'a cancelled poll is over')
    const { body: log } = await consultant.get('/v1/audit-entries?limit=200')
    const actions = log.items
      .filter(({ subjectId }: { subjectId: string }) => subjectId === poll.id)
      .map(({ action }: { action: string }) => action)
    t.ok(
      actions.includes('changePollAnswers') && actions.includes('changeAvailabilityPoll'),
      'all is audited',
    )
  },
)

void eachEngine(t, 'should keep answers in calendars that nobody writes directly', async (t, database) => {
  const { consultant, roundId, authorities, triads } = await startRound(t, database)
  const { Kent, Medway } = authorities
  if (!Kent || !Medway) throw new Error('the triad is not there')
  const { body: poll } = await consultant.post(url, pollOf(roundId, { triadId: triads[0] }))
  await answer(Kent.director, poll, Kent.id, { [MONDAY]: 'no', [TUESDAY]: 'yes' })
  interface Calendar {
    readonly id: string
    readonly kind: string
    readonly scope: { readonly authorities: readonly { readonly authorityId: string }[] }
  }
  const calendars = async (client = consultant): Promise<Calendar[]> =>
    (await client.get('/v1/calendars')).body.items.filter(({ kind }: Calendar) => kind === 'availability')
  t.equal((await calendars()).length, 3)
  const [own, ...others] = await calendars(Kent.director)
  t.same(others, [], 'an office sees that of its own answers')
  t.equal(own?.scope.authorities[0]?.authorityId, Kent.id)
  const at = `/v1/calendars/${own?.id}`
  t.equal((await Medway.director.get(at)).status, 404)
  const { body: entries } = await Kent.director.get(`${at}/commitments`)
  t.match(entries.items, [
    { title: 'No', from: MONDAY, busy: 'out-of-office' },
    { title: 'Yes', from: TUESDAY, busy: 'free' },
  ])
  const said = { status: 403, body: { detail: /answering an availability poll/ } }
  const entry = { title: 'Mine', from: MONDAY, to: MONDAY }
  const about = { kind: 'authorities', authorities: [ref('Kent')] }
  const first = `${at}/commitments/${entries.items[0].id}`
  for (const client of [consultant, Kent.director]) {
    t.match(await client.post('/v1/calendars', { kind: 'availability', name: 'Mine', scope: about }), said)
    t.match(await change(client, at, { confirm: true }), said)
    t.match(await client.post(`${at}/commitments`, entry), said)
    t.match(await change(client, first, { title: 'Yes' }), said)
    t.match(await client.delete(first, { 'if-match': '*' }), said)
  }

  const event = await consultant.post('/v1/challenge-events', {
    roundId,
    triadId: triads[0],
    kind: 'meeting',
    date: MONDAY,
  })
  const clash = event.body.clashes.find(({ rule }: SeenClash) => rule === 'personal-busy')
  const waivers = [
    { rule: 'personal-busy', commitmentId: clash.commitmentId, reason: 'Kent sends a delegate.' },
  ]
  const confirm = `/v1/challenge-events/${event.body.id}/confirm`
  t.equal((await consultant.post(confirm, { waivers }, { 'if-match': '*' })).status, 200)
  const waived = async () =>
    (await consultant.get(`/v1/challenge-events/${event.body.id}`)).body.clashes.find(
      ({ rule }: SeenClash) => rule === 'personal-busy',
    ).waived
  await answer(Kent.director, poll, Kent.id, { [MONDAY]: 'no', [TUESDAY]: 'no' })
  t.equal(await waived(), 'Kent sends a delegate.', 'what stays the same stays waived')
  await answer(Kent.director, poll, Kent.id, { [MONDAY]: 'if-need-be' })
  await answer(Kent.director, poll, Kent.id, { [MONDAY]: 'no' })
  t.equal(await waived(), null, 'another answer is not')
})

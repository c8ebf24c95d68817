import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { startRound } from '../fixtures/events.ts'
import { appoint, type Client, change } from '../fixtures/service.ts'

interface Item {
  readonly kind: string
  readonly sentence: string
  readonly waitsOn: { readonly who: string; readonly name: string }
  readonly due: string | null
  readonly overdue: boolean
  readonly link: string
}

/** The items of one kind, each as its sentence, whom it waits on, its day, and whether that is over. */
const told = async (
  client: Client,
  kind: string,
): Promise<(readonly [string, string, string | null, boolean])[]> => {
  const { status, body, text } = await client.get('/v1/hand-over')
  if (status !== 200) throw new Error(text)
  return (body.items as Item[])
    .filter((item) => item.kind === kind)
    .map(({ sentence, waitsOn, due, overdue }) => [sentence, `${waitsOn.who}: ${waitsOn.name}`, due, overdue])
}

const CONSULTANT = 'consultant: Programme consultant'

void eachEngine(t, 'should tell what is open in rounds, offices and events', async (t, database) => {
  const at = await startRound(t, database)
  const { service, consultant, authorities } = at
  t.same(await told(consultant, 'round-in-planning'), [
    ['2019-20 is in planning: open it by Wednesday 31 July 2019.', CONSULTANT, '2019-07-31', false],
  ])
  t.same(await told(consultant, 'participant-without-triad'), [
    ['Bracknell Forest takes part in 2019-20 and is in no triad.', CONSULTANT, '2019-10-01', false],
  ])
  t.equal((await told(consultant, 'contact-unconfirmed')).length, 8)
  const contact = `/v1/authorities/${authorities.Kent?.id}/contact`
  const match = { 'if-match': String((await consultant.get(contact)).headers.etag) }
  await authorities.Kent?.director.put(contact, { email: 'director.kent@example.org' }, match)
  const unconfirmed = await told(consultant, 'contact-unconfirmed')
  t.equal(unconfirmed.length, 7)
  t.same(unconfirmed.map(([, whom]) => whom).includes('office: Medway'), true)

  const { body: held } = await consultant.get(
    `/v1/appointments?personId=${authorities.Kent?.director.personId}`,
  )
  await change(consultant, `/v1/appointments/${held.items[0].id}`, { until: '2019-09-01' })
  t.same(await told(consultant, 'vacant-seat'), [
    [
      'The director of Kent leaves on Sunday 1 September 2019, and nobody follows yet.',
      'office: Kent',
      '2019-09-01',
      false,
    ],
  ])

  await at.proposed({ date: '2019-11-12' })
  const confirmed = await at.confirmed()
  const deferred = await at.proposed({ date: '2019-11-13' })
  await at.move(deferred, 'defer', { reason: 'An inspection.' })
  const days = async (kind: string) =>
    (await told(consultant, kind)).map(([, , due, overdue]) => [due, overdue])
  t.same(await days('event-not-confirmed'), [['2019-11-12', false]])
  t.same(await days('event-without-date'), [[null, false]])
  t.same(await told(consultant, 'event-clash'), [])
  const event = `/v1/challenge-events/${confirmed}`
  const awaited = (await told(consultant, 'attendance-awaited')).toSorted(([a], [b]) => (a < b ? -1 : 1))
  t.same(awaited, [
    [
      'Medway has not said who comes to Triad 1 challenge event, 2019-20 on Friday 8 November 2019.',
      'office: Medway',
      '2019-11-08',
      false,
    ],
    [
      'Surrey has not said who comes to Triad 1 challenge event, 2019-20 on Friday 8 November 2019.',
      'office: Surrey',
      '2019-11-08',
      false,
    ],
  ])
  const answer = `${event}/attendance/${authorities.Medway?.id}`
  const asked = { 'if-match': String((await consultant.get(answer)).headers.etag) }
  await authorities.Medway?.director.put(answer, { answer: 'coming' }, asked)
  t.equal((await told(consultant, 'attendance-awaited')).length, 1, 'Medway has answered')
  const { body: calendar } = await at.calendar({
    kind: 'conference',
    name: 'Conferences',
    scope: { kind: 'region' },
  })
  const conference = { title: 'Conference', from: '2019-11-08', to: '2019-11-08' }
  await consultant.post(`/v1/calendars/${calendar.id}/commitments`, conference)
  t.match(await told(consultant, 'event-clash'), [
    [
      /confirmed for Friday 8 November 2019, has one blocking clash that nobody waived/,
      CONSULTANT,
      '2019-11-08',
      false,
    ],
  ])

  await change(consultant, `/v1/rounds/${at.roundId}`, { state: 'open' })
  service.setClock('2019-11-13T09:00:00Z')
  t.same(await told(consultant, 'event-clash'), [])
  t.same(await days('event-not-recorded'), [['2019-11-08', true]])
  t.same(await days('event-not-confirmed'), [['2019-11-12', true]])
  t.match(await told(consultant, 'vacant-seat'), [['Kent has no director.', 'office: Kent', null, false]])
  t.match(await told(consultant, 'round-past-deadline'), [
    [
      /^2019-20 is open: self-assessments were due on .* and comments were due on Friday 6 September 2019\.$/,
      CONSULTANT,
      '2019-09-06',
      true,
    ],
  ])
  t.same(await told(consultant, 'round-in-planning'), [])
  await at.move(confirmed, 'hold', {})
  t.same(await told(consultant, 'event-not-recorded'), [])

  const overdue = ((await consultant.get('/v1/hand-over')).body.items as Item[]).map((item) => item.overdue)
  t.same(
    overdue,
    overdue.toSorted((a, b) => Number(b) - Number(a)),
    'the overdue first',
  )
  t.match(await authorities.Medway?.director.get('/v1/hand-over'), { status: 403 })
  t.match(await service.operator.get('/v1/hand-over'), { status: 403 })
  const { consultant: stranger } = await service.region('North West')
  t.same((await stranger.get('/v1/hand-over')).body.items, [])
})

void eachEngine(t, 'should tell of papers, moderation and invitations', async (t, database) => {
  const at = await startRound(t, database)
  const { service, consultant, authorities } = at
  await change(consultant, `/v1/rounds/${at.roundId}`, { state: 'open' })
  const moderator = await appoint(service, consultant, 'Moderator', { role: 'moderator' })
  const { body: papers } = await consultant.get(`/v1/rounds/${at.roundId}/self-assessments`)
  const paper = papers.items.find(
    (each: { authority: { name: string } }) => each.authority.name === 'Kent',
  ).id
  t.equal((await told(consultant, 'self-assessment-awaited')).length, 8)
  t.equal((await told(consultant, 'paper-without-moderator')).length, 8)
  const { body: offer } = await consultant.post('/v1/moderation-assignments', {
    selfAssessmentId: paper,
    moderatorId: moderator.personId,
    acceptBy: '2019-06-28',
  })
  t.same(await told(consultant, 'assignment-unanswered'), [
    [
      'Moderator has not answered whether they moderate the self-assessment of Kent for 2019-20.',
      'moderator: Moderator',
      '2019-06-28',
      false,
    ],
  ])
  t.equal((await told(consultant, 'paper-without-moderator')).length, 7)
  const assignment = `/v1/moderation-assignments/${offer.id}`
  const { headers } = await moderator.get(assignment)
  await moderator.post(`${assignment}/accept`, undefined, { 'if-match': String(headers.etag) })
  t.same(await told(consultant, 'assignment-unanswered'), [])
  service.setClock('2019-09-07T09:00:00Z')
  t.same(await told(consultant, 'comments-outstanding'), [
    [
      'Moderator has not returned comments on the self-assessment of Kent for 2019-20.',
      'moderator: Moderator',
      '2019-09-06',
      true,
    ],
  ])
  t.match((await told(consultant, 'self-assessment-awaited'))[0], [
    /is awaited/,
    /^office: /,
    '2019-07-31',
    true,
  ])
  const sections = [{ title: 'Strengths', text: 'The front door.' }]
  const sent = await authorities.Medway?.director.post(
    `/v1/self-assessments/${papers.items.find((each: { authority: { name: string } }) => each.authority.name === 'Medway').id}/submissions`,
    { sections },
  )
  t.equal(sent?.status, 201, String(sent?.text))
  t.equal((await told(consultant, 'self-assessment-awaited')).length, 7)

  const { body: entries } = await consultant.get('/v1/audit-entries?limit=500')
  const read = entries.items.findLast(({ action }: { action: string }) => action === 'readHandOver')
  t.equal(read.outcome, 'read')
  t.ok(read.detail.selfAssessmentIds.includes(paper))
  await consultant.post('/v1/conflicts', {
    personId: consultant.personId,
    authorityId: authorities.Kent?.id,
    type: 'former-post',
    reason: 'Worked there until 2017.',
  })
  const { text } = await consultant.get('/v1/hand-over')
  t.notOk(text.includes(paper), 'nothing of a paper that a conflict hides')
  t.same(await told(consultant, 'comments-outstanding'), [])
  const { body: later } = await consultant.get('/v1/audit-entries?limit=500')
  const last = later.items.findLast(({ action }: { action: string }) => action === 'readHandOver')
  t.notOk(last.detail.selfAssessmentIds.includes(paper))

  const { body: person } = await consultant.post('/v1/people', { name: 'Assistant, Kent' })
  await consultant.post('/v1/invitations', { personId: person.id })
  t.match(await told(consultant, 'invitation-waiting'), [
    [/^Assistant, Kent has not used/, 'person: Assistant, Kent', '2019-09-21', false],
  ])
  service.setClock('2019-09-21T09:00:00Z')
  t.same(await told(consultant, 'invitation-waiting'), [])
  t.match(await told(consultant, 'invitation-expired'), [
    [/^The invitation of Assistant, Kent expired unused/, CONSULTANT, '2019-09-21', true],
  ])
})

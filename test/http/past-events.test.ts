import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { FRIDAY, type TestRound } from '../fixtures/events.ts'
import { change } from '../fixtures/service.ts'
import { clashesOf, conference, startWatch } from '../fixtures/watched.ts'

/** The meeting of FRIDAY ends at 13:00, which London has as UTC in November. */
const LAST_MOMENT = '2019-11-08T12:59:59Z'
const END = '2019-11-08T13:00:00Z'

/** How many events stand as clashing: in the list, in the picture, and as each is read. */
const clashing = async (round: TestRound, ids: readonly string[]) => {
  const { consultant, roundId } = round
  const { text } = await consultant.get(`/v1/rounds/${roundId}/calendar.svg`)
  const drawn = text.split('class="legend"')[0]?.split('class="mark blocking"').length ?? 0
  const read = await Promise.all(ids.map((id) => consultant.get(`/v1/challenge-events/${id}`)))
  return {
    listed: (await clashesOf(round)).items.length,
    /** Each of a triad's three rows bears the mark. */
    drawn: (drawn - 1) / 3,
    read: read.filter(({ body }) => body.clashes.length > 0).length,
  }
}

await eachEngine(t, 'should close what stood against an event when that is over', async (t, database) => {
  const { round, watch, at } = await startWatch(t, database)
  const { consultant } = round
  const id = await round.confirmed()
  const { body: calendar } = await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
  at(LAST_MOMENT)
  await watch.look()
  t.same(await clashing(round, [id]), { listed: 1, drawn: 1, read: 1 })
  const [found] = (await clashesOf(round)).items

  at(END)
  t.match(await watch.look(), { judged: 0, opened: 0, closed: 1 }, 'closed, and not judged for that')
  t.same(await clashing(round, [id]), { listed: 0, drawn: 0, read: 0 })
  t.match((await clashesOf(round, '&standing=before')).items, [
    { id: found.id, closedBy: 'past', closedAt: '2019-11-08T13:00:00.000Z', severity: 'blocking' },
  ])
  t.match(await watch.look(), { judged: 0, opened: 0, closed: 0 }, 'once')

  at('2019-11-09T09:00:00Z')
  await consultant.post(`/v1/calendars/${calendar.id}/commitments`, {
    title: 'Late',
    from: FRIDAY,
    to: FRIDAY,
  })
  await change(consultant, `/v1/challenge-events/${id}`, { venue: 'As it was' })
  t.match(
    await watch.look(),
    { judged: 0, opened: 0, closed: 0 },
    'nothing that comes to be known later counts',
  )
  t.equal((await round.move(id, 'hold')).status, 200)
  await watch.look()
  t.same(await clashing(round, [id]), { listed: 0, drawn: 0, read: 0 })
  const waived = await consultant.post(`/v1/rounds/${round.roundId}/waivers`, {
    clashId: found.id,
    reason: 'It is over.',
  })
  t.match(waived, { status: 409, body: { code: 'wrong-state' } })
  t.equal((await consultant.get('/v1/outbox')).body.items.length, 1, 'and nobody is told of it again')
})

await eachEngine(t, 'should still judge a decision about a date that has passed', async (t, database) => {
  const { round, watch, at } = await startWatch(t, database)
  await round.calendar(conference({ from: FRIDAY, to: FRIDAY }))
  at('2019-11-09T09:00:00Z')
  const { status, body: event } = await round.propose()
  t.equal(status, 201)
  t.same(event.clashes, [], 'it is shown as it will be read')
  await watch.look()
  t.same(await clashing(round, [event.id]), { listed: 0, drawn: 0, read: 0 })
  t.match(await round.move(event.id, 'confirm', {}), {
    status: 409,
    body: { code: 'clash', clashes: [{ rule: 'conference' }, { rule: 'short-notice' }] },
  })
})

import t, { type Test } from 'tap'
import { inspections, NOWHERE } from '../fixtures/calendars.ts'
import { eachEngine, type TestDatabase } from '../fixtures/databases.ts'
import { FRIDAY, startRound, type TestRound } from '../fixtures/events.ts'
import { ref } from '../fixtures/round.ts'
import { appoint, type Client, change } from '../fixtures/service.ts'

const TYPE = 'image/svg+xml; charset=utf-8'

const pictureFor = (client: Client | undefined, { roundId }: TestRound) => {
  if (client === undefined) throw new Error('nobody looks')
  return client.get(`/v1/rounds/${roundId}/calendar.svg`)
}

/** How many events of a state are drawn, on all rows. */
const drawn = (picture: string, state: string): number => picture.split(`class="event ${state}"`).length - 1

/** How many rows bear a mark, that of the legend left out. */
const marked = (picture: string, mark: string): number =>
  (picture.split('class="legend"')[0] ?? '').split(`class="mark ${mark}"`).length - 1

const startPlanned = async (t: Test, database: TestDatabase) => {
  const round = await startRound(t, database)
  const moderator = await appoint(round.service, round.consultant, 'Moderator, Surrey', { role: 'moderator' })
  const [kent, surrey] = [round.authorities.Kent?.director, round.authorities.Surrey?.director]
  if (!kent || !surrey) throw new Error('directors in post')
  return { round, moderator, kent, surrey }
}

void eachEngine(
  t,
  'should draw the season for everybody in office, and keep its ETag',
  async (t, database) => {
    const { round, moderator, kent } = await startPlanned(t, database)
    const first = await round.confirmed()
    await round.proposed({ triadId: round.triads[1], date: '2019-11-20' })
    await round.calendar({
      kind: 'conference',
      name: 'Conferences',
      scope: { kind: 'region' },
      commitments: [{ title: 'Summit <&> "friends"', from: '2019-11-20', to: '2019-11-21' }],
    })
    const picture = await pictureFor(kent, round)
    t.equal(picture.status, 200)
    t.match(picture.headers, {
      'content-type': TYPE,
      'content-disposition': 'inline; filename="calendar.svg"',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    })
    t.match(picture.text, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="420mm" height="297mm"/)
    t.match(picture.text, /role="img" aria-labelledby="title description"/)
    t.match(picture.text, /<title id="title">.*the season 2019-20, as of 10 May 2019<\/title>/)
    t.match(picture.text, 'Conference: Summit &#60;&#38;&#62; &#34;friends&#34;, Wednesday 20 November')
    t.notMatch(picture.text, /<script|<style|href|url\((?!#)/, 'it loads and runs nothing')
    t.equal(drawn(picture.text, 'confirmed'), 3, 'on the row of each member')
    t.equal(drawn(picture.text, 'proposed'), 4)
    t.equal(marked(picture.text, 'blocking'), 4)
    t.equal((await pictureFor(moderator, round)).text, picture.text, 'equal facts, equal bytes')
    const url = `/v1/rounds/${round.roundId}/calendar.svg`
    const again = await kent.get(url, { 'if-none-match': String(picture.headers.etag) })
    t.match(again, { status: 304, text: '' })
    round.service.setClock('2019-05-10T21:00:00Z')
    t.equal((await kent.get(url)).headers.etag, picture.headers.etag, 'the same until the day is over')

    await round.move(first, 'defer', { reason: 'Illness' })
    t.equal(drawn((await pictureFor(kent, round)).text, 'confirmed'), 0, 'what is deferred is not drawn')
  },
)

void eachEngine(t, 'should answer outsiders as if there were no such round', async (t, database) => {
  const { round } = await startPlanned(t, database)
  const north = await round.service.region('North West')
  const hidden = await pictureFor(north.consultant, round)
  const absent = await north.consultant.get(`/v1/rounds/${NOWHERE}/calendar.svg`)
  t.equal(hidden.status, 404)
  t.equal(hidden.text, absent.text)
  t.equal((await pictureFor(round.service.nobody, round)).status, 401)
})

void eachEngine(t, 'should tell of an inspection elsewhere only that it is there', async (t, database) => {
  const { round, moderator, kent, surrey } = await startPlanned(t, database)
  await round.proposed()
  const { body: calendar } = await round.calendar({ ...inspections, name: 'Ofsted secrets' })
  const entry = { title: 'ILACS of Kent', from: FRIDAY, to: FRIDAY, authorities: [ref('Kent')] }
  const { body: made } = await round.consultant.post(`/v1/calendars/${calendar.id}/commitments`, entry)
  const others = [surrey, moderator]
  const before = await Promise.all(others.map(async (each) => (await pictureFor(each, round)).text))
  for (const text of before) {
    t.match(text, '<title>Unavailable, Friday 8 November 2019</title>')
    t.match(text, 'id="unavailable"')
    t.equal(marked(text, 'blocking'), 1, "on Kent's row")
    t.notMatch(text, /inspection|ofsted|ilacs/i)
  }
  for (const insider of [kent, round.consultant])
    t.match((await pictureFor(insider, round)).text, 'ILACS of Kent')

  const url = `/v1/calendars/${calendar.id}`
  const retitled = await change(round.consultant, `${url}/commitments/${made.id}`, { title: 'JTAI of Kent' })
  t.equal(retitled.status, 200, retitled.text)
  await change(round.consultant, url, { name: 'Other secrets' })
  const after = await Promise.all(others.map(async (each) => (await pictureFor(each, round)).text))
  t.same(after, before, 'not a byte tells of what is behind it')
  t.match((await pictureFor(kent, round)).text, 'JTAI of Kent')
})

void eachEngine(t, 'should draw nobody’s own calendar, and its clash without a name', async (t, database) => {
  const { round, moderator, kent, surrey } = await startPlanned(t, database)
  await round.proposed()
  const everybody = [kent, surrey, moderator, round.consultant]
  const look = () => Promise.all(everybody.map(async (each) => (await pictureFor(each, round)).text))
  const empty = await look()
  const { body: diary } = await kent.post('/v1/calendars', {
    kind: 'personal',
    name: 'My very own diary',
    scope: { kind: 'persons', personIds: [kent.personId] },
    commitments: [{ from: '2019-11-12', to: '2019-11-13' }],
  })
  t.same(await look(), empty, 'nothing of it is drawn')
  await kent.post(`/v1/calendars/${diary.id}/commitments`, { from: FRIDAY, to: FRIDAY })
  const busy = await look()
  for (const text of busy) {
    t.equal(marked(text, 'warning') + marked(text, 'blocking'), 1, 'only the clash is marked, on that row')
    t.notMatch(text, /very own/)
  }
  await change(kent, `/v1/calendars/${diary.id}`, { name: 'Another name' })
  t.same(await look(), busy)
})

void eachEngine(t, 'should tell unknown and accepted clashes apart', async (t, database) => {
  const { round, kent } = await startPlanned(t, database)
  await change(round.consultant, `/v1/rounds/${round.roundId}`, {
    requiredCalendars: [{ kind: 'conference', scope: 'region' }],
  })
  const id = await round.proposed()
  const unknown = (await pictureFor(kent, round)).text
  t.equal(marked(unknown, 'unknown'), 3)
  const { clashes } = (await round.consultant.get(`/v1/challenge-events/${id}`)).body
  const waivers = clashes.map(({ rule, commitmentId }: { rule: string; commitmentId: string | null }) => ({
    rule,
    commitmentId,
    reason: 'Asked by telephone',
  }))
  t.equal((await round.move(id, 'confirm', { waivers })).status, 200)
  const accepted = (await pictureFor(kent, round)).text
  t.equal(marked(accepted, 'unknown'), 0)
  t.equal(marked(accepted, 'waived'), 3)
})

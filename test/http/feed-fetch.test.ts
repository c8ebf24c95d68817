import { createHash } from 'node:crypto'
import t from 'tap'
import { addDays } from '../../src/domain/intervals.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { timed } from '../fixtures/feed.ts'
import { insertEvent } from '../fixtures/feed-rows.ts'
import { headersOf, linesOf, startTriad, subscribe, uidsOf } from '../fixtures/subscriber.ts'

// The numbers are those of the acceptance list for calendar feeds.

void eachEngine(t, '13 GET, HEAD and If-None-Match, and no other method', async (t, database) => {
  const { service, feed } = await startTriad(t, database)
  const got = await feed.fetch()
  t.equal(got.status, 200)
  const head = await service.send({ method: 'HEAD', url: feed.path })
  t.equal(head.status, 200)
  t.equal(head.text, '')
  t.strictSame(headersOf(head), headersOf(got))

  const etag = String(got.headers.etag)
  t.match(etag, /^"[^"]+"$/)
  for (const named of [etag, `W/${etag}`, `"other", W/${etag}`, `"a",${etag} , "b"`, '*']) {
    const reply = await feed.fetch({ 'if-none-match': named })
    t.equal(reply.status, 304, named)
    t.equal(reply.text, '')
    t.equal(reply.headers.etag, etag)
  }
  t.equal((await feed.fetch({ 'if-none-match': '"other"' })).status, 200)

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const refused = await service.send({ method, url: feed.path })
    t.match(refused, { status: 405, body: { code: 'method-not-allowed' } }, method)
    t.strictSame(refused.headers.allow?.split(', ').sort(), ['GET', 'HEAD'])
  }
})

void eachEngine(t, '13 any client is served, and nothing is compressed', async (t, database) => {
  const { feed } = await startTriad(t, database)
  const { text } = await feed.fetch()
  for (const headers of [
    { accept: '' },
    { accept: 'text/html' },
    { accept: 'application/json' },
    { 'user-agent': '' },
    { 'user-agent': 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0)' },
    { 'accept-encoding': 'gzip, deflate, br, zstd' },
    { 'accept-encoding': 'gzip;q=1, identity;q=0' },
    { authorization: 'Bearer wrong' },
  ]) {
    const reply = await feed.fetch(headers)
    t.equal(reply.status, 200, JSON.stringify(headers))
    t.equal(reply.text, text)
    t.equal(reply.headers['content-encoding'], undefined)
  }
})

void eachEngine(t, '14 headers that suit a private calendar', async (t, database) => {
  const { feed } = await startTriad(t, database)
  const { status, headers, text } = await feed.fetch()
  t.equal(status, 200, 'no redirect')
  t.equal(headers['content-type'], 'text/calendar; charset=utf-8')
  t.match(headers['content-disposition'], /^inline; filename="[\w-]+\.ics"$/)
  t.equal(Number(headers['content-length']), Buffer.byteLength(text))
  t.match(headers['cache-control'], /^private\b/)
  t.equal(headers['referrer-policy'], 'no-referrer')
  t.equal(headers['x-robots-tag'], 'noindex')
  t.equal(headers['set-cookie'], undefined)
})

void eachEngine(
  t,
  '15 the largest subscriber stays under 1 MB and a thousand events',
  async (t, database) => {
    const { eventId, feed } = await startTriad(t, database)
    await database.pool.query(
      `insert into challenge_event (region_id, round_id, triad_id, kind, state, title, venue, joining_link, date, days,
       start_time, end_time, starts_at, ends_at, created_at, changed_at, state_since, dated_on)
     select region_id, round_id, triad_id, kind, state, title, venue, joining_link, date + n % 300, days,
       start_time, end_time, starts_at + n % 300 * interval '1 day', ends_at + n % 300 * interval '1 day', created_at,
       changed_at, state_since, dated_on
     from challenge_event, generate_series(1, 1200) n where id = $1`,
      [eventId],
    )
    const { status, text } = await feed.fetch()
    t.equal(status, 200)
    t.equal(uidsOf(text).length, 1000)
    t.ok(Buffer.byteLength(text) < 1_000_000, `${Buffer.byteLength(text)} octets`)
  },
)

void eachEngine(t, '15 a window of three months back and eighteen ahead', async (t, database) => {
  const { place, feed } = await startTriad(t, database)
  const uidOn = async (date: string) =>
    `challenge-event-${await insertEvent(database, place, timed(date, '10:00', '16:00'))}`
  const inside = [await uidOn('2019-02-10'), await uidOn('2020-11-10')]
  const outside = [await uidOn(addDays('2019-02-10', -1)), await uidOn(addDays('2020-11-10', 1))]
  const uids = uidsOf((await feed.fetch()).text)
  for (const uid of inside) t.ok(uids.includes(uid))
  for (const uid of outside) t.notOk(uids.includes(uid))
})

void eachEngine(t, '18 losing a role takes its events out at the next fetch', async (t, database) => {
  const { service, consultant, kent, round, uid, feed } = await startTriad(t, database)
  const had = uidsOf((await feed.fetch()).text)
  t.ok(had.includes(uid))
  t.ok(had.includes(`self-assessment-due-${round.selfAssessmentIds[0]}`))
  const appointments = await consultant.get(`/v1/appointments?personId=${kent.personId}`)
  const url = `/v1/appointments/${appointments.body.items[0].id}`
  const { headers } = await consultant.get(url)
  await consultant.patch(url, { until: '2019-05-11' }, { 'if-match': String(headers.etag) })
  t.strictSame(
    uidsOf((await feed.fetch()).text),
    [`self-assessment-due-${round.selfAssessmentIds[0]}`],
    "an event after the last day is somebody else's already",
  )
  service.setClock('2019-05-11T00:00:00+01:00')
  const after = await feed.fetch()
  t.equal(after.status, 200, 'the address still answers')
  t.notMatch(after.text, 'VEVENT')
})

void eachEngine(t, '18 a busy-only feed tells only when', async (t, database) => {
  const { service, kent, round, place, eventId, feed } = await startTriad(t, database)
  const full = (await feed.fetch()).text
  const busy = await subscribe(service, kent, { name: 'For the front desk in Maidstone', detail: 'busy' })
  const { status, headers, text } = await busy.fetch()
  t.equal(status, 200)
  const unfolded = text.replaceAll('\r\n ', '')
  t.match(unfolded, '\r\nSUMMARY:Busy\r\n')
  t.match(unfolded, '\r\nDTSTART:20191101T100000Z\r\n')
  const ids = [
    eventId,
    ...round.selfAssessmentIds,
    ...Object.values(place),
    kent.personId,
    busy.id,
    busy.token,
  ]
  const words = ['Challenge event', 'County Hall', 'Maidstone', 'meet.example.org', 'Kent', 'Portsmouth']
  for (const secret of [...ids, ...words, 'Director', 'front desk', 'localhost', 'http', 'challenge-event'])
    t.notOk(unfolded.includes(secret) || JSON.stringify(headers).includes(secret), secret)
  t.notMatch(unfolded, /^(LOCATION|DESCRIPTION|URL)/m)

  const [uid = ''] = uidsOf(text)
  t.match(uid, /^[\w-]{43}$/)
  t.not(uid, createHash('sha256').update(`challenge-event-${eventId}`).digest('base64url'))
  t.strictSame(uidsOf((await busy.fetch()).text), [uid], 'it stays the same')
  const other = await subscribe(service, kent, { name: 'Another', detail: 'busy' })
  t.not(uidsOf((await other.fetch()).text)[0], uid, 'two feeds cannot be laid beside each other')
  t.match(linesOf(full, `challenge-event-${eventId}`).join('\n'), 'Maidstone', 'the full one does tell')
})

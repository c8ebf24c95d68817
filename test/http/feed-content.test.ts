import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { composeServices } from '../../src/compose.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { timed, wholeDay } from '../fixtures/feed.ts'
import { icalJs } from '../fixtures/feed-readers/readers.ts'
import {
  changeEvent,
  insertAssignment,
  insertEvent,
  insertTriad,
  nameFacilitator,
} from '../fixtures/feed-rows.ts'
import { appoint, startService, TEST_KEY } from '../fixtures/service.ts'
import { linesOf, startTriad, subscribe, uidsOf } from '../fixtures/subscriber.ts'

// The numbers are those of the acceptance list for calendar feeds; test/ical has those of the bytes alone.

void eachEngine(t, 'should hold what each office has to be at, and to do', async (t, database) => {
  const { service, consultant, regionId, round, place, kent, eventId, uid, feed } = await startTriad(
    t,
    database,
  )
  const [kentPaper = '', , , surreyPaper = ''] = round.selfAssessmentIds
  const day = timed('2019-09-13', '10:00', '12:00')
  const own = { ...place, triadId: null }
  const training = await insertEvent(database, own, day, { kind: 'training', title: 'Training' })
  const summit = await insertEvent(database, own, day, { kind: 'summit', title: 'Summit' })
  const all = await insertEvent(database, own, day, { kind: 'meeting', title: 'Challenge day of all' })
  const moderator = await appoint(service, consultant, 'Moderator, Kent', { role: 'moderator' })
  const facilitator = await appoint(service, consultant, 'Facilitator', { role: 'facilitator' })
  const kentOffice = { authorities: [{ gssCode: 'E10000016' }] }
  const assistant = await appoint(service, consultant, 'Assistant', { role: 'assistant', ...kentOffice })
  const writer = await appoint(service, consultant, 'Contributor', { role: 'contributor', ...kentOffice })
  await nameFacilitator(database, regionId, eventId, facilitator.personId)
  const task = await insertAssignment(database, regionId, surreyPaper, moderator.personId)

  const office = [
    `self-assessment-due-${kentPaper}`,
    `challenge-event-${summit}`,
    `challenge-event-${all}`,
    uid,
  ].sort()
  const uidsFor = async (client: typeof kent) => {
    const { fetch } = await subscribe(service, client)
    return uidsOf((await fetch()).text).sort()
  }
  t.strictSame(await uidsFor(kent), office)
  t.strictSame(await uidsFor(assistant), office)
  t.strictSame(await uidsFor(writer), [`self-assessment-due-${kentPaper}`])
  t.strictSame(await uidsFor(facilitator), [uid])
  t.strictSame(await uidsFor(consultant), [])
  const tasks = [`accept-by-${task}`, `challenge-event-${training}`, `comments-due-${task}`]
  t.strictSame(await uidsFor(moderator), tasks)
  await database.pool.query(`update moderation_assignment set state = 'accepted' where id = $1`, [task])
  t.strictSame(await uidsFor(moderator), tasks.slice(1), 'once accepted, the comments are what is left to do')

  const { text } = await feed.fetch()
  const said = linesOf(text, uid).join('\n')
  t.match(said, 'SUMMARY:Challenge event of triad 2\n')
  t.match(said, 'Kent\\, Portsmouth and West Sussex.\\nFor: Director\\, Kent.\\n')
  t.match(said, `URL;VALUE=URI:http://localhost/v1/challenge-events/${eventId}\n`)
  t.ok(linesOf(text, `self-assessment-due-${kentPaper}`).includes('DTSTART;VALUE=DATE:20191018'))
})

void eachEngine(t, "5 ten o'clock is ten o'clock on both sides of the clock change", async (t, database) => {
  const { place, feed, uid } = await startTriad(t, database)
  const before = await insertEvent(database, place, timed('2019-10-25', '10:00', '16:00'))
  const { text } = await feed.fetch()
  const starts = new Map(icalJs(text).events)
  t.equal(starts.get(`challenge-event-${before}`), '20191025T100000')
  t.equal(starts.get(uid), '20191101T100000')
  t.ok(linesOf(text, `challenge-event-${before}`).includes('DTSTART:20191025T090000Z'))
  t.ok(linesOf(text, uid).includes('DTSTART:20191101T100000Z'))
})

void eachEngine(t, '7 a UID outlives edits, moves and restarts', async (t, database) => {
  const { eventId, uid, feed } = await startTriad(t, database)
  const before = uidsOf((await feed.fetch()).text)
  t.ok(before.includes(uid))
  await changeEvent(database, eventId, '2019-05-10T10:00:00Z', {
    title: 'Renamed',
    occasion: wholeDay('2020-01-20'),
    state: 'proposed',
  })
  const restarted = await buildApp(
    composeServices(database, () => new Date('2019-05-11T09:00:00Z'), TEST_KEY),
    { LOG_LEVEL: 'silent', TRUST_PROXY: false },
  )
  t.teardown(() => restarted.close())
  const after = uidsOf((await restarted.inject(feed.path)).body)
  t.strictSame(after.sort(), before.sort())
})

void eachEngine(t, '8 an edit raises SEQUENCE and LAST-MODIFIED, and shows the move', async (t, database) => {
  const { service, eventId, uid, feed } = await startTriad(t, database)
  const before = await feed.fetch()
  const sequenceOf = (text: string) => Number(/SEQUENCE:(\d+)/.exec(linesOf(text, uid).join('\n'))?.[1])
  t.ok(linesOf(before.text, uid).includes('LAST-MODIFIED:20190501T080000Z'))
  await changeEvent(database, eventId, '2019-05-10T10:00:00Z', {
    occasion: timed('2019-12-06', '09:30', '12:00'),
  })
  service.setClock('2019-05-10T10:00:01Z')
  const after = await feed.fetch({ 'if-none-match': String(before.headers.etag) })
  t.equal(after.status, 200)
  t.not(after.headers.etag, before.headers.etag)
  t.ok(sequenceOf(after.text) > sequenceOf(before.text))
  const lines = linesOf(after.text, uid)
  for (const line of ['LAST-MODIFIED', 'DTSTAMP']) t.ok(lines.includes(`${line}:20190510T100000Z`), line)
  t.ok(lines.includes('DTSTART:20191206T093000Z'))
})

void eachEngine(t, '8 without an edit body and ETag stay as they are', async (t, database) => {
  const { service, consultant, surrey, place, authorityIds, regionId, feed } = await startTriad(t, database)
  const before = await feed.fetch()
  const same = async (after: string) => {
    const now = await feed.fetch()
    t.equal(now.text, before.text, `the body after ${after}`)
    t.equal(now.headers.etag, before.headers.etag, `the ETag after ${after}`)
  }
  service.setClock('2019-05-10T23:30:00Z')
  await same('hours, and a fetch that was noted')
  const other = await insertTriad(database, regionId, place.roundId, 3, authorityIds.slice(3))
  const theirs = await insertEvent(
    database,
    { ...place, triadId: other },
    timed('2019-10-25', '10:00', '16:00'),
  )
  await changeEvent(database, theirs, '2019-05-10T10:00:00Z', { title: 'Theirs', state: 'cancelled' })
  await same("other people's changes")
  await subscribe(service, surrey)
  await appoint(service, consultant, 'Moderator, Surrey', { role: 'moderator' })
  await same("other people's feeds and appointments")
  const restarted = await buildApp(
    composeServices(database, () => new Date('2019-05-12T09:00:00Z'), TEST_KEY),
    { LOG_LEVEL: 'silent', TRUST_PROXY: false },
  )
  t.teardown(() => restarted.close())
  const reply = await restarted.inject(feed.path)
  t.equal(reply.body, before.text, 'the body after a restart')
  t.equal(reply.headers.etag, before.headers.etag, 'the ETag after a restart')
})

void eachEngine(t, '9 a cancelled event is marked for 30 days, then gone', async (t, database) => {
  const { service, eventId, uid, feed } = await startTriad(t, database)
  await changeEvent(database, eventId, '2019-05-10T09:00:00Z', { state: 'cancelled' })
  service.setClock('2019-06-09T08:59:59Z')
  const marked = linesOf((await feed.fetch()).text, uid)
  t.ok(marked.includes('SUMMARY:Cancelled: Challenge event of triad 2'))
  t.ok(marked.includes('STATUS:CANCELLED'))
  t.ok(marked.includes('TRANSP:TRANSPARENT'))
  service.setClock('2019-06-09T09:00:00Z')
  t.strictSame(linesOf((await feed.fetch()).text, uid), [])
})

void eachEngine(t, '12 a feed names itself and may be empty', async (t, database) => {
  const service = await startService(t, database)
  const { consultant } = await service.region()
  const { text } = await (await subscribe(service, consultant, { name: 'Peer; challenge' })).fetch()
  t.match(text, /^BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-\/\/Peer Challenge Triads\/\/Feed 1\/\/EN\r\n/)
  for (const line of ['METHOD:PUBLISH', 'NAME:Peer\\; challenge', 'X-WR-CALNAME:Peer\\; challenge'])
    t.ok(text.includes(`\r\n${line}\r\n`), line)
  for (const line of ['REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H'])
    t.ok(text.includes(`\r\n${line}\r\n`), line)
  t.notMatch(text, 'VEVENT')
  t.strictSame(icalJs(text), { errors: [], events: [] })
})

import t, { type Test } from 'tap'
import { openDatabase } from '../../../src/db/database.ts'
import { createCalendarPolls } from '../../../src/services/calendars/polling.ts'
import { type Served, startCalendarServer, WITH_LOOPBACK } from '../../fixtures/calendar-server.ts'
import { conference, startRegion } from '../../fixtures/calendars.ts'
import { eachEngine, type TestDatabase } from '../../fixtures/databases.ts'
import { TEST_KEY } from '../../fixtures/service.ts'

const FIRST: readonly Served[] = [['Conference', '2019-10-02']]

/** A region whose calendar of conferences is subscribed to a server, and what polls it by a clock of its own. */
const start = async (t: Test, database: TestDatabase, everyMinutes = 60) => {
  const region = await startRegion(t, database, WITH_LOOPBACK)
  const { consultant, service } = region
  const server = await startCalendarServer(t, FIRST)
  const { body: calendar } = await consultant.post('/v1/calendars', conference)
  const url = `/v1/calendars/${calendar.id}`
  const made = await consultant.put(`${url}/subscription`, { address: server.address, everyMinutes })
  if (made.status !== 200) throw new Error(made.text)
  server.asked.length = 0
  const at = { now: new Date('2019-05-10T09:00:00Z') }
  const pollsOf = (through: typeof database | ReturnType<typeof openDatabase>) =>
    createCalendarPolls(through, () => at.now, TEST_KEY, WITH_LOOPBACK)
  const polls = pollsOf(database)
  return {
    ...region,
    server,
    url,
    polls,
    pollsOf,
    /** Sets the clock of the service and of its polls. */
    clock: (instant: string) => {
      at.now = new Date(instant)
      service.setClock(instant)
    },
    /** Polls as soon as it is due, wherever the scatter has put that. */
    pollWhenDue: async () => {
      const { body } = await consultant.get(`${url}/subscription`)
      at.now = new Date(body.nextAt)
      service.setClock(body.nextAt)
      return polls.poll()
    },
    titles: async () =>
      (await consultant.get(`${url}/commitments`)).body.items.map(({ title }: { title: string }) => title),
    subscription: async () => (await consultant.get(`${url}/subscription`)).body,
    calendar: async () => (await consultant.get(url)).body,
  }
}

const minutes = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000

void eachEngine(t, 'should poll when it is due, and take what has changed', async (t, database) => {
  const at = await start(t, database)
  t.equal(await at.polls.poll(), 0, 'it is not due')
  t.equal(await at.pollWhenDue(), 1)
  t.same(at.server.asked, ['unchanged'])
  const { askedAt } = await at.subscription()
  t.equal((await at.calendar()).checkedAt, askedAt, 'an unchanged calendar is as good as a new one')

  at.server.serve([...FIRST, ['Meeting', '2019-11-05']])
  t.equal(await at.pollWhenDue(), 1)
  t.match(await at.subscription(), { taken: { added: 1, unchanged: 1, removed: 0 }, failures: 0 })
  t.same(await at.titles(), ['Conference', 'Meeting'])
  const { askedAt: asked, nextAt } = await at.subscription()
  const rest = minutes(asked, nextAt)
  t.ok(rest >= 54 && rest <= 66, `rests ${rest} minutes`)
})

void eachEngine(
  t,
  'should keep the last good copy and its age, and rest longer, while it fails',
  async (t, database) => {
    const at = await start(t, database)
    const { checkedAt } = await at.calendar()
    const rests: number[] = []
    for (const [index, fault] of [404, 500, [], 503, 503, 503, 503].entries()) {
      at.server.serve(fault as number | Served[])
      await at.pollWhenDue()
      const { failures, failure, askedAt, nextAt } = await at.subscription()
      t.equal(failures, index + 1)
      t.match(failure, index === 2 ? /suddenly empty/ : /server/)
      rests.push(minutes(askedAt, nextAt))
      t.same(await at.titles(), ['Conference'])
      t.equal((await at.calendar()).checkedAt, checkedAt, 'its age is shown')
    }
    for (const [index, expected] of [120, 240, 480, 960, 1440, 1440, 1440].entries()) {
      const rest = rests[index] ?? 0
      t.ok(Math.abs(rest - expected) <= expected / 10, `${rest} of ${expected} minutes`)
    }
    at.server.serve([['Another', '2019-10-03']])
    await at.pollWhenDue()
    t.match(await at.subscription(), { failures: 0, failure: null })
    t.same(await at.titles(), ['Another'])
  },
)

void eachEngine(
  t,
  'should ask for the whole calendar when a new round needs more days',
  async (t, database) => {
    const at = await start(t, database)
    await database.pool.query(`update calendar_subscription set asked_to = '2019-12-31'`)
    await at.pollWhenDue()
    t.same(at.server.asked, ['whole'])
    await at.pollWhenDue()
    t.same(at.server.asked, ['whole', 'unchanged'])
  },
)

void eachEngine(t, 'should ask once, however many processes poll', async (t, database) => {
  const at = await start(t, database)
  const second = openDatabase(database.connection)
  t.teardown(() => second.close())
  at.clock('2019-05-10T12:00:00Z')
  const others = at.pollsOf(second)
  const polled = await Promise.all([at.polls.poll(), others.poll(), at.polls.poll(), others.poll()])
  t.equal(
    polled.reduce((sum, each) => sum + each),
    1,
  )
  t.equal(at.server.asked.length, 1)
})

void eachEngine(
  t,
  'should take over from a process that died, and believe no late answer',
  async (t, database) => {
    const at = await start(t, database)
    at.clock('2019-05-10T12:00:00Z')
    at.server.serve([['Old', '2019-10-03']])
    const release = at.server.hold()
    const slow = at.polls.poll()
    while (at.server.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    t.equal(await at.polls.poll(), 0, 'it is being polled')
    at.clock('2019-05-10T12:02:01Z')
    const takenOver = at.polls.poll()
    while (at.server.asked.length === 1) await new Promise((resolve) => setTimeout(resolve, 5))
    release()
    t.same(await Promise.all([slow, takenOver]), [1, 1])
    t.same(await at.titles(), ['Old'])
    t.match(await at.subscription(), { askedAt: '2019-05-10T12:02:01.000Z', failures: 0 })

    at.clock('2019-05-11T12:00:00Z')
    const again = at.server.hold()
    const late = at.polls.poll()
    while (at.server.asked.length === 2) await new Promise((resolve) => setTimeout(resolve, 5))
    t.match(await at.consultant.delete(`${at.url}/subscription`), { status: 204 })
    at.server.serve([['Late', '2019-10-04']])
    again()
    await late
    t.same(await at.titles(), ['Old'], 'what nobody subscribes to any more is not taken')
  },
)

void eachEngine(t, 'should find the clashes that a poll brings', async (t, database) => {
  const at = await start(t, database)
  await database.pool.query('delete from disturbance')
  await at.pollWhenDue()
  const disturbed = async () => (await database.pool.query('select cause from disturbance')).rows
  t.same(await disturbed(), [], 'an unchanged calendar disturbs no event')
  at.server.serve([['Conference', '2019-10-09']])
  await at.pollWhenDue()
  t.ok((await disturbed()).some(({ cause }: { cause: string }) => cause === 'commitment'))
})

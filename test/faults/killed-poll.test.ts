import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { startCalendarServer } from '../fixtures/calendar-server.ts'
import { ownFolder } from '../fixtures/folders.ts'
import { call, consultantOf, spawnService } from '../fixtures/service-process.ts'

const until = async (reached: () => boolean | Promise<boolean>) => {
  while (!(await reached())) await pause(50)
}

t.test('a calendar whose poll was killed is polled again', { timeout: 120_000 }, async (t) => {
  const settings = { DATA_DIR: await ownFolder(t), LOOPBACK_CALENDARS: 'true' }
  const server = await startCalendarServer(t, [['Conference', '2019-10-02']])
  const startAt = (DEMO_CLOCK: string) => spawnService({ ...settings, DEMO_CLOCK })
  let service = await startAt('2019-05-10T09:00:00Z')
  t.teardown(() => service.stop())
  const token = await consultantOf(service.address)
  const { body: calendar } = await call(service.address, '/v1/calendars', {
    token,
    body: { kind: 'conference', name: 'Conferences', scope: { kind: 'region' } },
  })
  const url = `/v1/calendars/${calendar.id}`
  const made = await call(service.address, `${url}/subscription`, {
    token,
    method: 'PUT',
    body: { address: server.address },
  })
  t.match(made, { status: 200, body: { taken: { added: 1 } } })
  await service.stop()

  server.serve([
    ['Conference', '2019-10-02'],
    ['Meeting', '2019-11-05'],
  ])
  const release = server.hold()
  service = await startAt('2019-05-11T09:00:00Z')
  await until(() => server.asked.length === 2)
  t.match(
    await call(service.address, '/health/live'),
    { status: 200 },
    'it serves while it waits for a calendar',
  )
  await service.kill()
  release()

  service = await startAt('2019-05-11T09:03:00Z')
  const read = () => call(service.address, `${url}/subscription`, { token })
  await until(async () => ((await read()).body.taken as { added: number; unchanged: number }).unchanged === 1)
  t.match(await read(), { body: { taken: { added: 1, unchanged: 1 }, failures: 0 } })
  t.equal(server.asked.length, 3)
})

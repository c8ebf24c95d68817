import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { createCalendarReader, readApart } from '../../../src/ical/reading/process.ts'
import { readCalendarText } from '../../../src/ical/reading/read.ts'
import { calendar, event, LONDON } from './files.ts'

const FILE = Buffer.from(
  calendar(
    event('a', 'DTSTART:20260701T100000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY;COUNT=20'),
    event('b', 'DTSTART;VALUE=DATE:20260329'),
    event('c'),
  ),
)

t.test('should give in a process of its own what the reading itself gives', async (t) => {
  t.strictSame(await createCalendarReader().read(FILE, LONDON), readCalendarText(FILE, LONDON))
  const page = Buffer.from('<html>Sign in</html>')
  t.match(await createCalendarReader().read(page, LONDON), { ok: false, failure: { detail: /web page/ } })
})

t.test('should refuse what goes beyond its limits, and go on', async (t) => {
  const reader = createCalendarReader({ bytes: FILE.length })
  t.match(await reader.read(Buffer.concat([FILE, FILE]), LONDON), {
    ok: false,
    failure: { code: 'too-large' },
  })
  const slow = createCalendarReader({ milliseconds: 5 })
  t.match(await slow.read(FILE, LONDON), { ok: false, failure: { code: 'too-large', detail: /too long/ } })
  const many = Buffer.from(
    calendar(event('a', 'DTSTART:20260701T100000Z', ...Array(40_000).fill('RDATE:20260701T100000Z'))),
  )
  const narrow = createCalendarReader({ megabytes: 16 })
  t.match(await narrow.read(many, LONDON), { ok: false, failure: { code: 'too-large', detail: /memory/ } })
  t.match(await reader.read(FILE, LONDON), { ok: true })
})

t.test('should read many files a few at a time', async (t) => {
  const reader = createCalendarReader({ atOnce: 2 })
  const results = await Promise.all(Array.from({ length: 5 }, () => reader.read(FILE, LONDON)))
  t.ok(results.every(({ ok }) => ok))
})

t.test('should stay within a second and 200 MB, whatever the rules', async (t) => {
  const series = (uid: string, start: string, rule: string) =>
    event(uid, `DTSTART:${start}`, 'DURATION:PT1H', `RRULE:${rule}`)
  const files = {
    'a series of two thousand years': calendar(series('a', '00010101T000000Z', 'FREQ=DAILY')),
    'five thousand rules that never match': calendar(
      ...Array.from({ length: 5000 }, (_, at) =>
        series(`u${at}`, '20200101T000000Z', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'),
      ),
    ),
  }
  for (const [name, file] of Object.entries(files)) {
    const usual = await readApart(FILE, LONDON)
    const { ended, seconds, megabytes } = await readApart(Buffer.from(file), LONDON)
    t.equal(ended, 'answered', name)
    // A machine at rest reads the usual file in a fifth of a second; a busy one, where that takes longer, may be
    // as many times slower with this.
    const most = Math.max(1, usual.seconds * 6)
    t.ok(seconds <= most, `${name}: ${seconds} s of ${most}`)
    t.ok(megabytes !== null && megabytes <= 200, `${name}: ${megabytes} MB`)
  }
})

t.test('should read alike in every zone of the server', async (t) => {
  const reading = new URL('../../../src/ical/reading/', import.meta.url)
  const script = (how: string) => `
    import { createCalendarReader } from '${reading.href}process.ts'
    import { readCalendarText } from '${reading.href}read.ts'
    const options = { window: { from: new Date('2026-01-01'), until: new Date('2028-01-01') }, zone: 'Europe/London' }
    const file = Buffer.from(${JSON.stringify(FILE.toString())})
    console.log(JSON.stringify(${how}))`
  const run = async (TZ: string, how: string) => {
    const args = ['--input-type=module-typescript', '--no-warnings', '-e', script(how)]
    const env = { TZ, PATH: join(process.execPath, '..') }
    return (await promisify(execFile)(process.execPath, args, { env })).stdout
  }
  const zones = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati', 'Australia/Lord_Howe']
  // With more time than one file gets: these are many at once, perhaps on a busy machine.
  const apart = 'await createCalendarReader({ milliseconds: 60_000 }).read(file, options)'
  const within = 'readCalendarText(file, options)'
  const outputs = await Promise.all(zones.flatMap((zone) => [run(zone, apart), run(zone, within)]))
  t.equal(new Set(outputs).size, 1)
  t.match(outputs[0], '2026-03-29')
})

t.test('should hand none of the service’s environment on', async (t) => {
  // A Node that is given this setting keeps what it compiles in that folder.
  const folder = join(t.testdir(), 'compiled')
  const before = process.env.NODE_COMPILE_CACHE
  process.env.NODE_COMPILE_CACHE = folder
  t.teardown(() => {
    if (before === undefined) delete process.env.NODE_COMPILE_CACHE
    else process.env.NODE_COMPILE_CACHE = before
  })
  t.match(await createCalendarReader().read(FILE, LONDON), { ok: true })
  t.notOk(existsSync(folder))
})

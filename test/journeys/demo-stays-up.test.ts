import { readdirSync } from 'node:fs'
import t from 'tap'
import { ownFolder } from '../fixtures/folders.ts'
import { startScript } from '../fixtures/script-process.ts'

t.test('the demonstration stays up with an address that works, until it is interrupted', async (t) => {
  const TMPDIR = await ownFolder(t)
  const demo = startScript('demo.ts', [], { TMPDIR })
  t.teardown(demo.interrupt)
  const out = await demo.written(/^Ctrl-C/m)
  const address = /^curl -s (http\S+\.ics)$/m.exec(out)?.[1] ?? ''
  const feed = await fetch(address)
  t.equal(feed.status, 200)
  t.match(await feed.text(), 'BEGIN:VCALENDAR')
  demo.interrupt()
  t.match(await demo.outcome, { code: 0, error: '' })
  t.strictSame(readdirSync(TMPDIR), [])
})

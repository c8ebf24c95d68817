import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startScript } from '../fixtures/script-process.ts'

const folderOf = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

t.test('the demonstration plays the round to its end and leaves nothing behind', async (t) => {
  const TMPDIR = folderOf(t)
  const { code, out, error } = await startScript('demo.ts', ['--once'], { TMPDIR }).outcome
  t.strictSame([code, error], [0, ''])
  for (const line of [
    /Round 2019-20.* 21 pairs, 17 of them/,
    /Triad 2 challenge event, 2019-20 +Fri 1 Nov 2019 +proposed +school-holiday \(warning\)/,
    /Triad 3: 4 authorities, 3 directors/,
    /4 +Fri 7 Feb 2020 +ofsted-annual-conversation \(blocking\)/,
    /confirm +409 clash: Ofsted annual conversations/,
    /confirmed; ofsted-annual-conversation \(waived\)/,
    /ofsted-annual-conversation +UNKNOWN/,
    /Self-assessment due: Kent +no/,
    /fetched again: 304/,
    /Wed 2 Oct 2019 +10:00–12:00 +09:00–11:00/,
    /Tue 17 Dec 2019 +10:00–15:30 +10:00–15:30/,
    /reschedule +confirmed +confirmed +Fri 1 Nov 2019 +Half term in West Sussex/,
    /self-assessment-kent\.pdf +application\/pdf/,
    /inferred: that papers are moderated/,
    /that of West Sussex +404/,
  ]) {
    t.match(out, line)
  }
  t.strictSame(
    out.split('\n').filter((line) => line.length > 100),
    [],
    'no line is longer than 100 columns',
  )
  t.strictSame(readdirSync(TMPDIR), [])
})

t.test('the demonstration stays up with an address that works, until it is interrupted', async (t) => {
  const TMPDIR = folderOf(t)
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

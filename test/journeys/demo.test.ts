import { readdirSync } from 'node:fs'
import t from 'tap'
import { ownFolder } from '../fixtures/folders.ts'
import { startScript } from '../fixtures/script-process.ts'

t.test('the demonstration plays the round to its end and leaves nothing behind', async (t) => {
  const TMPDIR = await ownFolder(t)
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

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { outcomeOf, ruleCases } from '../../../scripts/bench/recurrence-rules.ts'
import { readCalendarText } from '../../../src/ical/reading/read.ts'
import { LONDON, shown } from './files.ts'

// Other people's files, read where they lie; npm run bench:ical reads them all, with what each costs.

const CORPUS = join(import.meta.dirname, '../../../../shared/ics-corpus')
const skip = existsSync(CORPUS) ? false : 'other people’s calendar files are not beside the project'

t.test('should read every awkward file as expected', { skip }, async (t) => {
  const expected: Record<string, string[]> = JSON.parse(
    await readFile(join(CORPUS, 'nasty/expected.json'), 'utf8'),
  )
  for (const [name, wanted] of Object.entries(expected)) {
    const result = readCalendarText(await readFile(join(CORPUS, 'nasty', `${name}.ics`)), LONDON)
    const given = result.ok
      ? result.value.entries.map((entry, at) => shown(entry, wanted[at]?.includes('/')))
      : []
    t.strictSame(given, wanted, name)
  }
})

t.test('should follow at least 135 of libical’s 139 plain rules as written', { skip }, async (t) => {
  const cases = ruleCases(await readFile(join(CORPUS, 'libical/icalrecur_test.txt'), 'utf8'))
  t.equal(cases.length, 139)
  t.ok(cases.filter((each) => outcomeOf(each).wrong === null).length >= 135)
})

t.test('should read or refuse, with reasons, what broke other readers', { skip }, async (t) => {
  const folder = join(CORPUS, 'icalendar')
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.ics'))
  t.ok(files.length > 100)
  for (const path of files) {
    const result = readCalendarText(await readFile(join(folder, path)), LONDON)
    const reasons = result.ok ? result.value.refused : [{ line: 1, detail: result.failure.detail }]
    t.ok(
      reasons.every(({ line, detail }) => line > 0 && detail !== ''),
      path,
    )
  }
})

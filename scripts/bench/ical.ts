// `npm run bench:ical`: how calendar files that others wrote are read, from a folder of them that is no part of the
// project: awkward ones with what they must give, attacks, libical’s recurrence rules, and whatever else is there.
// It reaches into the reader itself, since over HTTP what one file costs could not be told from what the service does.
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { CalendarReading } from '../../src/domain/calendars/reading.ts'
import { readApart } from '../../src/ical/reading/process.ts'
import { note } from '../print.ts'
import { outcomeOf, ruleCases } from './recurrence-rules.ts'
import { openReport, readOptions } from './report.ts'

const CORPUS = join(import.meta.dirname, '../../../shared/ics-corpus')
const WINDOW = { from: new Date('2026-01-01T00:00:00Z'), until: new Date('2028-01-01T00:00:00Z') }
const READING = { window: WINDOW, zone: 'Europe/London' }
const LEAST_RULES = 135

/** In the quick form one in so many of the other files is read. */
const QUICK_SHARE = 8

/** An entry as `expected.json` writes it: `2026-07-01T09:00Z`, or `D2026-02-16`, with the day after the last of more. */
const shown = ({ span, wholeDays }: CalendarReading['entries'][number], withEnd: boolean): string => {
  if (!wholeDays) return `${span.from.toISOString().slice(0, 16)}Z`
  const after = new Date(Date.parse(`${wholeDays.last}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  return withEnd ? `D${wholeDays.first}/${after}` : `D${wholeDays.first}`
}

/** Those files of a folder, at any depth, that are calendars or claim to be. */
const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((each) => each.isFile() && /\.(?:ics|txt)$/i.test(each.name) && !/^LICEN[CS]E/.test(each.name))
    .map((each) => join(each.parentPath, each.name))
    .toSorted()

const options = readOptions()
const report = openReport('ical', options)
const say = (text: string) => void (options.json ? null : process.stdout.write(`${note(text)}\n`))

const benchAwkward = async (): Promise<void> => {
  const folder = join(CORPUS, 'nasty')
  const expected: Record<string, string[]> = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8'))
  const names = (await filesIn(folder)).map((path) => relative(folder, path).replace(/\.ics$/, ''))
  let right = 0
  const wrong: string[] = []
  const attacks: { name: string; seconds: number; megabytes: number }[] = []
  for (const name of names) {
    const { result, ended, seconds, megabytes } = await readApart(
      await readFile(join(folder, `${name}.ics`)),
      READING,
    )
    const wanted = expected[name]
    const entries = result.ok ? result.value.entries : []
    const given = entries.map((entry, at) => shown(entry, wanted?.[at]?.includes('/') ?? false))
    // An attack has no answer that it must give, only one that it must come to.
    if (wanted ? given.join() === wanted.join() : ended === 'answered') right += 1
    else wrong.push(`${name}: ${ended}, ${given.slice(0, 5).join(', ')}`)
    if (!wanted) attacks.push({ name, seconds, megabytes: megabytes ?? Number.MAX_SAFE_INTEGER })
  }
  report.add('awkward files', `as expected, of ${names.length}`, right, 'files', `>= ${names.length}`)
  for (const { name, seconds, megabytes } of attacks) {
    report.add(`attack ${name}`, 'from start to answer', seconds, 's', '<= 1')
    report.add(`attack ${name}`, 'peak memory, Node included', megabytes, 'MB', '<= 200')
  }
  report.print('Awkward files, each read in a process of its own', ...wrong)
}

const benchRules = async (): Promise<void> => {
  const cases = ruleCases(await readFile(join(CORPUS, 'libical/icalrecur_test.txt'), 'utf8'))
  const outcomes = cases.map(outcomeOf)
  const right = outcomes.filter(({ wrong }) => wrong === null)
  report.add(
    'recurrence rules',
    `as libical has them, of ${cases.length}`,
    right.length,
    'rules',
    `>= ${LEAST_RULES}`,
  )
  const days = outcomes.filter(({ followed }) => followed)
  const rightDays = days.filter(({ wrong }) => wrong === null)
  report.add('recurrence rules', `DAILY to YEARLY, of ${days.length}`, rightDays.length, 'rules')
  report.print(
    'libical’s plain recurrence rules as written',
    'In a calendar, a rule finer than DAILY is refused with a note, and its first occurrence taken.',
    ...outcomes.flatMap(({ rule, wrong }) => (wrong === null ? [] : [`${rule}: ${wrong}`])),
  )
}

const benchOthers = async (): Promise<void> => {
  const all = (await filesIn(CORPUS)).filter((path) => !path.includes(`${join(CORPUS, 'nasty')}`))
  const files = all.filter((_, at) => !options.quick || at % QUICK_SHARE === 0)
  const counts = { read: 0, refused: 0, bad: 0, mute: 0 }
  let slowest = 0
  let largest = 0
  const bad: string[] = []
  for (const path of files) {
    const { result, ended, seconds, megabytes } = await readApart(await readFile(path), READING)
    if (ended !== 'answered') bad.push(`${relative(CORPUS, path)}: ${ended}`)
    if (ended !== 'answered') counts.bad += 1
    else if (result.ok) counts.read += 1
    else counts.refused += 1
    const reasons = result.ok ? result.value.refused.map(({ detail }) => detail) : [result.failure.detail]
    if (reasons.some((reason) => reason.trim() === '')) counts.mute += 1
    slowest = Math.max(slowest, seconds)
    largest = Math.max(largest, megabytes ?? 0)
  }
  const name = `all other files (${files.length})`
  report.add(name, 'read', counts.read, 'files')
  report.add(name, 'refused as a whole', counts.refused, 'files')
  report.add(name, 'crashed or hung', counts.bad, 'files', '<= 0')
  report.add(name, 'refused without a reason', counts.mute, 'files', '<= 0')
  report.add(name, 'slowest', slowest, 's')
  report.add(name, 'peak memory, Node included', largest, 'MB')
  report.print('Files of other projects’ tests', ...bad)
}

if (existsSync(CORPUS)) {
  await benchAwkward()
  await benchRules()
  await benchOthers()
} else {
  say('The calendar files are not here (../shared/ics-corpus beside the project): nothing was measured.')
}

import { loadBankHolidays } from '../../db/bank-holidays.ts'
import { loadParticipants, loadTriads } from '../../db/rounds.ts'
import { standingOn } from '../../domain/authorities/succession.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import type { Deadlines, Round } from '../../domain/rounds/round.ts'
import { dayInWords, listInWords } from '../../domain/words.ts'
import { shiftByWorkingDays } from '../../domain/working-days.ts'
import { regionOf, type Work } from '../use-case.ts'
import { formTriad } from './forming.ts'
import { loadRoster } from './roster.ts'

const DEADLINES: readonly (keyof Deadlines)[] = ['selfAssessmentDue', 'commentsDue', 'releaseOn']

const IN_WORDS: Readonly<Record<keyof Deadlines, string>> = {
  selfAssessmentDue: 'the day for self-assessments',
  commentsDue: 'the day for comments',
  releaseOn: 'the day of release',
}

/**
 * The deadlines of a round, each as many working days from the first day of a new window as it was from the old
 * one's; those in `given` are the request's own and left out. A deadline for which the bank holidays on the way are
 * not known is a fault at its place.
 */
export const shiftedDeadlines = async (
  work: Work,
  source: Round,
  to: LocalDate,
  given: { readonly [D in keyof Deadlines]?: Deadlines[D] | undefined },
): Promise<Result<Deadlines>> => {
  const bankHolidays = await loadBankHolidays(work.trx, regionOf(work))
  const shifted: Record<keyof Deadlines, LocalDate | null> = {
    selfAssessmentDue: null,
    commentsDue: null,
    releaseOn: null,
  }
  const faults: Fault[] = []
  for (const name of DEADLINES) {
    const before = source.deadlines[name]
    if (before === null || given[name] !== undefined) continue
    shifted[name] = shiftByWorkingDays(before, { from: source.window.first, to }, bankHolidays)
    if (shifted[name] !== null) continue
    const detail =
      `${dayInWords(before)}, ${IN_WORDS[name]} in ${source.label}, cannot be moved by working days: the region's ` +
      'calendar of bank holidays does not cover all days on the way. Extend it, or give the day.'
    faults.push({ pointer: `/deadlines/${name}`, detail })
  }
  if (faults.length === 0) return success(shifted)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/**
 * Forms the triads of a round again in a new one, by their numbers, of those of their authorities (or who took over
 * from them) that take part in it. A triad that has lost some and is then no longer one is a fault at `/copyTriads`; one that has lost all is
 * left out.
 */
export const copyTriads = async (work: Work, source: Round, round: Round): Promise<Result<null>> => {
  const participants = await loadParticipants(work.trx, round.id)
  const takingPart = new Set(participants.flatMap((each) => (each.takingPart ? [each.authorityId] : [])))
  const { names, successions } = await loadRoster(work, round)
  const faults: Fault[] = []
  for (const { number, ...before } of await loadTriads(work.trx, source.id)) {
    const authorityIds = standingOn(before.authorityIds, round.window.first, successions)
    const staying = authorityIds.filter((id) => takingPart.has(id))
    if (staying.length === 0) continue
    const authorities = staying.map((authorityId) => ({ authorityId }))
    const formed = await formTriad(work, round, { authorities, number }, '/copyTriads')
    if (formed.ok) continue
    const missing = authorityIds.filter((id) => !takingPart.has(id)).map((id) => names.get(id) ?? id)
    const without = missing.length > 0 ? ` without ${listInWords(missing.toSorted())}` : ''
    const detail = `Triad ${number} of ${source.label} cannot be copied${without}: ${formed.failure.detail}`
    faults.push({ pointer: '/copyTriads', detail })
  }
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

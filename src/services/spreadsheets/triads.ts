import { loadTriads } from '../../db/rounds.ts'
import { insertTriad, updateTriads } from '../../db/triads.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import {
  type ImportReport,
  type LineReport,
  refusedLine,
  reportOf,
} from '../../domain/spreadsheets/report.ts'
import { loadFormingGround } from '../rounds/forming.ts'
import type { Work } from '../use-case.ts'
import { type AuthorityDirectory, loadAuthorityDirectory } from './directory.ts'
import type { Check } from './importing.ts'
import { readSheet } from './read-sheet.ts'
import { type Group, judgeGroups, readGroups, type TriadFields, unchanged } from './triad-groups.ts'
import type { Cell } from './write-sheet.ts'

export const TRIAD_COLUMNS = ['triad', 'gss_code', 'authority']

/** One line for each authority of each triad, with the code of the round's first day. */
export const triadRows = async (work: Work, round: Round): Promise<Cell[][]> => {
  const directory = await loadAuthorityDirectory(work)
  const triads = await loadTriads(work.trx, round.id)
  return triads.flatMap(({ number, authorityIds }) =>
    directory.authorities
      .filter(({ id }) => authorityIds.includes(id))
      .map(({ id, name }) => [number, directory.codeOn(id, round.window.first), name]),
  )
}

/**
 * Takes lines of which each puts an authority into a triad: the triads that the file names come to have exactly
 * its lines, the others stay. They are judged as the whole file leaves them, so that authorities may change
 * places; of a triad with a bad line nothing is taken.
 */
export const takeTriads = async (
  work: Work,
  round: Round,
  file: Uint8Array,
  check: Check<TriadFields>,
): Promise<Result<ImportReport>> => {
  const sheet = readSheet(file, TRIAD_COLUMNS)
  if (!sheet.ok) return sheet
  const directory = await loadAuthorityDirectory(work)
  const triads = await loadTriads(work.trx, round.id)
  const { groups, lost } = readGroups(work, sheet.value.lines, directory, triads, check)
  await judgeGroups(work, round, await loadFormingGround(work, round), groups, triads)
  const reports: LineReport[] = [...sheet.value.refused]
  for (const [line, errors] of lost) reports.push(refusedLine(line, errors))

  const taken = groups.filter((group) => group.wrong.size === 0 && !unchanged(group))
  const existing = taken.flatMap(({ before, members }) =>
    before ? [{ ...before, authorityIds: members.map(({ authorityId }) => authorityId) }] : [],
  )
  await updateTriads(work.trx, round, existing, work.now)
  for (const group of groups) {
    const { number, before, members } = group
    const fresh = before === undefined && taken.includes(group)
    const authorityIds = members.map(({ authorityId }) => authorityId)
    const made = fresh ? await insertTriad(work.trx, round, { number, authorityIds }, work.now) : null
    reports.push(...linesOf(group, made ?? before?.id ?? null, directory))
  }
  return success(reportOf(reports))
}

const linesOf = (group: Group, id: string | null, directory: AuthorityDirectory): LineReport[] => {
  const { number, before, members, wrong } = group
  const lines = new Map(members.map(({ line, authorityId }) => [line, authorityId]))
  if (wrong.size > 0) {
    const rest = [...lines.keys()].filter((line) => !wrong.has(line))
    return [
      ...[...wrong].map(([line, errors]) => refusedLine(line, errors)),
      ...rest.map((line) => refusedLine(line, [], `Triad ${number} is not taken for its other lines.`)),
    ]
  }
  return [...lines].map(([line, authorityId]): LineReport => {
    const stays = before?.authorityIds.includes(authorityId) ?? false
    const what = stays ? `is in triad ${number} as before` : `joins triad ${number}`
    const outcome = before === undefined ? 'created' : unchanged(group) ? 'unchanged' : 'changed'
    return {
      line,
      outcome,
      what: `${directory.nameOf(authorityId)} ${what}`,
      errors: [],
      id: outcome === 'unchanged' ? null : id,
    }
  })
}

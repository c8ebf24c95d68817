import type { Triad } from '../../db/rounds.ts'
import { lockTriadEvents } from '../../db/triads.ts'
import { type Failure, fault } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import type { LineError } from '../../domain/spreadsheets/report.ts'
import { checkMembersMayChange } from '../../domain/triads/events.ts'
import { checkTriad, type FormingGround } from '../rounds/forming.ts'
import type { Work } from '../use-case.ts'
import { cellReader } from './cell-reader.ts'
import { type AuthorityDirectory, authorityOfLine } from './directory.ts'
import { becauseOf, type Check, errorsOf } from './importing.ts'
import type { SheetLine } from './read-sheet.ts'

/** The fields of a triad as the API takes them, apart from who is in it. */
export interface TriadFields {
  readonly number: number
}

/** A triad that a file names, by the lines of its authorities. */
export interface Group {
  readonly number: number
  /** The triad as it is; undefined for one that is new. */
  readonly before: Triad | undefined
  readonly members: { readonly line: number; readonly authorityId: string }[]
  /** What is wrong, by line; nothing of the group is taken then. */
  readonly wrong: Map<number, readonly LineError[]>
}

const COLUMN_OF = { number: 'triad', gssCode: 'gss_code', authority: 'authority', authorities: 'authority' }

/** The groups of a file's lines; a line that names no triad stands in `lost`. */
export const readGroups = (
  work: Work,
  lines: readonly SheetLine[],
  directory: AuthorityDirectory,
  triads: readonly Triad[],
  check: Check<TriadFields>,
): { readonly groups: readonly Group[]; readonly lost: ReadonlyMap<number, readonly LineError[]> } => {
  const groups = new Map<number, Group>()
  const lost = new Map<number, readonly LineError[]>()
  for (const { line, cells } of lines) {
    const reader = cellReader(cells)
    const said = reader.number('triad')
    const fields = said === null ? fault('/number', 'Give the number of the triad.') : check({ number: said })
    if (!fields.ok) {
      lost.set(line, reader.errors.length > 0 ? reader.errors : errorsOf(fields.failure, COLUMN_OF))
      continue
    }
    const { number } = fields.value
    const group: Group = groups.get(number) ?? {
      number,
      before: triads.find((triad) => triad.number === number),
      members: [],
      wrong: new Map(),
    }
    groups.set(number, group)
    const row = { gssCode: reader.text('gss_code'), authority: reader.text('authority') }
    const found = authorityOfLine(work, directory, row)
    const twin = group.members.find((member) => found.ok && member.authorityId === found.value)
    if (reader.errors.length > 0) group.wrong.set(line, reader.errors)
    else if (!found.ok) group.wrong.set(line, errorsOf(found.failure, COLUMN_OF))
    else if (twin) group.wrong.set(line, [{ column: null, detail: `This is the same as line ${twin.line}.` }])
    else group.members.push({ line, authorityId: found.value })
  }
  return { groups: [...groups.values()], lost }
}

const idsOf = ({ members }: Group): string[] => members.map(({ authorityId }) => authorityId)

/** Whether a triad is as the file has it. */
export const unchanged = (group: Group): boolean =>
  group.before !== undefined &&
  new Set(group.before.authorityIds).symmetricDifference(new Set(idsOf(group))).size === 0

/**
 * Refuses groups until all that are left can be together, beside the triads that stay: of two that claim one
 * authority the later. A group whose authorities another, refused one would have set free says so.
 */
export const judgeGroups = async (
  work: Work,
  round: Round,
  ground: FormingGround,
  groups: readonly Group[],
  triads: readonly Triad[],
): Promise<void> => {
  for (const group of groups) {
    if (group.before === undefined || group.wrong.size > 0 || unchanged(group)) continue
    const may = checkMembersMayChange(await lockTriadEvents(work.trx, group.before.id))
    if (!may.ok) refuse(group, may.failure)
  }
  let refused: Group[]
  do {
    refused = groups.toReversed().filter((group) => {
      if (group.wrong.size > 0 || unchanged(group)) return false
      const failure = refusalOf(round, ground, group, groups, triads)
      if (failure !== null) refuse(group, failure, groups)
      return failure !== null
    })
  } while (refused.length > 0)
}

const refusalOf = (
  round: Round,
  ground: FormingGround,
  group: Group,
  groups: readonly Group[],
  triads: readonly Triad[],
): Failure | null => {
  if (group.members.length === 0) return NOBODY
  const meant = groups.filter((other) => other.wrong.size === 0 && other !== group)
  const named = new Set([group, ...meant].map(({ number }) => number))
  const others = [
    ...triads.filter(({ number }) => !named.has(number)),
    ...meant.map((other) => ({ number: other.number, authorityIds: idsOf(other) })),
  ]
  const may = checkTriad(round, ground, others, idsOf(group), '/authorities')
  return may.ok ? null : may.failure
}

const NOBODY: Failure = { code: 'triad-size', detail: 'A triad has authorities.' }

/** Writes a refusal of a group to the lines that it is of, or to the first. */
const refuse = (group: Group, { detail, faults = [] }: Failure, groups: readonly Group[] = []): void => {
  const ids = idsOf(group)
  const errorsAt = (line: number) => [...(group.wrong.get(line) ?? [])]
  const first = group.members[0]?.line ?? 0
  if (faults.length === 0) group.wrong.set(first, [{ column: 'triad', detail }])
  for (const fault of faults) {
    const line = group.members[Number(fault.pointer.split('/')[2])]?.line
    const error = { column: line === undefined ? 'triad' : 'authority', detail: fault.detail }
    group.wrong.set(line ?? first, [...errorsAt(line ?? first), error])
  }
  for (const other of groups) {
    const frees = other.before?.authorityIds.some((id) => ids.includes(id) && !idsOf(other).includes(id))
    const line = [...other.wrong.keys()][0]
    if (other !== group && frees && line !== undefined)
      group.wrong.set(first, [...errorsAt(first), becauseOf(line)])
  }
}

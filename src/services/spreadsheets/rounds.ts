import type { Result } from '../../domain/failures.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import type { ImportReport } from '../../domain/spreadsheets/report.ts'
import { roundChanged } from '../consequences.ts'
import type { FormerAnswer } from '../events/forgetting.ts'
import { roundToChange, roundToRead } from '../rounds/access.ts'
import { reading, type Work, writing } from '../use-case.ts'
import type { DateFields } from './date-plans.ts'
import { DATE_COLUMNS, dateRows, takeDates } from './dates.ts'
import { allowExport, type ExportRequest, exported } from './exporting.ts'
import { type Check, settleImport } from './importing.ts'
import {
  PARTICIPANT_COLUMNS,
  type ParticipantFields,
  participantRows,
  takeParticipants,
} from './participants.ts'
import type { TriadFields } from './triad-groups.ts'
import { TRIAD_COLUMNS, takeTriads, triadRows } from './triads.ts'
import type { Cell } from './write-sheet.ts'

/** The tables of a round that go in and out as spreadsheets. */
export const ROUND_TABLES = ['participants', 'triads', 'dates'] as const

export type RoundTable = (typeof ROUND_TABLES)[number]

/** How each table holds the fields of a record to what the API takes of them. */
export interface RoundChecks {
  readonly participants: Check<ParticipantFields>
  readonly triads: Check<TriadFields>
  readonly dates: Check<DateFields>
}

export interface RoundImport {
  readonly id: string
  readonly table: RoundTable
  readonly file: Uint8Array
  /** Takes the good lines where some are bad, instead of none. */
  readonly skipBadLines: boolean
  readonly checks: RoundChecks
}

const COLUMNS: Readonly<Record<RoundTable, readonly string[]>> = {
  participants: PARTICIPANT_COLUMNS,
  triads: TRIAD_COLUMNS,
  dates: DATE_COLUMNS,
}

const ROWS: Readonly<Record<RoundTable, (work: Work, round: Round) => Promise<Cell[][]>>> = {
  participants: participantRows,
  triads: triadRows,
  dates: dateRows,
}

/** A table of a round as a spreadsheet, for its consultant. */
export const exportRound = reading<ExportRequest & { id: string; table: RoundTable }, Round, string>({
  authorise: async (work, { id }) => {
    const round = await roundToRead(work, id)
    const allowed = allowExport(work)
    return round.ok && !allowed.ok ? allowed : round
  },
  run: async (work, { table, template }, round) => {
    const rows = template ? [] : await ROWS[table](work, round)
    return exported(work, { type: 'round', id: round.id }, table, COLUMNS[table], rows)
  },
})

/** The consultant changes a table of a round by a spreadsheet. */
export const importRound = writing<RoundImport, Round, ImportReport>({
  authorise: (work, { id }) => roundToChange(work, id),
  run: async (work, request, round) => {
    const former: FormerAnswer[] = []
    const report = await take(work, request, round, former)
    if (!report.ok) return report
    const subject = { type: 'round', id: round.id, table: request.table, former }
    // What follows from a date is seen to with the date.
    const follow = request.table === 'dates' ? undefined : () => roundChanged(work, round.id)
    return settleImport(work, report.value, request, subject, follow)
  },
})

const take = async (
  work: Work,
  { table, file, checks }: RoundImport,
  round: Round,
  former: FormerAnswer[],
): Promise<Result<ImportReport>> => {
  if (table === 'dates') return takeDates(work, round, file, checks.dates, former)
  const open = checkNotClosed(round)
  if (!open.ok) return open
  return table === 'triads'
    ? takeTriads(work, round, file, checks.triads)
    : takeParticipants(work, round, file, checks.participants)
}

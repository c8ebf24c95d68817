import { roundOf, selectRounds } from '../../db/rounds.ts'
import { maySeeProgramme } from '../../domain/access/operations.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import { PERSONAL } from '../../domain/calendars/kinds.ts'
import type { CalendarReader } from '../../domain/calendars/reading.ts'
import { daysAsked } from '../../domain/calendars/sources.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { type Days, localDate, spanOfDays } from '../../domain/intervals.ts'
import { lookUp, type Runner } from '../runner.ts'
import { allow, type Caller, reading, regionOf, type Work } from '../use-case.ts'
import { findForSource } from './importing.ts'
import type { SourceFile, SourceType } from './source-files.ts'
import { readSourceSheet, sourceTemplate } from './source-sheet.ts'

/** A file that somebody sent for a calendar. */
export interface SentFile {
  readonly id: string
  readonly type: SourceType
  readonly bytes: Buffer
}

/** Files on their way into calendars, up to where they are read: no transaction may stay open while that is done. */
export interface CalendarSources {
  /** Reads a file for who may write the calendar; gives what `importCalendar` takes. */
  read(caller: Caller, sent: SentFile): Promise<Result<{ id: string; file: SourceFile }>>
}

/** What has to be known of a calendar to read a file for it. */
export interface Ground {
  readonly calendar: Calendar
  readonly asked: Days
  /** The region's, in which floating times and dates are meant. */
  readonly zone: string
}

/** The days about which a calendar's source is asked now, and the zone that its times are meant in. */
export const groundOf = async (work: Work, calendar: Calendar): Promise<Ground> => {
  const { id, timezone } = regionOf(work)
  const rows = await selectRounds(work.trx)
    .where('regionId', '=', id)
    .where('state', '<>', 'closed')
    .execute()
  const windows = rows.map((row) => roundOf(row).window)
  return { calendar, asked: daysAsked(windows, localDate(work.now, timezone)), zone: timezone }
}

/** Reads a file for a calendar, in no transaction. */
export const readSource = async (
  reader: CalendarReader,
  { calendar, asked, zone }: Ground,
  { type, bytes }: Pick<SentFile, 'type' | 'bytes'>,
): Promise<Result<SourceFile>> => {
  if (type === 'text/csv') return readSourceSheet(bytes, { zone, titled: calendar.kind !== PERSONAL })
  const read = await reader.read(bytes, { window: spanOfDays(asked, zone), zone })
  if (!read.ok) return read
  const entries = read.value.entries.map((entry) => ({ ...entry, authorities: [] }))
  return success({ ...read.value, entries, asked })
}

/** What has to be known to ask about a calendar, for who may write it. */
export const findGround = reading<{ id: string }, Calendar, Ground>({
  authorise: (work, { id }) => findForSource(work, id),
  run: async (work, _input, calendar) => success(await groundOf(work, calendar)),
})

/** The way of files into calendars; `reader` reads those that are calendars themselves. */
export const createCalendarSources = (runner: Runner, reader: CalendarReader): CalendarSources => ({
  read: async (caller, { id, type, bytes }) => {
    const ground = await lookUp(runner, { caller, operation: 'importCalendar' }, findGround, { id })
    if (!ground.ok) return ground
    if (bytes.length === 0) return failure('invalid-request', 'The file is empty.')
    const file = await readSource(reader, ground.value, { type, bytes })
    return file.ok ? success({ id, file: file.value }) : file
  },
})

/** A spreadsheet to fill in for a calendar. */
export const readSourceTemplate = reading<null, null, string>({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async () => success(sourceTemplate()),
})

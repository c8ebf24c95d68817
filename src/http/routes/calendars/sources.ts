import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { importCalendar, type SourceReport } from '../../../services/calendars/importing.ts'
import { LARGEST_SOURCE, SOURCE_TYPES, type SourceType } from '../../../services/calendars/source-files.ts'
import { readSourceTemplate } from '../../../services/calendars/sources.ts'
import type { Services } from '../../../services/services.ts'
import { operation } from '../../operation.ts'
import { ById, LocalDateSchema } from '../../wire.ts'
import { CsvSchema } from '../spreadsheets/schemas.ts'
import { presentCopy, takenCopy } from './copies.ts'

const tag = 'calendars'

const SourceReportSchema = z
  .strictObject({
    ...takenCopy,
    coversFrom: LocalDateSchema.nullable().describe('What the calendar now answers for'),
    coversTo: LocalDateSchema.nullable(),
  })
  .meta({ id: 'CalendarImportReport' })

const SourceFileSchema = z.unknown().meta({
  id: 'CalendarFile',
  type: 'string',
  examples: [
    'title,from,to,date,start_time,end_time,busy,authorities\r\nAutumn half term,2019-10-21,2019-10-25,,,,,\r\n',
  ],
})

/** A body as the parsers of this plugin give it. */
interface Sent {
  readonly type: SourceType
  readonly bytes: Buffer
}

const sentOf = (body: unknown): Sent =>
  (body as Sent | undefined) ?? { type: 'text/csv', bytes: Buffer.alloc(0) }

const presentReport = (report: SourceReport): z.input<typeof SourceReportSchema> => ({
  ...presentCopy(report),
  coversFrom: report.coversFrom,
  coversTo: report.coversTo,
})

/** Files into calendars. In a plugin of its own, because here a body is taken as bytes, of these two types alone. */
export const calendarSourceRoutes = (
  app: FastifyInstance,
  { services }: { services: Services },
  done: () => void,
): void => {
  const { runner } = services
  app.removeAllContentTypeParsers()
  for (const type of SOURCE_TYPES) {
    app.addContentTypeParser(
      type,
      { parseAs: 'buffer', bodyLimit: LARGEST_SOURCE },
      (_request, bytes, done) => done(null, { type, bytes }),
    )
  }
  operation(app, runner, {
    method: 'POST',
    url: '/v1/calendars/:id/import',
    operationId: 'importCalendar',
    tag,
    summary: 'Feed a calendar from a file (who may write it)',
    description:
      'iCalendar, or CSV with the columns of `/v1/calendars/import-template`; at most 5 MiB. What the calendar took ' +
      'from a file before is compared by UID and RECURRENCE-ID (a line of CSV is its own name): what the file no ' +
      'longer names goes, what is the same is untouched, and so is what was entered by hand. An iCalendar file is ' +
      'asked about the windows of the rounds that are not closed, else about the next twelve months, and the ' +
      'calendar then answers for those days; an entry that cannot be understood is refused and listed, and what was ' +
      'taken of it before is kept. A spreadsheet is taken whole or not at all: a line with a fault refuses it, all ' +
      'such lines being listed, and changes nothing. Personal calendars keep times alone. With `dryRun` nothing is kept.',
    params: ById,
    body: SourceFileSchema,
    consumes: SOURCE_TYPES,
    response: SourceReportSchema,
    useCase: importCalendar,
    input: ({ params, body }, caller) => services.sources.read(caller, { ...params, ...sentOf(body) }),
    present: presentReport,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/calendars/import-template',
    operationId: 'readCalendarTemplate',
    tag,
    summary: 'A spreadsheet to fill in for a calendar',
    description:
      'Whole days in `from` and `to`, or a `date` with its times. `busy` is `busy` or `out-of-office`; ' +
      '`authorities` narrows a line to some, by code or name, separated by semicolons.',
    response: CsvSchema,
    text: { type: 'text/csv', fileName: () => 'calendar.csv' },
    useCase: readSourceTemplate,
    input: () => null,
    present: (csv) => csv,
  })
  done()
}

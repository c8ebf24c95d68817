import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import type { Runner } from '../../../services/runner.ts'
import { exportAppointments, importAppointments } from '../../../services/spreadsheets/appointments.ts'
import { exportAuthorities, importAuthorities } from '../../../services/spreadsheets/authorities.ts'
import type { ExportRequest } from '../../../services/spreadsheets/exporting.ts'
import type { ImportRequest } from '../../../services/spreadsheets/importing.ts'
import { exportPeople, importPeople } from '../../../services/spreadsheets/people.ts'
import { exportRound, importRound } from '../../../services/spreadsheets/rounds.ts'
import type { UseCase } from '../../../services/use-case.ts'
import { operation } from '../../operation.ts'
import { ById } from '../../wire.ts'
import { checkAppointment, checkAuthority, checkPerson, roundChecks } from './checks.ts'
import { presentReport } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'spreadsheets'

/** The largest file. */
const FILE_LIMIT = 1024 * 1024

const EXPORT =
  'What it gives can be opened, saved and brought back unchanged. A cell that a spreadsheet would run is ' +
  'preceded by an apostrophe.'

const IMPORT =
  'At most 1 MiB and 5,000 lines; UTF-8, UTF-16 or Windows-1252; commas, semicolons or tabs; dates as ISO or day ' +
  'first. A file with a bad line is refused whole, with every bad line and column named, unless `skipBadLines`. ' +
  'With `dryRun` nothing is kept, and each line says what would become of it.'

interface Table<Fields> {
  readonly path: string
  readonly name: string
  readonly columns: string
  readonly example: string
  readonly description: string
  readonly exporting: UseCase<ExportRequest, null, string>
  readonly importing: UseCase<ImportRequest<Fields>, null, Parameters<typeof presentReport>[0]>
  readonly check: ImportRequest<Fields>['check']
}

/**
 * The tables of a region and of a round as spreadsheets. In a plugin of its own, because here a body of text/csv is
 * taken as bytes, and no other.
 */
export const spreadsheetRoutes = (
  app: FastifyInstance,
  { runner }: { runner: Runner },
  done: () => void,
): void => {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: FILE_LIMIT }, (_request, body, done) =>
    done(null, body),
  )
  tableRoutes(app, runner, {
    path: 'authorities',
    name: 'Authorities',
    columns: 'id,name,kind,office_town,latitude,longitude,gss_codes,statistical_neighbours',
    example: ',Kent,county,Maidstone,51.272,0.529,E10000016,E10000011',
    description:
      'An authority that is there gets codes and neighbours; nothing else of it changes. `gss_codes` is empty ' +
      'while no code is issued, or `E10000002 until 2020-04-01; E06000060 from 2020-04-01`.',
    exporting: exportAuthorities,
    importing: importAuthorities,
    check: checkAuthority,
  })
  tableRoutes(app, runner, {
    path: 'people',
    name: 'People',
    columns: 'id,name,email',
    example: ',"Director, Kent",director.kent@example.org',
    description: 'A line without an id adds somebody, unless somebody of that name and address is there.',
    exporting: exportPeople,
    importing: importPeople,
    check: checkPerson,
  })
  tableRoutes(app, runner, {
    path: 'appointments',
    name: 'Appointments',
    columns: 'id,person_id,person,role,authorities,from,until',
    example: ',,"Director, Kent",director,E10000016,2018-01-01,',
    description:
      'An appointment that is there gets another end; nothing else of it changes. Endings are taken before ' +
      'beginnings, in whatever order they stand. A person is named by id, or by a name that nobody shares.',
    exporting: exportAppointments,
    importing: importAppointments,
    check: checkAppointment,
  })
  roundRoutes(app, runner)
  done()
}

const tableRoutes = <Fields>(
  app: FastifyInstance,
  runner: Runner,
  { path, name, columns, example, description, exporting, importing, check }: Table<Fields>,
): void => {
  operation(app, runner, {
    method: 'GET',
    url: `/v1/${path}/export`,
    operationId: `export${name}`,
    tag,
    summary: `${name} as CSV (the consultant)`,
    description: EXPORT,
    query: schemas.ExportQuery,
    response: schemas.CsvSchema,
    text: { type: 'text/csv', fileName: () => `${path}.csv` },
    useCase: exporting,
    input: ({ query }) => query,
    present: (csv) => csv,
  })
  operation(app, runner, {
    method: 'POST',
    url: `/v1/${path}/import`,
    operationId: `import${name}`,
    tag,
    summary: `Take ${path} in from CSV (the consultant)`,
    description: `${description} ${IMPORT}`,
    query: schemas.ImportQuery,
    body: schemas.csvBody(`${name}Csv`, `${columns}\r\n${example}\r\n`),
    consumes: ['text/csv'],
    response: schemas.ImportReportSchema,
    repeatable: true,
    useCase: importing,
    input: ({ query, body }) => ({ file: schemas.bytesOf(body), skipBadLines: query.skipBadLines, check }),
    present: presentReport,
  })
}

type RoundTableQuery = z.output<typeof schemas.RoundExportQuery>

const roundRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/export',
    operationId: 'exportRound',
    tag,
    summary: "A round's participants, triads or dates as CSV (the consultant)",
    description: EXPORT,
    params: ById,
    query: schemas.RoundExportQuery,
    response: schemas.CsvSchema,
    text: {
      type: 'text/csv',
      fileName: ({ query }: { query: RoundTableQuery }) => `${query.table}.csv`,
    },
    useCase: exportRound,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: (csv) => csv,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds/:id/import',
    operationId: 'importRound',
    tag,
    summary: "Take a round's participants, triads or dates in from CSV (the consultant)",
    description:
      'Participants: who is in, or out and why. Triads: one line a member; the triads that the file names come to ' +
      'have exactly its lines, and may exchange members. Dates: a line without an event_id proposes an event; ' +
      'another date or time reschedules one, with a reason; the state may go from proposed to confirmed. What no ' +
      `line names stays as it is. ${IMPORT}`,
    params: ById,
    query: schemas.RoundImportQuery,
    body: schemas.csvBody(
      'RoundCsv',
      'triad,gss_code,authority\r\n1,E10000016,Kent\r\n1,E10000014,Hampshire\r\n',
    ),
    consumes: ['text/csv'],
    response: schemas.ImportReportSchema,
    failures: ['wrong-state'],
    repeatable: true,
    useCase: importRound,
    input: ({ params, query, body }) => ({
      ...params,
      table: query.table,
      file: schemas.bytesOf(body),
      skipBadLines: query.skipBadLines,
      checks: roundChecks,
    }),
    present: presentReport,
  })
}

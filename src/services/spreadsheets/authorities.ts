import type { AuthorityRecord, NewAuthority } from '../../db/authorities.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { changeCodes } from '../../domain/authorities/codes.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { listCell, tidied } from '../../domain/spreadsheets/cells.ts'
import { codesCell, readCodes } from '../../domain/spreadsheets/codes.ts'
import type { ImportReport } from '../../domain/spreadsheets/report.ts'
import { dateInWords, listInWords } from '../../domain/words.ts'
import { addAuthority, amendAuthority } from '../people/authorities.ts'
import { allow, reading, regionOf, type Work, writing } from '../use-case.ts'
import { loadAuthorityDirectory } from './directory.ts'
import { allowExport, type ExportRequest, exported } from './exporting.ts'
import { type Importer, type ImportRequest, type Plan, settleImport, takeLines } from './importing.ts'

const COLUMNS = [
  'id',
  'name',
  'kind',
  'office_town',
  'latitude',
  'longitude',
  'gss_codes',
  'statistical_neighbours',
]

const COLUMN_OF = {
  id: 'id',
  name: 'name',
  kind: 'kind',
  officeTown: 'office_town',
  latitude: 'latitude',
  longitude: 'longitude',
  codes: 'gss_codes',
  statisticalNeighbours: 'statistical_neighbours',
}

/** The region's authorities as a spreadsheet, for its consultant. */
export const exportAuthorities = reading<ExportRequest, null, string>({
  authorise: async (work) => allowExport(work),
  run: async (work, { template }) => {
    const { authorities } = await loadAuthorityDirectory(work)
    const rows = (template ? [] : authorities).map((each) => [
      each.id,
      each.name,
      each.kind,
      each.officeTown,
      each.latitude,
      each.longitude,
      codesCell(each.codes),
      listCell(each.statisticalNeighbours),
    ])
    return exported(work, { type: 'region', id: regionOf(work).id }, 'authorities', COLUMNS, rows)
  },
})

/** The consultant adds authorities, and gives known ones codes and statistical neighbours, by a spreadsheet. */
export const importAuthorities = writing<ImportRequest<NewAuthority>, null, ImportReport>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant adds authorities.'),
  run: async (work, request) => {
    const { authorities } = await loadAuthorityDirectory(work)
    const report = await takeLines(work, request.file, importer(work, authorities, request))
    if (!report.ok) return report
    return settleImport(work, report.value, request, {
      type: 'region',
      id: regionOf(work).id,
      table: 'authorities',
    })
  },
})

type Row = { readonly id: string | null } & {
  readonly [F in keyof NewAuthority]: NewAuthority[F] | null
}

const importer = (
  work: Work,
  authorities: readonly AuthorityRecord[],
  { check }: ImportRequest<NewAuthority>,
): Importer<Row> => {
  const byId = new Map(authorities.map((each) => [each.id, each]))
  const byName = new Map(authorities.map((each) => [tidied(each.name), each]))
  const known = ({ id, name }: Row) => (id === null ? byName.get(name ?? '') : byId.get(id.toLowerCase()))
  return {
    columns: COLUMNS,
    columnOf: COLUMN_OF,
    read: (cells) => ({
      id: cells.text('id'),
      name: cells.text('name'),
      kind: cells.text('kind')?.toLowerCase() ?? null,
      officeTown: cells.text('office_town'),
      latitude: cells.number('latitude'),
      longitude: cells.number('longitude'),
      codes: cells.as('gss_codes', readCodes) ?? [],
      statisticalNeighbours: cells.list('statistical_neighbours'),
    }),
    key: (row) => known(row)?.id ?? row.id ?? JSON.stringify(row.name),
    plan: ({ id, ...row }) => {
      const before = known({ id, ...row })
      if (before) return planChange(work, before, row, check)
      if (id !== null) return fault('/id', 'There is no such authority here.')
      const { name, kind, officeTown, latitude, longitude, ...rest } = row
      const fields = check({
        ...rest,
        ...Object.fromEntries(
          Object.entries({ name, kind, officeTown, latitude, longitude }).filter(
            ([, value]) => value !== null,
          ),
        ),
      })
      if (!fields.ok) return fields
      return success({
        outcome: 'created',
        what: `${fields.value.name}: added`,
        write: () => addAuthority(work, fields.value),
      })
    },
  }
}

/** A spreadsheet shows so much of a coordinate and saves what it shows: about ten metres. */
const SAME_PLACE_DEGREES = 1e-4

const planChange = (
  work: Work,
  before: AuthorityRecord,
  row: Omit<Row, 'id'>,
  check: ImportRequest<NewAuthority>['check'],
): Result<Plan> => {
  const near = (a: number, b: number | null) => b !== null && Math.abs(a - b) < SAME_PLACE_DEGREES
  const stays: Readonly<Record<string, boolean>> = {
    name: tidied(before.name) === row.name,
    kind: before.kind === row.kind,
    officeTown: tidied(before.officeTown) === row.officeTown,
    latitude: near(before.latitude, row.latitude),
    longitude: near(before.longitude, row.longitude),
  }
  const faults = Object.entries(stays).flatMap(([field, same]): Fault[] =>
    same
      ? []
      : [
          {
            pointer: `/${field}`,
            detail: `The ${COLUMN_OF[field as keyof typeof COLUMN_OF]} of ${before.name} does not change by a spreadsheet.`,
          },
        ],
  )
  if (faults.length > 0) return failure('wrong-state', faults.map(({ detail }) => detail).join(' '), faults)
  const codes = row.codes ?? []
  const statisticalNeighbours = row.statisticalNeighbours ?? []
  const neighbours = listCell(before.statisticalNeighbours) !== listCell(statisticalNeighbours)
  const changes = changeCodes(before.codes, codes)
  if (!changes.ok) return changes
  const { added, ended } = changes.value
  if (added.length + ended.length === 0 && !neighbours)
    return success({ outcome: 'unchanged', what: `${before.name}: as before` })
  const { codes: _, id: _id, ...kept } = before
  const fields = check({ ...kept, statisticalNeighbours, codes })
  if (!fields.ok) return fields
  const sentences = [
    ...ended.map(({ gssCode, until }) => `the code ${gssCode} ends on ${dateInWords(until ?? '')}`),
    ...added.map(({ gssCode }) => `gets the code ${gssCode}`),
    ...(neighbours ? ['has other statistical neighbours'] : []),
  ]
  return success({
    outcome: 'changed',
    what: `${before.name}: ${listInWords(sentences)}`,
    write: () => amendAuthority(work, before, fields.value),
  })
}

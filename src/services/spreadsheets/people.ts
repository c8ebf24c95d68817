import { insertPerson, selectPeople, updatePerson } from '../../db/people.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { fault, success } from '../../domain/failures.ts'
import { tidied } from '../../domain/spreadsheets/cells.ts'
import type { ImportReport } from '../../domain/spreadsheets/report.ts'
import type { Person } from '../people/people.ts'
import { allow, reading, regionOf, type Work, writing } from '../use-case.ts'
import { allowExport, type ExportRequest, exported } from './exporting.ts'
import { type Importer, type ImportRequest, settleImport, takeLines } from './importing.ts'

const COLUMNS = ['id', 'name', 'email']

/** The fields of a person, as the API takes them. */
export type PersonFields = Omit<Person, 'id'>

const loadPeople = (work: Work) =>
  selectPeople(work.trx).where('regionId', '=', regionOf(work).id).orderBy('name').orderBy('id').execute()

/** The region's people as a spreadsheet, for its consultant. */
export const exportPeople = reading<ExportRequest, null, string>({
  authorise: async (work) => allowExport(work),
  run: async (work, { template }) => {
    const people = template ? [] : await loadPeople(work)
    const rows = people.map(({ id, name, email }) => [id, name, email])
    return exported(work, { type: 'region', id: regionOf(work).id }, 'people', COLUMNS, rows)
  },
})

/** The consultant adds people, and changes their names and addresses, by a spreadsheet. */
export const importPeople = writing<ImportRequest<PersonFields>, null, ImportReport>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant adds people.'),
  run: async (work, request) => {
    const report = await takeLines(work, request.file, importer(work, await loadPeople(work), request))
    if (!report.ok) return report
    return settleImport(work, report.value, request, {
      type: 'region',
      id: regionOf(work).id,
      table: 'people',
    })
  },
})

interface Row {
  readonly id: string | null
  readonly name: string | null
  readonly email: string | null
}

const importer = (
  work: Work,
  people: readonly Person[],
  { check }: ImportRequest<PersonFields>,
): Importer<Row> => {
  const content = ({ name, email }: Omit<Row, 'id'>) => JSON.stringify([name && tidied(name), email])
  const byId = new Map(people.map((person) => [person.id, person]))
  const byContent = new Map(people.map((person) => [content(person), person]))
  const known = (row: Row) => (row.id === null ? byContent.get(content(row)) : byId.get(row.id.toLowerCase()))
  return {
    columns: COLUMNS,
    columnOf: { id: 'id', name: 'name', email: 'email' },
    read: (cells) => ({ id: cells.text('id'), name: cells.text('name'), email: cells.text('email') }),
    key: (row) => known(row)?.id ?? row.id ?? content(row),
    plan: (row) => {
      const person = known(row)
      if (row.id !== null && person === undefined) return fault('/id', 'There is no such person here.')
      if (person && content(person) === content(row))
        return success({ outcome: 'unchanged', what: `${person.name}: as before` })
      const fields = check({ name: row.name ?? '', email: row.email })
      if (!fields.ok) return fields
      const { name, email } = fields.value
      if (person === undefined)
        return success({
          outcome: 'created',
          what: `${name}: added`,
          write: async () =>
            success(
              (await insertPerson(work.trx, { name, email, regionId: regionOf(work).id }, work.now)).id,
            ),
        })
      const changes = [
        ...(tidied(person.name) === name ? [] : [`is called ${name} from now on`]),
        ...(person.email === email
          ? []
          : [email === null ? 'has no address any more' : `is reached at ${email}`]),
      ]
      return success({
        outcome: 'changed',
        what: `${person.name}: ${changes.join(' and ')}`,
        write: async () => {
          await updatePerson(work.trx, { id: person.id, name, email })
          return success(person.id)
        },
      })
    },
  }
}

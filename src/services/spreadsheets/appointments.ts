import { appointmentOf, type NewAppointment, selectAppointments } from '../../db/people.ts'
import { type Appointment, isGeneral } from '../../domain/access/actor.ts'
import { meetsAppointment } from '../../domain/access/appointing.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { type Failure, type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { listCell } from '../../domain/spreadsheets/cells.ts'
import type { ImportReport } from '../../domain/spreadsheets/report.ts'
import { dateInWords, listInWords } from '../../domain/words.ts'
import { appointmentsChanged } from '../consequences.ts'
import { appoint, endOn } from '../people/appointments.ts'
import { allow, reading, regionOf, type Work, writing } from '../use-case.ts'
import {
  type AuthorityDirectory,
  loadAuthorityDirectory,
  loadPeopleDirectory,
  type PeopleDirectory,
} from './directory.ts'
import { allowExport, type ExportRequest, exported } from './exporting.ts'
import { type Importer, type ImportRequest, type Plan, settleImport, takeLines } from './importing.ts'

const COLUMNS = ['id', 'person_id', 'person', 'role', 'authorities', 'from', 'until']

const COLUMN_OF = {
  id: 'id',
  personId: 'person_id',
  person: 'person',
  role: 'role',
  authorities: 'authorities',
  from: 'from',
  until: 'until',
}

/** The fields of an appointment as the API takes them, its authorities by our ids. */
export interface AppointmentFields extends Pick<NewAppointment, 'personId' | 'role' | 'from' | 'until'> {
  readonly authorities: readonly unknown[]
}

/** All that lines are compared with and name, loaded once. */
interface Ground {
  readonly authorities: AuthorityDirectory
  readonly people: PeopleDirectory
  /** As the lines taken so far have left them. */
  readonly appointments: Map<string, Appointment>
}

const loadGround = async (work: Work): Promise<Ground> => {
  const rows = await selectAppointments(work.trx)
    .where('appointment.regionId', '=', regionOf(work).id)
    .orderBy('appointment.validFrom')
    .orderBy('appointment.id')
    .execute()
  return {
    authorities: await loadAuthorityDirectory(work),
    people: await loadPeopleDirectory(work),
    appointments: new Map(rows.map((row) => [row.id, appointmentOf(row)])),
  }
}

/**
 * The region's appointments, past and future ones too, as a spreadsheet for its consultant. Delegates named for
 * one event stand with their event and not here.
 */
export const exportAppointments = reading<ExportRequest, null, string>({
  authorise: async (work) => allowExport(work),
  run: async (work, { template }) => {
    const { appointments, authorities, people } = await loadGround(work)
    const today = localDate(work.now, regionOf(work).timezone)
    const rows = (template ? [] : [...appointments.values()].filter(isGeneral)).map((each) => [
      each.id,
      each.personId,
      people.nameOf(each.personId),
      each.role,
      listCell(each.authorityIds.map((id) => authorities.refOf(id, today)).toSorted()),
      each.from,
      each.until,
    ])
    return exported(work, { type: 'region', id: regionOf(work).id }, 'appointments', COLUMNS, rows)
  },
})

/** The consultant appoints people, and ends appointments, by a spreadsheet; what follows is seen to once. */
export const importAppointments = writing<ImportRequest<AppointmentFields>, null, ImportReport>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant appoints people.'),
  run: async (work, request) => {
    const report = await takeLines(work, request.file, importer(work, await loadGround(work), request))
    if (!report.ok) return report
    const subject = { type: 'region', id: regionOf(work).id, table: 'appointments' }
    return settleImport(work, report.value, request, subject, () => appointmentsChanged(work))
  },
})

interface Row {
  readonly id: string | null
  readonly personId: string | null
  readonly person: string | null
  readonly role: string | null
  readonly authorities: readonly string[]
  readonly from: LocalDate | null
  readonly until: LocalDate | null
}

/** A line with the people and authorities that it names found. */
interface Named extends Pick<Row, 'role' | 'from' | 'until'> {
  readonly personId: string
  readonly authorityIds: readonly string[]
}

const importer = (work: Work, ground: Ground, { check }: ImportRequest<AppointmentFields>): Importer<Row> => {
  const { people, appointments } = ground
  const content = ({ personId, role, authorityIds, from }: Omit<Named, 'until'>) =>
    JSON.stringify([personId, role, authorityIds.toSorted(), from])
  const byContent = new Map(
    [...appointments.values()].filter(isGeneral).map((each) => [content(each), each.id]),
  )
  const named = (row: Row) => nameAll(work, ground, row)
  const known = (row: Row): string | undefined => {
    if (row.id !== null) return appointments.has(row.id.toLowerCase()) ? row.id.toLowerCase() : undefined
    const found = named(row)
    return found.ok ? byContent.get(content(found.value)) : undefined
  }
  /** The appointments that leave no room for a line. */
  const inTheWay = (row: Row): Appointment[] => {
    const found = named(row)
    if (!found.ok) return []
    const { role, from, until, ...rest } = found.value
    const wanted = { ...rest, role: role as Appointment['role'], from: from ?? '', until, eventId: null }
    return [...appointments.values()].filter(
      (each) => each.id !== known(row) && meetsAppointment(wanted, each),
    )
  }
  return {
    columns: COLUMNS,
    columnOf: COLUMN_OF,
    read: (cells) => ({
      id: cells.text('id'),
      personId: cells.text('person_id'),
      person: cells.text('person'),
      role: cells.text('role')?.toLowerCase() ?? null,
      authorities: cells.list('authorities'),
      from: cells.date('from'),
      until: cells.date('until'),
    }),
    key: (row) => {
      const found = named(row)
      return known(row) ?? row.id ?? (found.ok ? content(found.value) : JSON.stringify(row))
    },
    plan: (row) => {
      const id = known(row)
      const before = id === undefined ? undefined : appointments.get(id)
      if (row.id !== null && before === undefined) return fault('/id', 'There is no such appointment here.')
      const found = named(row)
      if (!found.ok) return found
      if (before) return planEnd(work, ground, before, found.value)
      const { personId, authorityIds, ...rest } = found.value
      const fields = check({
        personId,
        authorities: authorityIds.map((authorityId) => ({ authorityId })),
        until: rest.until,
        ...(rest.role !== null && { role: rest.role }),
        ...(rest.from !== null && { from: rest.from }),
      })
      if (!fields.ok) return fields
      const { authorities: _, ...wanted } = fields.value
      return success({
        outcome: 'created',
        what: `${people.nameOf(personId)}: ${appointmentInWords(ground, { ...wanted, authorityIds })}`,
        order: 2,
        write: async () => {
          const appointed = await appoint(work, { ...wanted, personId, authorityIds, eventId: null })
          if (!appointed.ok) return appointed
          appointments.set(appointed.value.id, appointed.value)
          return success(appointed.value.id)
        },
      })
    },
    waitsFor: (row, { code }) => (code === 'conflict' ? inTheWay(row).map(({ id }) => id) : []),
    explain: (row, refusal) =>
      refusal.code === 'conflict' ? explained(ground, refusal, inTheWay(row)) : refusal,
  }
}

const nameAll = (work: Work, { authorities, people }: Ground, row: Row): Result<Named> => {
  const person = people.find(row.personId, row.person)
  const region = regionOf(work).name
  const faults: Fault[] = person.ok ? [] : [...(person.failure.faults ?? [])]
  const authorityIds: string[] = []
  for (const said of row.authorities) {
    const id = authorities.find(said)
    if (id === undefined)
      faults.push({ pointer: '/authorities', detail: `${region} has no authority ${said}.` })
    else if (authorityIds.includes(id))
      faults.push({ pointer: '/authorities', detail: `${said} is named twice.` })
    else authorityIds.push(id)
  }
  if (!person.ok || faults.length > 0)
    return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
  return success({ personId: person.value, authorityIds, role: row.role, from: row.from, until: row.until })
}

/** An appointment that is there can end on another day; whatever else differs is another appointment. */
const planEnd = (
  work: Work,
  { people, appointments }: Ground,
  before: Appointment,
  row: Named,
): Result<Plan> => {
  const name = people.nameOf(before.personId)
  const stays = {
    person: before.personId === row.personId,
    role: before.role === row.role,
    authorities: new Set(before.authorityIds).symmetricDifference(new Set(row.authorityIds)).size === 0,
    from: before.from === row.from,
  }
  const faults = Object.entries(stays).flatMap(([field, same]): Fault[] =>
    same
      ? []
      : [
          {
            pointer: `/${field}`,
            detail: `The ${field} of an appointment does not change: end this one, and add a line without id for the other.`,
          },
        ],
  )
  if (faults.length > 0) return failure('wrong-state', faults.map(({ detail }) => detail).join(' '), faults)
  const { until } = row
  if (until === before.until) return success({ outcome: 'unchanged', what: `${name}: as before` })
  const sooner = until !== null && (before.until === null || until < before.until)
  return success({
    outcome: 'changed',
    what: `${name}: ${until === null ? 'has no end any more' : `ends on ${dateInWords(until)}`}`,
    // An office is left before it is taken, whatever the order of the lines.
    order: sooner ? 0 : 1,
    write: async () => {
      const ended = await endOn(work, before, until)
      if (!ended.ok) return ended
      appointments.set(before.id, ended.value)
      return success(before.id)
    },
  })
}

const appointmentInWords = (
  { authorities }: Ground,
  { role, authorityIds, from, until }: Omit<NewAppointment, 'personId' | 'eventId'>,
): string => {
  const of = authorityIds.length > 0 ? ` of ${listInWords(authorityIds.map(authorities.nameOf))}` : ''
  const end = until === null ? '' : ` until ${dateInWords(until)}`
  return `${role}${of} from ${dateInWords(from)}${end}`
}

const explained = (ground: Ground, refusal: Failure, others: readonly Appointment[]): Failure => {
  if (others.length === 0) return refusal
  const detail = others
    .map((each) => `${ground.people.nameOf(each.personId)} is ${appointmentInWords(ground, each)}.`)
    .join(' ')
  const said = `${refusal.detail} ${detail}`
  return { ...refusal, detail: said, faults: [{ pointer: '/from', detail: said }] }
}

import { IANAZone } from 'luxon'
import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  findPerson,
  findRegion,
  insertAppointment,
  insertPerson,
  insertRegion,
  loadAppointments,
  selectRegions,
} from '../../db/people.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { createBankHolidays } from '../calendars/bank-holidays.ts'
import { refreshReadersIn } from '../moderation/readers.ts'
import { allow, notFound, type Region, reading, type Work, writing } from '../use-case.ts'
import { type IssuedInvitation, issueInvitation } from './invitations.ts'

/** The operator creates a region; the calendar of its bank holidays comes with it. */
export const createRegion = writing<{ name: string; timezone: string }, null, Region>({
  outsideRegions: true,
  authorise: async ({ actor }) => allow(actor.operator, 'Only the operator creates regions.'),
  run: async (work, input) => {
    if (!IANAZone.isValidZone(input.timezone)) {
      return fault('/timezone', 'Give the IANA name of a zone, such as Europe/London.')
    }
    const region = await insertRegion(work.trx, input, work.now)
    await createBankHolidays(work, region)
    work.record('region', region.id)
    return success(region)
  },
})

/** The regions that the caller may know: all for the operator, one's own for everybody else. */
export const listRegions = reading({
  outsideRegions: true,
  authorise: async () => success(null),
  run: (work, page: PageRequest) =>
    pageOf(selectRegions(work.trx), { column: 'name', type: 'text', idColumn: 'id' }, page),
})

/** A consultant to be: by the name of a new office, or somebody who holds it already and cannot get in. */
export interface ConsultantRequest {
  readonly regionId: string
  readonly name?: string | undefined
  readonly personId?: string | undefined
  readonly again: boolean
  readonly base: string
}

/** The operator appoints a programme consultant from today, or invites one again, and passes the invitation on. */
export const createConsultant = writing<ConsultantRequest, Region, IssuedInvitation>({
  outsideRegions: true,
  authorise: async ({ actor, trx }, input) => {
    const allowed = allow(actor.operator, 'Only the operator appoints consultants.')
    if (!allowed.ok) return allowed
    const region = await findRegion(trx, input.regionId)
    return region ? success(region) : notFound()
  },
  run: async (work, { name, personId, again, base }, region) => {
    const consultant =
      personId === undefined
        ? success(await appointConsultant(work, region, name ?? ''))
        : await consultantOf(work, region, personId)
    if (!consultant.ok) return consultant
    const request = { personId: consultant.value, again, base }
    const invitation = await issueInvitation(work, region, request)
    if (!invitation.ok) return invitation
    work.record('person', consultant.value, { role: 'consultant', invitationId: invitation.value.id })
    return invitation
  },
})

const appointConsultant = async (work: Work, region: Region, name: string): Promise<string> => {
  const person = await insertPerson(work.trx, { regionId: region.id, name, email: null }, work.now)
  const office = {
    personId: person.id,
    role: 'consultant',
    authorityIds: [],
    from: localDate(work.now, region.timezone),
    until: null,
    eventId: null,
  } as const
  await insertAppointment(work.trx, region.id, office, work.now)
  await refreshReadersIn(work.trx, region)
  return person.id
}

/** Somebody who is a consultant of the region today; a fault at `/personId` for everybody else. */
const consultantOf = async (work: Work, region: Region, personId: string): Promise<Result<string>> => {
  const today = localDate(work.now, region.timezone)
  const appointments = await loadAppointments(work.trx, personId, today)
  const person = await findPerson(work.trx, personId)
  return person?.regionId === region.id && appointments.some(({ role }) => role === 'consultant')
    ? success(personId)
    : fault('/personId', `Nobody with this id is a programme consultant of ${region.name} now.`)
}

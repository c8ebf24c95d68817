import { IANAZone } from 'luxon'
import { insertBankHolidays } from '../../db/calendars.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { findRegion, insertAppointment, insertPerson, insertRegion, selectRegions } from '../../db/people.ts'
import { fault, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { bankHolidays } from '../bank-holidays.ts'
import { refreshReadersIn } from '../moderation/readers.ts'
import { allow, notFound, type Region, reading, writing } from '../use-case.ts'
import { type IssuedInvitation, issueInvitation } from './invitations.ts'

/** Bank holidays are listed from this year on, and for as many years after the region's creation. */
const BANK_HOLIDAYS_FROM = 2018
const BANK_HOLIDAYS_AHEAD = 5

/** The operator creates a region; the calendar of its bank holidays comes with it. */
export const createRegion = writing<{ name: string; timezone: string }, null, Region>({
  outsideRegions: true,
  authorise: async ({ actor }) => allow(actor.operator, 'Only the operator creates regions.'),
  run: async (work, input) => {
    if (!IANAZone.isValidZone(input.timezone)) {
      return fault('/timezone', 'Give the IANA name of a zone, such as Europe/London.')
    }
    const region = await insertRegion(work.trx, input, work.now)
    const years = { first: BANK_HOLIDAYS_FROM, last: work.now.getUTCFullYear() + BANK_HOLIDAYS_AHEAD }
    await insertBankHolidays(work.trx, region, bankHolidays(years), years, work.now)
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

/** The operator appoints a programme consultant from today, and gets the invitation to pass on. */
export const createConsultant = writing<{ regionId: string; name: string }, Region, IssuedInvitation>({
  outsideRegions: true,
  authorise: async ({ actor, trx }, input) => {
    const allowed = allow(actor.operator, 'Only the operator appoints consultants.')
    if (!allowed.ok) return allowed
    const region = await findRegion(trx, input.regionId)
    return region ? success(region) : notFound()
  },
  run: async (work, input, region) => {
    const person = await insertPerson(
      work.trx,
      { regionId: region.id, name: input.name, email: null },
      work.now,
    )
    const from = localDate(work.now, region.timezone)
    const office = {
      personId: person.id,
      role: 'consultant',
      authorityIds: [],
      from,
      until: null,
      eventId: null,
    } as const
    await insertAppointment(work.trx, region.id, office, work.now)
    await refreshReadersIn(work.trx, region)
    const invitation = await issueInvitation(work, { regionId: region.id, personId: person.id })
    work.record('person', person.id, { role: 'consultant', invitationId: invitation.id })
    return success(invitation)
  },
})

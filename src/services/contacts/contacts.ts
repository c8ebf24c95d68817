import {
  type ContactDetails,
  contactOf,
  lockContact,
  notConfirmedSince,
  type OfficeContact,
  saveContact,
  selectContacts,
} from '../../db/contacts.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { holdsOffice, isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
import { confirmationDue, confirmedSince } from '../../domain/contacts/confirmation.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { allow, forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

/** An office's contact details as everybody of the region sees them. */
export interface ContactView extends OfficeContact {
  /** Whether the office has not confirmed them within the last twelve months. */
  readonly due: boolean
}

const contactsOf = (work: Work) => {
  const region = regionOf(work)
  return selectContacts(work.trx, region.id, localDate(work.now, region.timezone))
}

const view = (work: Work, contact: OfficeContact): ContactView => ({
  ...contact,
  due: confirmationDue(contact.confirmedAt, work.now, regionOf(work).timezone),
})

/** How each office is reached, by name; only those that have not confirmed it for a year, when asked so. */
export const listContacts = reading<
  PageRequest & { readonly due?: boolean | undefined },
  null,
  Page<ContactView>
>({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async (work, input) => {
    const unconfirmed = notConfirmedSince(confirmedSince(work.now, regionOf(work).timezone))
    const query = contactsOf(work)
      .$if(input.due === true, (all) => all.where(unconfirmed))
      .$if(input.due === false, (all) => all.where((row) => row.not(unconfirmed)))
    const order = { column: 'authority.name', type: 'text', idColumn: 'authority.id' } as const
    const page = await pageOf(query, order, input)
    return page.ok
      ? success({ ...page.value, items: page.value.items.map((row) => view(work, contactOf(row))) })
      : page
  },
})

const findContact = async (work: Work, id: string): Promise<Result<ContactView>> => {
  if (!maySeeProgramme(work.actor, regionOf(work).id)) return notFound()
  const row = await contactsOf(work).where('authority.id', '=', id).executeTakeFirst()
  return row ? success(view(work, contactOf(row))) : notFound()
}

/** How one office is reached. */
export const readContact = reading<{ readonly id: string }, ContactView, ContactView>({
  authorise: (work, { id }) => findContact(work, id),
  run: async (_work, _input, contact) => success(contact),
})

/** The details of an office that the actor may change, which stay as they are until the transaction ends. */
const contactToChange = async (
  work: Work,
  id: string,
  may: boolean,
  otherwise: string,
): Promise<Result<ContactView>> => {
  const known = await findContact(work, id)
  if (!known.ok) return known
  if (!may) return forbidden(otherwise)
  await lockContact(work.trx, id)
  return findContact(work, id)
}

/**
 * The office says how it is reached, which confirms it. The consultant may correct the details of any office; the
 * office has then not seen them, so that they wait to be confirmed.
 */
export const changeContact = writing<{ readonly id: string } & ContactDetails, ContactView, ContactView>({
  authorise: (work, { id }) =>
    contactToChange(
      work,
      id,
      holdsOffice(work.actor, id) || isConsultant(work.actor),
      'Only the office itself and a programme consultant change its contact details.',
    ),
  run: async (work, { id, ...details }, contact) => {
    const same = work.unchanged(contact)
    return same.ok ? keep(work, id, details) : same
  },
})

/** The office confirms its details as they are. */
export const confirmContact = writing<{ readonly id: string }, ContactView, ContactView>({
  authorise: (work, { id }) =>
    contactToChange(
      work,
      id,
      holdsOffice(work.actor, id),
      'Only the office itself confirms its contact details.',
    ),
  run: async (work, { id }, contact) => {
    const same = work.unchanged(contact)
    if (!same.ok) return same
    const { email, phone, address } = contact
    if (email === null && phone === null && address === null) {
      return failure(
        'wrong-state',
        `Nobody has said yet how ${contact.authority.name} is reached: give the details instead.`,
      )
    }
    return keep(work, id, contact)
  },
})

const keep = async (
  work: Work,
  authorityId: string,
  details: ContactDetails,
): Promise<Result<ContactView>> => {
  const confirms = holdsOffice(work.actor, authorityId)
  const key = { regionId: regionOf(work).id, authorityId }
  await saveContact(work.trx, key, details, confirms ? work.actor.personId : null, work.now)
  work.record('office-contact', authorityId, { confirmed: confirms })
  return findContact(work, authorityId)
}

import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import {
  type ContactView,
  changeContact,
  confirmContact,
  listContacts,
  readContact,
} from '../../../services/contacts/contacts.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, instant, pageOf, presentPage } from '../../wire.ts'
import { ContactDetailsSchema, ContactQuery, ContactSchema } from './schemas.ts'

const tag = 'people'

const presentContact = (contact: ContactView): z.input<typeof ContactSchema> => ({
  authority: contact.authority,
  email: contact.email,
  phone: contact.phone,
  address: contact.address,
  note: contact.note,
  confirmedAt: instant(contact.confirmedAt),
  due: contact.due,
})

/** How the offices are reached, and who has confirmed it this year. */
export const contactRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/contacts',
    operationId: 'listContacts',
    tag,
    summary: "How each authority's office is reached, by name",
    query: ContactQuery,
    response: pageOf(ContactSchema),
    useCase: listContacts,
    input: ({ query }) => query,
    present: presentPage(presentContact),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/authorities/:id/contact',
    operationId: 'readContact',
    tag,
    summary: "How an authority's office is reached",
    params: ById,
    response: ContactSchema,
    useCase: readContact,
    input: ({ params }) => params,
    present: presentContact,
  })
  operation(app, runner, {
    method: 'PUT',
    url: '/v1/authorities/:id/contact',
    operationId: 'changeContact',
    tag,
    summary: 'Say how an office is reached (its director, assistant or delegate; the consultant)',
    description:
      'All details are replaced. From the office itself this confirms them; what the consultant corrects waits ' +
      'for the office to confirm it.',
    params: ById,
    body: ContactDetailsSchema,
    response: ContactSchema,
    change: true,
    useCase: changeContact,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentContact,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/authorities/:id/contact/confirm',
    operationId: 'confirmContact',
    tag,
    summary: 'Confirm the contact details of your office as they are (its director, assistant or delegate)',
    params: ById,
    response: ContactSchema,
    failures: ['wrong-state'],
    change: true,
    useCase: confirmContact,
    input: ({ params }) => params,
    present: presentContact,
  })
}

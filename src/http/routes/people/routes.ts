import type { FastifyInstance } from 'fastify'
import {
  changeAppointment,
  createAppointment,
  listAppointments,
  readAppointment,
} from '../../../services/people/appointments.ts'
import {
  changeAuthority,
  createAuthority,
  listAuthorities,
  readAuthority,
} from '../../../services/people/authorities.ts'
import { createPerson, listPeople, readMe, readPerson } from '../../../services/people/people.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, Id, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentAppointment, presentAuthority, presentMe, presentPerson } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'people'

/** Who is who: oneself, authorities, people and their appointments. */
export const peopleRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/me',
    operationId: 'readMe',
    tag,
    summary: 'Who you are here, and in which offices now',
    response: schemas.MeSchema,
    useCase: readMe,
    input: () => null,
    present: presentMe,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/authorities',
    operationId: 'listAuthorities',
    tag,
    summary: "The region's authorities, by name",
    query: PageQuery,
    response: pageOf(schemas.AuthoritySchema),
    useCase: listAuthorities,
    input: ({ query }) => query,
    present: presentPage(presentAuthority),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/authorities/:id',
    operationId: 'readAuthority',
    tag,
    summary: 'One authority',
    params: ById,
    response: schemas.AuthoritySchema,
    useCase: readAuthority,
    input: ({ params }) => params,
    present: presentAuthority,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/authorities',
    operationId: 'createAuthority',
    tag,
    summary: 'Add an authority to the region (the consultant)',
    body: schemas.NewAuthoritySchema,
    response: schemas.AuthoritySchema,
    failures: ['conflict'],
    location: ({ id }) => `/v1/authorities/${id}`,
    useCase: createAuthority,
    input: ({ body }) => body,
    present: presentAuthority,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/authorities/:id',
    operationId: 'changeAuthority',
    tag,
    summary: 'Give an authority the codes that were issued to it, or other neighbours (the consultant)',
    description: 'Codes are the record: new ones are added and open ones ended, none is taken back.',
    params: ById,
    body: schemas.AuthorityChangeSchema,
    response: schemas.AuthoritySchema,
    failures: ['conflict', 'wrong-state'],
    change: true,
    useCase: changeAuthority,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAuthority,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/people',
    operationId: 'listPeople',
    tag,
    summary: "The region's people, by name of office",
    query: PageQuery,
    response: pageOf(schemas.PersonSchema),
    useCase: listPeople,
    input: ({ query }) => query,
    present: presentPage(presentPerson),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/people/:id',
    operationId: 'readPerson',
    tag,
    summary: 'One person',
    params: ById,
    response: schemas.PersonSchema,
    useCase: readPerson,
    input: ({ params }) => params,
    present: presentPerson,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/people',
    operationId: 'createPerson',
    tag,
    summary: 'Add somebody to the region; rights come with appointments (the consultant)',
    body: schemas.NewPersonSchema,
    response: schemas.PersonSchema,
    location: ({ id }) => `/v1/people/${id}`,
    useCase: createPerson,
    input: ({ body }) => body,
    present: presentPerson,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/appointments',
    operationId: 'listAppointments',
    tag,
    summary: 'Who holds which office, from when to when',
    query: PageQuery.extend({ personId: Id.optional() }),
    response: pageOf(schemas.AppointmentSchema),
    useCase: listAppointments,
    input: ({ query }) => query,
    present: presentPage(presentAppointment),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/appointments/:id',
    operationId: 'readAppointment',
    tag,
    summary: 'One appointment',
    params: ById,
    response: schemas.AppointmentSchema,
    useCase: readAppointment,
    input: ({ params }) => params,
    present: presentAppointment,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/appointments',
    operationId: 'createAppointment',
    tag,
    summary: 'Appoint somebody from a day on (the consultant; a director, in their own office)',
    body: schemas.NewAppointmentSchema,
    response: schemas.AppointmentSchema,
    failures: ['conflict'],
    location: ({ id }) => `/v1/appointments/${id}`,
    useCase: createAppointment,
    input: ({ body }) => body,
    present: presentAppointment,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/appointments/:id',
    operationId: 'changeAppointment',
    tag,
    summary:
      'End an appointment (`until` is the first day without it), or take its end back (the consultant; a director, in their own office)',
    params: ById,
    body: schemas.AppointmentChangeSchema,
    response: schemas.AppointmentSchema,
    failures: ['conflict'],
    change: true,
    useCase: changeAppointment,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentAppointment,
  })
}

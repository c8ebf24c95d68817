import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listAuditEntries } from '../../../services/audit.ts'
import { createInvitation, listInvitations, revokeInvitation } from '../../../services/people/invitations.ts'
import { createConsultant, createRegion, listRegions } from '../../../services/people/regions.ts'
import { listTokens, readInvitation, redeemInvitation, revokeToken } from '../../../services/people/tokens.ts'
import type { InvitationHolder, Recogniser } from '../../../services/recognise.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import {
  presentAuditEntry,
  presentInvitation,
  presentIssuedInvitation,
  presentIssuedToken,
  presentRegion,
  presentToken,
  presentWelcome,
} from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'people'

/** How people get in: regions and their consultants, invitations and tokens; and the log of what all did. */
export const entryRoutes = (app: FastifyInstance, runner: Runner, recogniser: Recogniser): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/regions',
    operationId: 'listRegions',
    tag,
    summary: 'The regions that you may know: your own',
    query: PageQuery,
    response: pageOf(schemas.RegionSchema),
    useCase: listRegions,
    input: ({ query }) => query,
    present: presentPage(presentRegion),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/regions',
    operationId: 'createRegion',
    tag,
    summary: 'Create a region, with the calendar of its bank holidays (the operator)',
    body: schemas.NewRegionSchema,
    response: schemas.RegionSchema,
    failures: ['conflict'],
    location: () => '/v1/regions',
    useCase: createRegion,
    input: ({ body }) => body,
    present: presentRegion,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/regions/:id/consultants',
    operationId: 'createConsultant',
    tag,
    summary: 'Appoint a programme consultant of a region from today, or invite one again (the operator)',
    description:
      'The answer is an invitation: its link and code are shown this once, and the consultant makes a token with it.',
    params: ById,
    body: schemas.NewConsultantSchema,
    response: schemas.IssuedInvitationSchema,
    failures: ['conflict'],
    location: () => '/v1/invitations',
    secrets: ['code', 'link'],
    useCase: createConsultant,
    input: ({ params, body, base }) => ({ regionId: params.id, ...body, base }),
    present: presentIssuedInvitation,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/invitations',
    operationId: 'listInvitations',
    tag,
    summary: 'Invitations, without their codes (the consultant)',
    query: PageQuery,
    response: pageOf(schemas.InvitationSchema),
    useCase: listInvitations,
    input: ({ query }) => query,
    present: presentPage(presentInvitation),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/invitations',
    operationId: 'createInvitation',
    tag,
    summary: 'Invite somebody to make a token of their own (the consultant)',
    description:
      'Nothing is mailed: send the link to the person yourself. It is shown this once and works once, for two ' +
      'weeks; earlier unused ones of that person end. Opened in a browser, it makes their token and, if they ' +
      'like, their calendar feed, which nobody else ever sees.',
    body: schemas.NewInvitationSchema,
    response: schemas.IssuedInvitationSchema,
    failures: ['conflict'],
    location: () => '/v1/invitations',
    secrets: ['code', 'link'],
    useCase: createInvitation,
    input: ({ body, base }) => ({ ...body, base }),
    present: presentIssuedInvitation,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/invitations/:id',
    operationId: 'revokeInvitation',
    tag,
    summary: 'Take back an unused invitation (the consultant)',
    params: ById,
    response: z.undefined(),
    failures: ['invitation-used'],
    useCase: revokeInvitation,
    input: ({ params }) => params,
    present: () => undefined,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/invitations/look',
    operationId: 'readInvitation',
    tag,
    summary: 'Who invites you to what: your own invitation, by its code',
    description: 'Needs no token, and uses nothing up. A POST, so that the code stands in no address.',
    body: schemas.InvitationCodeSchema,
    response: schemas.WelcomeSchema,
    failures: ['invitation-used', 'invitation-expired'],
    recognise: ({ body }) => recogniser.byInvitation(body.invitation),
    useCase: readInvitation,
    input: (_request, { invitationId }: InvitationHolder) => ({ invitationId }),
    present: presentWelcome,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/tokens',
    operationId: 'redeemInvitation',
    tag,
    summary: 'Make your own token with an invitation',
    description: 'Needs no token. The invitation is used up; the token is shown this once.',
    body: schemas.RedeemSchema,
    response: schemas.IssuedTokenSchema,
    failures: ['invitation-used', 'invitation-expired'],
    location: () => '/v1/tokens',
    secrets: ['token'],
    recognise: ({ body }) => recogniser.byInvitation(body.invitation),
    useCase: redeemInvitation,
    input: ({ body }, { invitationId }: InvitationHolder) => ({ invitationId, label: body.label }),
    present: presentIssuedToken,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/tokens',
    operationId: 'listTokens',
    tag,
    summary: 'Your own tokens that are still good',
    query: PageQuery,
    response: pageOf(schemas.TokenSchema),
    useCase: listTokens,
    input: ({ query }) => query,
    present: presentPage(presentToken),
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/tokens/:id',
    operationId: 'revokeToken',
    tag,
    summary: 'End one of your own tokens at once',
    params: ById,
    response: z.undefined(),
    useCase: revokeToken,
    input: ({ params }) => params,
    present: () => undefined,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/audit-entries',
    operationId: 'listAuditEntries',
    tag,
    summary: "The region's audit log in its order (the consultant; an office, what is about its own papers)",
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(500).default(100),
      cursor: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
    }),
    response: pageOf(schemas.AuditEntrySchema),
    useCase: listAuditEntries,
    input: ({ query }) => ({ after: Number(query.cursor ?? 0), limit: query.limit }),
    present: presentPage(presentAuditEntry),
  })
}

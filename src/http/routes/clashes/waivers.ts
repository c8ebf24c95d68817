import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  listWaivers,
  revokeRoundWaiver,
  type SeenWaiver,
  waiveClash,
} from '../../../services/clashes/waivers.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, instant, PageQuery, pageOf, presentPage } from '../../wire.ts'
import * as schemas from './schemas.ts'

const tag = 'clashes'
const url = '/v1/rounds/:id/waivers'

/** Clashes that the consultant accepts, and no longer accepts. */
export const waiverRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url,
    operationId: 'waiveClash',
    tag,
    summary: 'Accept one clash as it stands, with a reason',
    description:
      'It comes back when what it rests on changes (the commitment moves, the calendar is another), when its event ' +
      'gets another date, after the day given as `until`, or when it is taken back. A double booking cannot be accepted.',
    params: ById,
    body: schemas.NewWaiverSchema,
    response: schemas.WaiverSchema,
    failures: ['wrong-state'],
    repeatable: true,
    useCase: waiveClash,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentWaiver,
  })
  operation(app, runner, {
    method: 'GET',
    url,
    operationId: 'listWaivers',
    tag,
    summary: 'Clashes of a round that were accepted, by whom and why',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.WaiverSchema),
    useCase: listWaivers,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentWaiver),
  })
  operation(app, runner, {
    method: 'DELETE',
    url: `${url}/:waiverId`,
    operationId: 'revokeWaiver',
    tag,
    summary: 'Accept a clash no longer (the consultant)',
    description:
      'The clash stands again, and is told of where it refuses a confirmed event. The waiver stays in the list, with ' +
      'who took it back and when.',
    params: schemas.WaiverPath,
    response: z.undefined(),
    failures: ['wrong-state'],
    useCase: revokeRoundWaiver,
    input: ({ params }) => params,
    present: () => undefined,
  })
}

const presentWaiver = (waiver: SeenWaiver): z.input<typeof schemas.WaiverSchema> => ({
  id: waiver.id,
  eventId: waiver.eventId,
  rule: waiver.rule,
  commitmentId: waiver.commitmentId,
  reason: waiver.reason,
  personId: waiver.personId,
  at: instant(waiver.at),
  until: waiver.until ?? null,
  stands: waiver.stands,
  excuses: waiver.excuses,
  revokedAt: instant(waiver.revokedAt),
  revokedBy: waiver.revokedBy,
})

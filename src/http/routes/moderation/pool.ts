import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listPool, type PoolMember } from '../../../services/moderation/pool.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { Id, LocalDateSchema, PageQuery, pageOf, presentPage } from '../../wire.ts'

const PoolMemberSchema = z
  .strictObject({
    personId: Id,
    name: z.string(),
    authorities: z
      .array(z.strictObject({ id: Id, name: z.string() }))
      .describe('Home authorities, whose papers they do not moderate'),
    trainedOn: z.array(LocalDateSchema).describe('The earliest first'),
    expiresOn: LocalDateSchema.nullable().describe('The first day on which the latest is too old'),
    expired: z.boolean().nullable().describe('null for somebody who was never trained'),
    roundId: Id.nullable().describe('Whose policy and load are told; null when no round is open'),
    load: z.int().describe('Assignments in that round that were neither declined nor ended'),
  })
  .meta({ id: 'PoolMember' })

const presentMember = (member: PoolMember): z.input<typeof PoolMemberSchema> => ({
  personId: member.personId,
  name: member.name,
  authorities: member.authorities.map(({ id, name }) => ({ id, name })),
  trainedOn: [...member.trainedOn],
  expiresOn: member.expiresOn,
  expired: member.expired,
  roundId: member.roundId,
  load: member.load,
})

/** The region's moderators, when they were trained, and how much they have to do. */
export const poolRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderator-pool',
    operationId: 'listModeratorPool',
    tag: 'moderation',
    summary: 'Moderators with their trainings and load (the consultant all, each moderator themselves)',
    query: PageQuery.extend({
      roundId: Id.optional().describe('Without it, the open round that begins last'),
    }),
    response: pageOf(PoolMemberSchema),
    useCase: listPool,
    input: ({ query }) => query,
    present: presentPage(presentMember),
  })
}

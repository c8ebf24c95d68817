import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { HAND_OVER_KINDS, type HandOverItem } from '../../../domain/hand-over/item.ts'
import { readHandOver } from '../../../services/hand-over/hand-over.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { Id, LocalDateSchema } from '../../wire.ts'

const HandOverItemSchema = z
  .strictObject({
    kind: z.enum(HAND_OVER_KINDS),
    sentence: z.string(),
    waitsOn: z
      .strictObject({
        who: z.enum(['consultant', 'office', 'moderator', 'person']),
        authorityId: Id.optional().describe("Whose director's office"),
        personId: Id.optional(),
        name: z.string(),
      })
      .describe('Whoever has the next step'),
    due: LocalDateSchema.nullable().describe('The last day on which it is in time'),
    overdue: z.boolean(),
    link: z.string().describe('The path of the record'),
  })
  .meta({ id: 'HandOverItem' })

const HandOverSchema = z
  .strictObject({
    items: z.array(HandOverItemSchema),
    nextCursor: z.null().describe('The list is always whole'),
  })
  .meta({ id: 'HandOver' })

const presentHandOver = (items: readonly HandOverItem[]): z.input<typeof HandOverSchema> => ({
  items: items.map((item) => ({ ...item, waitsOn: { ...item.waitsOn } })),
  nextCursor: null,
})

/** What a consultant who takes over finds open. */
export const handOverRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/hand-over',
    operationId: 'readHandOver',
    tag: 'rounds',
    summary: 'Everything open in the region and whom it waits on, the overdue first (the consultant)',
    description:
      'Vacant seats, rounds, triads, events, self-assessments, moderation, invitations and contact details. ' +
      'What you may not read for a conflict is not in it.',
    response: HandOverSchema,
    useCase: readHandOver,
    input: () => null,
    present: presentHandOver,
  })
}

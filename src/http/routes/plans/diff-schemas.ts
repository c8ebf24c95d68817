import { z } from 'zod'
import type { Occasion } from '../../../domain/intervals.ts'
import type { DiffView } from '../../../services/plans/diffing.ts'
import { Id, LocalDateSchema, Named, WallTimeSchema } from '../../wire.ts'

const When = z
  .strictObject({
    date: LocalDateSchema,
    startTime: WallTimeSchema.nullable(),
    endTime: WallTimeSchema.nullable(),
  })
  .nullable()

const DiffStepSchema = z
  .strictObject({
    triad: z.strictObject({ id: Id, number: z.int() }).nullable().describe('Null where one would be made'),
    triadAction: z
      .enum(['keep', 'change', 'create', 'empty'])
      .describe('`empty`: nobody is in it any more, and its history stays'),
    before: z.array(Named).describe('The authorities in it'),
    after: z.array(Named),
    event: z
      .strictObject({
        id: Id.nullable().describe('Null where one would be proposed'),
        title: z.string().nullable(),
        action: z
          .enum(['keep', 'propose', 'move', 'dissolve', 'cancel'])
          .describe(
            '`dissolve`: people had agreed to meet others; the event goes on with those who are in the triad then, proposed anew',
          ),
        wasConfirmed: z.boolean().describe('Whether people had agreed to it'),
        from: When,
        to: When,
        facilitatorsBefore: z.array(Named),
        facilitatorsAfter: z.array(Named),
      })
      .nullable(),
  })
  .meta({ id: 'PlanDiffStep' })

export const DiffSchema = z
  .strictObject({ items: z.array(DiffStepSchema), nextCursor: z.null() })
  .meta({ id: 'PlanDiff' })

const whenOf = (occasion: Occasion | null) =>
  occasion && { date: occasion.date, startTime: occasion.startTime, endTime: occasion.endTime }

const namedOf = (all: readonly { readonly id: string; readonly name: string }[]) =>
  all.map(({ id, name }) => ({ id, name }))

export const presentDiff = (steps: readonly DiffView[]): z.input<typeof DiffSchema> => ({
  items: steps.map(({ triad, triadAction, before, after, event }) => ({
    triad: triad && { id: triad.id, number: triad.number },
    triadAction,
    before: namedOf(before),
    after: namedOf(after),
    event: event && {
      id: event.id,
      title: event.title,
      action: event.action,
      wasConfirmed: event.wasConfirmed,
      from: whenOf(event.from),
      to: whenOf(event.to),
      facilitatorsBefore: namedOf(event.facilitatorsBefore),
      facilitatorsAfter: namedOf(event.facilitatorsAfter),
    },
  })),
  nextCursor: null,
})

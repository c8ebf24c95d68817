import { z } from 'zod'
import { Id, Instant, PageQuery, text } from '../../wire.ts'

export const ContactSchema = z
  .strictObject({
    authority: z.strictObject({ id: Id, name: z.string() }),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    address: z.string().nullable(),
    note: z.string().nullable(),
    confirmedAt: Instant.nullable().describe('When the office last confirmed these details; null: not yet'),
    due: z.boolean().describe('Whether the office has not confirmed them within the last twelve months'),
  })
  .meta({ id: 'Contact' })

export const ContactDetailsSchema = z
  .strictObject({
    email: z.email().max(254).nullable().default(null),
    phone: text(50).nullable().default(null),
    address: text(500).nullable().default(null),
    note: text(1000).nullable().default(null).describe('"Mornings only; diaries are with the assistant"'),
  })
  .refine(({ email, phone, address }) => email !== null || phone !== null || address !== null, {
    error: 'Give at least an email address, a telephone number or a postal address.',
  })
  .meta({
    id: 'ContactDetails',
    examples: [{ email: 'director.kent@example.org', phone: '01632 960001', note: 'Mornings only' }],
  })

export const ContactQuery = PageQuery.extend({
  due: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .describe('true: those alone that have not confirmed their details within the last twelve months'),
})

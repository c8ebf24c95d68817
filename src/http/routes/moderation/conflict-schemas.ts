import { z } from 'zod'
import { Id, LocalDateSchema, text } from '../../wire.ts'
import { someId } from './schemas.ts'

const CONFLICT_TYPES = ['family', 'former-post', 'commercial', 'prior-involvement', 'other'] as const

const until = LocalDateSchema.nullable().describe('The first day without it; null while no end is known')

export const StoppingSchema = z
  .strictObject({
    reason: text(2000),
    conflict: z
      .strictObject({ type: z.enum(CONFLICT_TYPES), until: until.default(null) })
      .nullable()
      .default(null)
      .describe("The moderator's conflict with the authority, declared in the same call, from today"),
  })
  .meta({
    id: 'Stopping',
    examples: [{ reason: 'My sister works there.', conflict: { type: 'family' } }],
  })

export const DeclaredConflictSchema = z
  .strictObject({ type: z.enum(CONFLICT_TYPES), reason: text(2000), until: until.default(null) })
  .meta({ id: 'DeclaredConflict', examples: [{ type: 'family', reason: 'My sister works there.' }] })

const conflictFields = {
  personId: Id,
  authorityId: Id,
  type: z.enum(CONFLICT_TYPES),
  reason: text(2000),
}

export const ConflictSchema = z
  .strictObject({
    id: Id,
    ...conflictFields,
    source: z.enum(['person', 'authority', 'consultant']).describe('Who said so'),
    from: LocalDateSchema,
    until,
  })
  .meta({ id: 'Conflict' })

export const NewConflictSchema = z
  .strictObject({
    ...conflictFields,
    from: LocalDateSchema.nullable().default(null).describe('From today, where none is given'),
    until: until.default(null),
  })
  .meta({
    id: 'NewConflict',
    examples: [
      { personId: someId, authorityId: someId, type: 'former-post', reason: 'Left there two years ago.' },
    ],
  })

export const ConflictChangeSchema = z
  .strictObject({ until })
  .meta({ id: 'ConflictChange', examples: [{ until: '2024-02-01' }] })

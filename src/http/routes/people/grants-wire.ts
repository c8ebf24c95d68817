import { z } from 'zod'
import { GRANTED_ROLES, type Grant } from '../../../domain/access/granting.ts'
import { Id, Instant, instant, text } from '../../wire.ts'

const grantFields = {
  personId: Id.describe('Who may read'),
  as: z.enum(GRANTED_ROLES).describe('The role that they read through, and with whose end reading ends'),
}

export const GrantSchema = z
  .strictObject({
    id: Id,
    ...grantFields,
    selfAssessmentIds: z.array(Id).describe('Those that you may know of'),
    from: Instant,
    until: Instant.describe('The first instant at which it is over, unless revoked before'),
    reason: z.string(),
    givenBy: Id,
    givenAs: z.enum(['director', 'consultant']).describe('What a director has given ends with their post'),
    revokedAt: Instant.nullable(),
    createdAt: Instant,
  })
  .meta({ id: 'Grant' })

export const NewGrantSchema = z
  .strictObject({
    ...grantFields,
    selfAssessmentIds: z.array(Id).min(1).max(200).optional(),
    triadId: Id.optional().describe("Instead: the self-assessments of the triad's members"),
    from: Instant.nullable().default(null).describe('Now, unless you say later'),
    until: Instant.describe('At most 400 days from now'),
    reason: text(1000),
  })
  .refine(({ selfAssessmentIds, triadId }) => (selfAssessmentIds === undefined) !== (triadId === undefined), {
    path: ['selfAssessmentIds'],
    error: 'Name some self-assessments or a triad, one of the two.',
  })
  .meta({
    id: 'NewGrant',
    examples: [
      {
        personId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
        as: 'facilitator',
        triadId: '8b1f7f52-0a43-4a3f-8f0e-2c6d5e4f3a21',
        until: '2020-01-31T18:00:00Z',
        reason: 'Facilitates the challenge event of triad 2.',
      },
    ],
  })

export const presentGrant = (grant: Grant): z.input<typeof GrantSchema> => ({
  id: grant.id,
  personId: grant.personId,
  as: grant.as,
  selfAssessmentIds: grant.papers.map(({ id }) => id),
  from: instant(grant.span.from),
  until: instant(grant.span.until),
  reason: grant.reason,
  givenBy: grant.givenBy,
  givenAs: grant.givenAs,
  revokedAt: instant(grant.revokedAt),
  createdAt: instant(grant.createdAt),
})

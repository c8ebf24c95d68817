import { z } from 'zod'
import { Id, text, WallTimeSchema } from '../../wire.ts'
import { WaiversSchema } from '../clashes/schemas.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'

const day = z.int().min(1).max(5).describe('Of the event: its first is 1')
const startTime = WallTimeSchema.describe("A wall time in the region's zone, within the event's own times")
const subject = AuthorityRefSchema.nullable().describe('Whose self-assessment is challenged in it')
const authorities = z.array(AuthorityRefSchema).max(50).describe('Who sits in it; the subject always does')

export const SessionSchema = z
  .strictObject({
    id: Id,
    title: z.string(),
    day,
    startTime,
    endTime: WallTimeSchema,
    place: z.string().nullable(),
    subject,
    authorities,
    facilitatorId: Id.nullable(),
  })
  .meta({ id: 'Session' })

export const SessionsSchema = z
  .strictObject({
    items: z.array(SessionSchema),
    nextCursor: z.null().describe('The list is always whole, because it is replaced as a whole'),
  })
  .meta({ id: 'Sessions' })

const NewSessionSchema = z
  .strictObject({
    title: text(200).nullable().default(null).describe('One is made when you give none'),
    day: day.default(1),
    startTime,
    endTime: WallTimeSchema,
    place: text(300).nullable().default(null),
    subject: subject.default(null),
    authorities: authorities.default([]),
    facilitatorId: Id.nullable().default(null),
  })
  .meta({ id: 'NewSession' })

export const SessionsChangeSchema = z
  .strictObject({ sessions: z.array(NewSessionSchema).max(100), waivers: WaiversSchema.default([]) })
  .meta({
    id: 'SessionsChange',
    examples: [
      {
        sessions: [
          {
            startTime: '10:00',
            endTime: '11:00',
            place: 'Room 2',
            subject: { gssCode: 'E10000012' },
            authorities: [{ gssCode: 'E10000029' }, { gssCode: 'E10000020' }],
          },
        ],
      },
    ],
  })

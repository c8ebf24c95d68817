import { z } from 'zod'
import type { Clash } from '../../../domain/clashes/clash.ts'
import { Id, Instant, instant, LocalDateSchema } from '../../wire.ts'

/** A clash on the wire. */
export const ClashSchema = z
  .strictObject({
    rule: z.string().describe('The rule that is broken'),
    severity: z.enum(['blocking', 'warning']),
    feeds: z
      .string()
      .nullable()
      .describe('For `calendar-unknown`: the rule that the calendar would have fed'),
    message: z.string(),
    from: LocalDateSchema,
    to: LocalDateSchema,
    calendarId: Id.nullable(),
    calendarName: z.string().nullable(),
    commitmentId: Id.nullable(),
    commitmentTitle: z.string().nullable(),
    otherEventId: Id.nullable(),
    authorityIds: z.array(Id),
    personIds: z.array(Id),
    checkedAt: Instant.nullable().describe("When the calendar's answer was last confirmed"),
    waived: z.string().nullable().describe('The reason of the waiver that excuses it'),
  })
  .meta({ id: 'Clash' })

/** A clash as sent. */
export const presentClash = (clash: Clash): z.infer<typeof ClashSchema> => ({
  ...clash,
  authorityIds: [...clash.authorityIds],
  personIds: [...clash.personIds],
  checkedAt: instant(clash.checkedAt),
})

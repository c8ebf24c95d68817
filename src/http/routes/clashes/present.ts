import { z } from 'zod'
import { CLASH_RULE_NAMES } from '../../../domain/clashes/clash.ts'
import type { SeenClash } from '../../../domain/clashes/visibility.ts'
import { Id, Instant, instant, LocalDateSchema } from '../../wire.ts'

/** A rule that is broken; of an inspection, others than the authority's office learn only `unavailable`. */
export const SeenRuleSchema = z.enum([...CLASH_RULE_NAMES, 'unavailable'])

/** A clash on the wire. */
export const ClashSchema = z
  .strictObject({
    rule: SeenRuleSchema.describe('The rule that is broken'),
    eventId: Id.nullable().describe('The event that breaks it; null while that is only an idea'),
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
export const presentClash = (clash: SeenClash): z.infer<typeof ClashSchema> => ({
  rule: clash.rule,
  eventId: clash.eventId,
  severity: clash.severity,
  feeds: clash.feeds,
  message: clash.message,
  from: clash.from,
  to: clash.to,
  calendarId: clash.calendarId,
  calendarName: clash.calendarName,
  commitmentId: clash.commitmentId,
  commitmentTitle: clash.commitmentTitle,
  otherEventId: clash.otherEventId,
  authorityIds: [...clash.authorityIds],
  personIds: [...clash.personIds],
  checkedAt: instant(clash.checkedAt),
  waived: clash.waived,
})

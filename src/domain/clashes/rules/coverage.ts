import type { RequiredCalendar } from '../../calendars/calendar.ts'
import { answerOf } from '../../calendars/coverage.ts'
import { AVAILABILITY } from '../../calendars/kinds.ts'
import type { Clash } from '../clash.ts'
import type { ClashFacts } from '../facts.ts'
import { clashOf, inOrder } from '../making.ts'
import { type SeverityCase, severityOf } from '../policy.ts'

/**
 * A calendar that the round requires cannot say whether the event's days are free: for the region, or for one
 * of the event's authorities. As severe as the rule that the calendar feeds, in the case that it asks about.
 */
export const calendarUnknown = (facts: ClashFacts): Clash[] =>
  facts.requiredCalendars.flatMap((required) => {
    const kind = facts.kinds[required.kind]
    if (!kind) return []
    const { feeds } = kind
    const severity = severityOf(facts.policy, feeds, caseOf(required), kind.severity)
    return whomToAskAbout(facts, required).flatMap((authority) => {
      const { days, span } = facts.event
      const { answer, reason, calendar } = answerOf(
        { kind, authority, days, span },
        facts.calendars,
        facts.commitments,
        facts,
      )
      if (answer !== 'unknown') return []
      return clashOf(facts, 'calendar-unknown', severity, {
        message: reason ?? '',
        feeds,
        // Not its sentence, which tells today's date: a calendar that stays away is no new fact every morning.
        basis: `${kind.name} ${calendar?.id ?? 'none'}`,
        calendarId: calendar?.id ?? null,
        calendarName: calendar?.name ?? null,
        authorityIds: authority ? [authority.id] : [],
        checkedAt: calendar?.checkedAt ?? null,
      })
    })
  })

/** The case of the rule that the calendar's entries would be: an office that has not answered may yet say no. */
const caseOf = ({ kind, scope }: RequiredCalendar): SeverityCase => {
  if (kind === AVAILABILITY) return 'out-of-office'
  return scope === 'region' ? 'region' : 'authority'
}

const whomToAskAbout = ({ event, names }: ClashFacts, { scope }: RequiredCalendar) =>
  scope === 'region'
    ? [null]
    : inOrder(event.authorityIds).map((id) => ({ id, name: names.authorities[id] ?? id }))

import type { Calendar } from '../../domain/calendars/calendar.ts'
import { answerOf } from '../../domain/calendars/coverage.ts'
import type { Answer } from '../../domain/clashes/clash.ts'
import type { ClashFacts } from '../../domain/clashes/facts.ts'

/** What one calendar that the round requires answers, for the region or for one authority. */
export interface Coverage {
  /** The name of a kind. */
  readonly kind: string
  readonly authorityId: string | null
  readonly answer: Answer
  readonly reason: string | null
  readonly calendar: Pick<Calendar, 'id' | 'name' | 'checkedAt'> | null
}

/** What each calendar that the round requires answers: for the region, or for each of the authorities. */
export const coverageOf = (facts: ClashFacts): Coverage[] =>
  facts.requiredCalendars.flatMap(({ kind, scope }) => {
    const whom = scope === 'region' ? [null] : facts.event.authorityIds
    const about = facts.kinds[kind]
    if (!about) return []
    return whom.map((authorityId) => {
      const authority =
        authorityId === null ? null : { id: authorityId, name: facts.names.authorities[authorityId] ?? '' }
      const { days, span } = facts.event
      const question = { kind: about, authority, days, span }
      const { answer, reason, calendar } = answerOf(question, facts.calendars, facts.commitments, facts)
      return { kind, authorityId, answer, reason, calendar }
    })
  })

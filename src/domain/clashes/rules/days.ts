import { daysBetween, eachDay, localDate } from '../../intervals.ts'
import { countOf, dayInWords, daysInWords } from '../../words.ts'
import type { Clash } from '../clash.ts'
import type { ClashFacts } from '../facts.ts'
import { clashOf } from '../making.ts'
import { severityOf } from '../policy.ts'

/** The event takes a Saturday or Sunday. */
export const weekend = (facts: ClashFacts): Clash[] => {
  const free = eachDay(facts.event.days).filter(isWeekend)
  const [from, to] = [free[0], free.at(-1)]
  if (!from || !to) return []
  const message = `The event takes a weekend: ${daysInWords({ first: from, last: to })}.`
  return [clashOf(facts, 'weekend', severityOf(facts.policy, 'weekend'), { message, from, to })]
}

/** 1970-01-01 was a Thursday, so with Saturday as day 0 a date's weekday is its distance from then, plus 5. */
const isWeekend = (date: string): boolean => (((daysBetween('1970-01-01', date) + 5) % 7) + 7) % 7 < 2

/**
 * Fewer weeks than the round asks for lie between the day on which the event's date was given (today, for one
 * given now) and its first day. An event already held has had its notice.
 */
export const shortNotice = (facts: ClashFacts): Clash[] => {
  const { event, policy } = facts
  if (event.state === 'held') return []
  const given = event.datedOn ?? localDate(facts.now, facts.zone)
  const days = daysBetween(given, event.days.first)
  if (days >= policy.shortNoticeWeeks * 7) return []
  const message =
    days < 0
      ? `No notice: ${dayInWords(event.days.first)} was past when it was entered on ${dayInWords(given)}.`
      : `Short notice: ${countOf(days, 'day')} from ${dayInWords(given)} to ${dayInWords(event.days.first)}, ` +
        `and the round asks for ${countOf(policy.shortNoticeWeeks, 'week')}.`
  return [clashOf(facts, 'short-notice', severityOf(policy, 'short-notice'), { message })]
}

/**
 * A meeting or visit begins before its people have had the round's days to read the moderators' comments, or
 * before these are due. Training and summits do not wait for comments.
 */
export const tooSoonAfterModeration = (facts: ClashFacts): Clash[] => {
  const { event, policy } = facts
  if (event.kind !== 'meeting' && event.kind !== 'visit') return []
  return facts.moderationDue
    .filter((due) => event.authorityIds.includes(due.authorityId))
    .filter((due) => daysBetween(due.on, event.days.first) < policy.daysAfterModeration)
    .map((due) => {
      const whose = facts.names.authorities[due.authorityId] ?? due.authorityId
      const message =
        `Comments on the self-assessment of ${whose} are due on ${dayInWords(due.on)}, less than ` +
        `${countOf(policy.daysAfterModeration, 'day')} before the event on ${dayInWords(event.days.first)}.`
      const severity = severityOf(policy, 'too-soon-after-moderation')
      return clashOf(facts, 'too-soon-after-moderation', severity, {
        message,
        authorityIds: [due.authorityId],
      })
    })
}

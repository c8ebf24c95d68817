import { isLive } from '../events/event.ts'
import { CLASH_RULE_NAMES, type Clash } from './clash.ts'
import type { ClashFacts } from './facts.ts'
import { CLASH_RULES } from './rules.ts'

/**
 * Every clash of the event under test, none of them waived yet: blocking before warnings, then by day, rule and
 * sentence. The answer depends on what the facts are, not on their order. An event that is deferred or cancelled
 * stands on no date, so it clashes with nothing.
 */
export const findClashes = (facts: ClashFacts): Clash[] =>
  isLive(facts.event.state)
    ? CLASH_RULES.flatMap((rule) => rule(facts))
        .map((clash) => ({ clash, key: sortKey(clash) }))
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ clash }) => clash)
    : []

const sortKey = (clash: Clash): string =>
  [
    clash.severity,
    clash.from,
    String(CLASH_RULE_NAMES.indexOf(clash.rule)).padStart(2, '0'),
    clash.message,
    clash.feeds ?? '',
    clash.commitmentId ?? '',
    clash.otherEventId ?? '',
  ].join('\n')

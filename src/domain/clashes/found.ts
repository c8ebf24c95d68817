import type { Clash } from './clash.ts'

/** Why clashes were looked for again. */
export const CAUSES = {
  first: 'It was the first look.',
  commitment: 'A commitment was added, changed or removed.',
  event: 'The event was proposed, moved or changed.',
  people: 'Somebody else takes part, or no longer does.',
  calendar: 'A calendar was registered, or what it answers for changed.',
  stale: 'A calendar had not been checked for too long.',
  appointment: 'An appointment began or ended.',
  round: 'The policy, deadlines or members of the round changed.',
  waiver: 'It was accepted, or that was taken back or ran out.',
  succession: 'An authority took over from another.',
  kind: 'The region judges a kind of calendar differently.',
  names: 'An authority or office was renamed.',
  past: 'The event was over.',
} as const

export type Cause = keyof typeof CAUSES

/** What tells a clash from the event's others, and shows it to be the same when it is found again. */
export const identityOf = (clash: Clash): string => {
  const { rule, feeds, commitmentId, otherEventId, calendarId } = clash
  if (commitmentId !== null) return `${rule} ${commitmentId}`
  if (otherEventId !== null) return `${rule} ${otherEventId} ${clash.personIds.join(' ')}`
  const days = rule === 'person-double-booked' ? clash.basis : ''
  return [rule, feeds, calendarId, ...clash.authorityIds, ...clash.personIds, days].filter(Boolean).join(' ')
}

/** Clashes of one event by their identities; of two that cannot be told apart the second is numbered. */
export const byIdentity = (clashes: readonly Clash[]): Map<string, Clash> => {
  const found = new Map<string, Clash>()
  for (const clash of clashes) {
    const identity = identityOf(clash)
    let name = identity
    for (let number = 2; found.has(name); number++) name = `${identity} ${number}`
    found.set(name, clash)
  }
  return found
}

/** Whether a clash refuses its event's confirming as things stand: blocking, and accepted by nobody. */
export const refuses = ({ severity, waived }: Pick<Clash, 'severity' | 'waived'>): boolean =>
  severity === 'blocking' && waived === null

/** Where a clash stands in a list: what refuses first, then warnings, then what was accepted; then by day. */
export const placeOf = (clash: Clash): string => {
  const rank = clash.waived !== null ? 2 : clash.severity === 'blocking' ? 0 : 1
  return `${rank} ${clash.from} ${clash.rule}`
}

/** All of what an event's clashes say, as one text that is the same while nothing about them changes. */
export const accountOf = (clashes: readonly Clash[]): string =>
  clashes
    .map(
      ({ rule, feeds, basis, message, severity, waived, from, to, commitmentId, personIds, authorityIds }) =>
        JSON.stringify([
          rule,
          feeds,
          basis,
          // Today's date stands in the sentence about a calendar that nobody registered, and is no news.
          rule === 'calendar-unknown' ? '' : message,
          severity,
          waived,
          from,
          to,
          commitmentId,
          personIds,
          authorityIds,
        ]),
    )
    .join('\n')

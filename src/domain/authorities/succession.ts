import { failure, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'
import { dayInWords, listInWords } from '../words.ts'

/**
 * On a local day one authority passes its duties, papers and history on to another: the predecessor has ended and
 * the successor stands from that day. Of several successors each has all of it, since what splits is the council
 * and not its papers. A council that only changes its GSS code has no successor: its code is dated.
 */
export interface Succession {
  readonly predecessorId: string
  readonly successorId: string
  readonly on: LocalDate
}

/** An authority with the first local day on which it stands for another; null for the other itself. */
export interface Heir {
  readonly authorityId: string
  readonly from: LocalDate | null
}

/** The authority itself and all that come after it, each once, the nearest first. */
export const heirsOf = (authorityId: string, successions: readonly Succession[]): Heir[] => {
  const heirs: Heir[] = [{ authorityId, from: null }]
  // The list grows while it is walked; dates grow along every chain, so that the walk ends.
  for (const heir of heirs) {
    for (const { successorId, on } of successions.filter((each) => each.predecessorId === heir.authorityId)) {
      if (!heirs.some((known) => known.authorityId === successorId))
        heirs.push({ authorityId: successorId, from: on })
    }
  }
  return heirs
}

/** Some authorities and all that come after them, each once. */
export const withHeirs = (authorityIds: readonly string[], successions: readonly Succession[]): string[] => [
  ...new Set(authorityIds.flatMap((id) => heirsOf(id, successions).map((heir) => heir.authorityId))),
]

/** The authority itself and all that came before it, each once, the nearest first. */
export const forebearsOf = (authorityId: string, successions: readonly Succession[]): string[] => {
  const forebears = [authorityId]
  for (const id of forebears) {
    for (const { predecessorId } of successions.filter((each) => each.successorId === id)) {
      if (!forebears.includes(predecessorId)) forebears.push(predecessorId)
    }
  }
  return forebears
}

/** The authority with all that came before and after it, each once. */
export const lineageOf = (authorityId: string, successions: readonly Succession[]): string[] => [
  ...new Set([
    ...forebearsOf(authorityId, successions),
    ...heirsOf(authorityId, successions).map((heir) => heir.authorityId),
  ]),
]

/** The first day on which each of some heirs took over; those that were there from the start are left out. */
export const beginningsOf = (heirs: readonly Heir[]): Record<string, LocalDate> => {
  const days: Record<string, LocalDate> = {}
  const always = new Set<string>()
  for (const { authorityId, from } of heirs) {
    const known = days[authorityId]
    if (from === null) always.add(authorityId)
    else if (known === undefined || from < known) days[authorityId] = from
  }
  return Object.fromEntries(Object.entries(days).filter(([id]) => !always.has(id)))
}

/** The day on which an authority has ended; null while it goes on. */
export const endOf = (authorityId: string, successions: readonly Succession[]): LocalDate | null =>
  successions.find((each) => each.predecessorId === authorityId)?.on ?? null

/** The first day of an authority that came of others; null for one that was always there. */
export const beginningOf = (authorityId: string, successions: readonly Succession[]): LocalDate | null =>
  successions
    .filter((each) => each.successorId === authorityId)
    .map(({ on }) => on)
    .toSorted()[0] ?? null

/** Those who stand on a local day for some authorities: themselves, or whoever took over from them by then. */
export const standingOn = (
  authorityIds: readonly string[],
  date: LocalDate,
  successions: readonly Succession[],
): string[] => {
  const standing = authorityIds.flatMap((id): string[] => {
    const next = successions.filter((each) => each.predecessorId === id && each.on <= date)
    return next.length === 0
      ? [id]
      : standingOn(
          next.map(({ successorId }) => successorId),
          date,
          successions,
        )
  })
  return [...new Set(standing)]
}

/** Whose office a paper's author is on a local day: its own, or that of those of its authors who took over from it. */
export const officeOn = (
  author: { readonly id: string },
  date: LocalDate,
  {
    authorIds,
    successions,
    names,
  }: {
    readonly authorIds: readonly string[]
    readonly successions: readonly Succession[]
    readonly names: Readonly<Record<string, string>>
  },
): { readonly id: string; readonly name: string } => {
  const standing = standingOn([author.id], date, successions).filter((id) => authorIds.includes(id))
  return {
    id: standing[0] ?? author.id,
    name: listInWords(standing.map((id) => names[id] ?? '').toSorted()),
  }
}

/** Why an authority does not stand on a local day, with who does; null where it stands. */
export const whyNotStanding = (
  authorityId: string,
  date: LocalDate,
  successions: readonly Succession[],
  nameOf: (id: string) => string,
): string | null => {
  const ended = endOf(authorityId, successions)
  if (ended !== null && ended <= date) {
    const now = standingOn([authorityId], date, successions).map(nameOf).toSorted()
    return `${nameOf(authorityId)} ended on ${dayInWords(ended)}: name ${listInWords(now)} instead.`
  }
  const begun = beginningOf(authorityId, successions)
  if (begun === null || begun <= date) return null
  const until = forebearsOf(authorityId, successions)
    .slice(1)
    .filter((id) => standingOn([id], date, successions).includes(id))
  return `${nameOf(authorityId)} begins on ${dayInWords(begun)}: until then name ${listInWords(until.map(nameOf).toSorted())}.`
}

/** What a request makes of one authority: the day on which it ends, and who takes over. */
export interface Ending {
  readonly predecessorId: string
  readonly on: LocalDate
  readonly successorIds: readonly string[]
}

/**
 * Whether an authority may end on a day in favour of others, beside all other successions: nobody succeeds
 * themselves, whoever takes over has not ended by then, and the authority had begun before. With that, dates grow
 * along every chain and none is a circle. All that is wrong is reported, at `/successors/0` and so on.
 */
export const checkEnding = (
  { predecessorId, on, successorIds }: Ending,
  others: readonly Succession[],
  names: ReadonlyMap<string, string>,
): Result<null> => {
  const nameOf = (id: string) => names.get(id) ?? id
  const faults = successorIds.flatMap((id, index) => {
    const detail = whyNot(id)
    return detail === null ? [] : [{ pointer: `/successors/${index}`, detail }]
  })
  function whyNot(id: string): string | null {
    if (id === predecessorId) return `${nameOf(id)} cannot succeed itself.`
    const ended = endOf(id, others)
    if (ended !== null && ended <= on)
      return `${nameOf(id)} has itself ended on ${dayInWords(ended)} and cannot take over on ${dayInWords(on)}.`
    return null
  }
  const taking = others
    .filter((each) => each.successorId === predecessorId && each.on >= on)
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
  for (const { predecessorId: from, on: begins } of taking) {
    const detail = `${nameOf(predecessorId)} takes over from ${nameOf(from)} on ${dayInWords(begins)}: it cannot end by ${dayInWords(on)}.`
    faults.push({ pointer: '/on', detail })
  }
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

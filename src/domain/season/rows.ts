import { type Appointment, validOn } from '../access/actor.ts'
import { type Succession, withHeirs } from '../authorities/succession.ts'
import type { Scope } from '../calendars/calendar.ts'
import type { LocalDate } from '../intervals.ts'
import type { SeasonCommitment } from './facts.ts'

/** What decides on which rows something is drawn. */
export interface RowGround {
  /** The authorities that have a row. */
  readonly authorityIds: readonly string[]
  readonly successions: readonly Succession[]
  /** Of directors, their assistants and delegates. */
  readonly appointments: readonly Appointment[]
}

/** The rows of some authorities: their own, those that took over from them, and those that they take over from. */
export const rowsAbout = (
  { authorityIds, successions }: Pick<RowGround, 'authorityIds' | 'successions'>,
  about: readonly string[],
): string[] => {
  if (about.length === 0) return []
  const passedOn = withHeirs(about, successions)
  return authorityIds.filter(
    (id) => passedOn.includes(id) || withHeirs([id], successions).some((heir) => about.includes(heir)),
  )
}

/** The rows of the offices to which some people belong on a local day. */
export const rowsOfPeople = (ground: RowGround, personIds: readonly string[], date: LocalDate): string[] =>
  rowsAbout(
    ground,
    ground.appointments
      .filter((each) => personIds.includes(each.personId) && validOn(each, date))
      .flatMap((each) => each.authorityIds),
  )

/**
 * The rows on which a commitment that begins on a local day is drawn. What is about directors, or those who sit in
 * their seats, is about everybody; what is about other roles, or about people of no office here, is on no row.
 */
export const rowsInScope = (ground: RowGround, scope: Scope, date: LocalDate): SeasonCommitment['rows'] => {
  switch (scope.kind) {
    case 'region':
      return 'all'
    case 'roles':
      return scope.roles.some((role) => role === 'director' || role === 'delegate') ? 'all' : 'none'
    case 'persons': {
      const rows = rowsOfPeople(ground, scope.ids, date)
      return rows.length > 0 ? rows : 'none'
    }
    case 'authorities':
      return rowsAbout(ground, scope.ids)
  }
}

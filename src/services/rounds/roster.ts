import { selectAuthorities } from '../../db/authorities.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { directorsOn, type Seats } from '../../domain/triads/size.ts'
import { regionOf, type Work } from '../use-case.ts'

/** An authority as rounds and triads name it. */
export interface NamedAuthority {
  readonly id: string
  readonly name: string
  /** The code of the round's first day. */
  readonly gssCode: string
}

/** The authorities of a region and who leads them; as they are on the first day of a round unless another is named. */
export interface Roster {
  readonly names: ReadonlyMap<string, string>
  authority(id: string): NamedAuthority
  seats(authorityIds: readonly string[], day?: LocalDate): Seats
}

/**
 * The roster by which a round's triads are judged and shown: judged of its first day, so that a triad stays the size
 * that it was formed with when a director leaves during the round.
 */
export const loadRoster = async (work: Work, { window }: Pick<Round, 'window'>): Promise<Roster> => {
  const region = regionOf(work)
  const authorities = await selectAuthorities(work.trx, window.first)
    .where('authority.regionId', '=', region.id)
    .execute()
  const directors = await loadAppointmentsInRoles(work.trx, region.id, ['director'])
  const byId = new Map(authorities.map(({ id, name, gssCode }) => [id, { id, name, gssCode }]))
  return {
    names: new Map(authorities.map(({ id, name }) => [id, name])),
    authority: (id) => {
      const authority = byId.get(id)
      if (authority === undefined) throw new Error(`authority ${id} is in a round but not in its region`)
      return authority
    },
    seats: (authorityIds, day = window.first) => directorsOn(authorityIds, directors, day),
  }
}

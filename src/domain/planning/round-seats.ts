import { listInWords } from '../words.ts'
import type { Office } from './problem.ts'

/** A participant as planning needs it. */
export interface PlannedAuthority {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly office: Office
  /** Of the region, its own word alone. */
  readonly neighbourIds: readonly string[]
}

/** A director's place in a round: the director, or a vacant post, and the authorities that sit there. */
export interface RoundSeat {
  /** The director's id, or that of the authority whose post is vacant. */
  readonly id: string
  /** "Director, Kent"; "Kent (vacant)". */
  readonly name: string
  /** Null while the post is vacant. */
  readonly directorId: string | null
  /** In the order of their names. */
  readonly authorityIds: readonly string[]
}

/** The seats of authorities by who directs each, in the order of their first authorities; without one it is vacant. */
export const seatsOfRound = (
  authorities: readonly Pick<PlannedAuthority, 'id' | 'name'>[],
  directorOf: (authorityId: string) => string | undefined,
  offices: Readonly<Record<string, string>>,
): RoundSeat[] => {
  const ordered = authorities.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const bySeat = Map.groupBy(ordered, ({ id }) => directorOf(id) ?? `vacant ${id}`)
  return [...bySeat].map(([key, those]) => {
    const directorId = key.startsWith('vacant ') ? null : key
    const names = listInWords(those.map(({ name }) => name))
    return {
      id: directorId ?? those[0]?.id ?? '',
      name: directorId === null ? `${names} (vacant)` : (offices[directorId] ?? names),
      directorId,
      authorityIds: those.map(({ id }) => id),
    }
  })
}

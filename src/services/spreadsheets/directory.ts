import { type AuthorityRecord, loadAuthorities } from '../../db/authorities.ts'
import { selectPeople } from '../../db/people.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import type { Person } from '../people/people.ts'
import { regionOf, type Work } from '../use-case.ts'

/** The authorities of the region as spreadsheets name them, loaded once for all lines. */
export interface AuthorityDirectory {
  readonly authorities: readonly AuthorityRecord[]
  nameOf(id: string): string
  /** An authority by a GSS code that it has or had, its name, or our id. */
  find(named: string): string | undefined
  /** How a list names it: by its code of a day, else its name, else (a name with a semicolon) our id. */
  refOf(id: string, day: LocalDate): string
  /** The code of a day; null while it has none. */
  codeOn(id: string, day: LocalDate): string | null
}

const folded = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase()

export const loadAuthorityDirectory = async (work: Work): Promise<AuthorityDirectory> => {
  const authorities = await loadAuthorities(work.trx, regionOf(work).id)
  const byId = new Map(authorities.map((authority) => [authority.id, authority]))
  const byName = Map.groupBy(authorities, ({ name }) => folded(name))
  const byCode = new Map(
    authorities.flatMap(({ id, codes }) => codes.map(({ gssCode }) => [gssCode, id] as const)),
  )
  const codeOn = (id: string, day: LocalDate) =>
    byId
      .get(id)
      ?.codes.find(({ from, until }) => (from === null || from <= day) && (until === null || day < until))
      ?.gssCode ?? null
  const named = (name: string) => {
    const candidates = byName.get(folded(name)) ?? []
    return (
      candidates.find((each) => each.name === name) ?? (candidates.length === 1 ? candidates[0] : undefined)
    )?.id
  }
  return {
    authorities,
    nameOf: (id) => byId.get(id)?.name ?? '',
    find: (said) => byCode.get(said.toUpperCase()) ?? named(said) ?? byId.get(said.toLowerCase())?.id,
    codeOn,
    refOf: (id, day) => {
      const { name = '' } = byId.get(id) ?? {}
      return codeOn(id, day) ?? (name.includes(';') ? id : name)
    },
  }
}

/**
 * The authority of a line that may name it by its code, by its name, or by both, which must then agree; what is
 * wrong stands at `/gssCode` or `/authority`.
 */
export const authorityOfLine = (
  work: Work,
  directory: AuthorityDirectory,
  { gssCode, authority }: { readonly gssCode: string | null; readonly authority: string | null },
): Result<string> => {
  const byCode = gssCode === null ? undefined : directory.find(gssCode)
  const byName = authority === null ? undefined : directory.find(authority)
  const region = regionOf(work).name
  if (gssCode !== null && byCode === undefined)
    return fault('/gssCode', `${region} has no authority ${gssCode}.`)
  if (authority !== null && byName === undefined)
    return fault('/authority', `${region} has no authority ${authority}.`)
  if (byCode !== undefined && byName !== undefined && byCode !== byName)
    return fault('/authority', `${gssCode} is ${directory.nameOf(byCode)}, and not ${authority}.`)
  const found = byCode ?? byName
  return found === undefined ? fault('/authority', 'Say which authority, by code or name.') : success(found)
}

/** The people of the region as spreadsheets name them. */
export interface PeopleDirectory {
  nameOf(id: string): string
  /** Somebody by id, by name, or by both, which must then agree; wrong at `/personId` or `/person`. */
  find(personId: string | null, person: string | null): Result<string>
}

export const loadPeopleDirectory = async (work: Work): Promise<PeopleDirectory> => {
  const people: Person[] = await selectPeople(work.trx).where('regionId', '=', regionOf(work).id).execute()
  const byId = new Map(people.map((person) => [person.id, person]))
  const byName = Map.groupBy(people, ({ name }) => folded(name))
  return {
    nameOf: (id) => byId.get(id)?.name ?? '',
    find: (personId, person) => {
      if (personId !== null) {
        const known = byId.get(personId.toLowerCase())
        if (known === undefined) return fault('/personId', 'There is no such person here.')
        if (person !== null && folded(person) !== folded(known.name))
          return fault('/person', `This person_id is ${known.name}, and not ${person}.`)
        return success(known.id)
      }
      if (person === null) return fault('/person', 'Say who: give person_id, or the name in person.')
      const [first, ...others] = byName.get(folded(person)) ?? []
      if (first === undefined) return fault('/person', `Nobody here is called ${person}: add them first.`)
      if (others.length === 0) return success(first.id)
      const count = others.length === 1 ? 'Two' : String(others.length + 1)
      return failure('invalid-request', `${count} people are called ${person}: give person_id.`, [
        { pointer: '/person', detail: `${count} people are called ${person}: give person_id.` },
      ])
    },
  }
}

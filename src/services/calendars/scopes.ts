import { selectPeople } from '../../db/people.ts'
import type { Scope, ScopeRole } from '../../domain/calendars/calendar.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { type AuthorityRef, resolveAuthorities } from '../people/authorities.ts'
import { regionOf, type Work } from '../use-case.ts'

/** Whom a calendar is to answer for, as it is asked for. */
export type ScopeRequest =
  | { readonly kind: 'region' }
  | { readonly kind: 'authorities'; readonly authorities: readonly AuthorityRef[] }
  | { readonly kind: 'persons'; readonly personIds: readonly string[] }
  | { readonly kind: 'roles'; readonly roles: readonly ScopeRole[] }

/** The scope that a request's `/scope` means; whom the region does not have is a fault at its place there. */
export const resolveScope = async (work: Work, scope: ScopeRequest): Promise<Result<Scope>> => {
  switch (scope.kind) {
    case 'region':
      return success(scope)
    case 'roles':
      return success({ kind: 'roles', roles: [...new Set(scope.roles)] })
    case 'persons':
      return resolvePersons(work, scope.personIds)
    case 'authorities': {
      const ids = await resolveAuthorities(work, scope.authorities, '/scope/authorities')
      return ids.ok ? success({ kind: 'authorities', ids: ids.value }) : ids
    }
  }
}

const resolvePersons = async (work: Work, personIds: readonly string[]): Promise<Result<Scope>> => {
  const ids = [...new Set(personIds)]
  const people = await selectPeople(work.trx)
    .where('regionId', '=', regionOf(work).id)
    .where('id', 'in', ids)
    .execute()
  const known = new Set(people.map(({ id }) => id))
  const detail = 'There is no such person here.'
  const faults = personIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/scope/personIds/${index}`, detail }],
  )
  return faults.length > 0 ? failure('invalid-request', detail, faults) : success({ kind: 'persons', ids })
}

import { type PageRequest, pageOf } from '../../db/page.ts'
import { findPerson, insertPerson, selectPeople } from '../../db/people.ts'
import type { Appointment } from '../../domain/access/actor.ts'
import { isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import { allow, notFound, type Region, reading, regionOf, writing } from '../use-case.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly email: string | null
}

/** Oneself: who, where, and in which offices now. */
export interface Me extends Person {
  readonly region: Region | null
  readonly operator: boolean
  readonly appointments: readonly Appointment[]
}

/** Who the caller is. */
export const readMe = reading<null, null, Me>({
  outsideRegions: true,
  authorise: async () => success(null),
  run: async ({ trx, actor, region }) => {
    const person = await findPerson(trx, actor.personId)
    if (person === null) return notFound()
    return success({ ...person, region, operator: actor.operator, appointments: actor.appointments })
  },
})

/** The consultant adds somebody to the region; it gives no right until they are appointed. */
export const createPerson = writing<{ name: string; email: string | null }, null, Person>({
  authorise: async ({ actor }) => allow(isConsultant(actor), 'Only a programme consultant adds people.'),
  run: async (work, input) => {
    const person = await insertPerson(work.trx, { ...input, regionId: regionOf(work).id }, work.now)
    work.record('person', person.id)
    return success(person)
  },
})

/** The region's people, for everybody who holds an appointment in it. */
export const listPeople = reading({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: (work, page: PageRequest) =>
    pageOf(
      selectPeople(work.trx).where('regionId', '=', regionOf(work).id),
      { column: 'name', type: 'text', idColumn: 'id' },
      page,
    ),
})

/** One person of the region. */
export const readPerson = reading<{ id: string }, Person, Person>({
  authorise: async (work, input) => {
    const person = await findPerson(work.trx, input.id)
    const visible =
      person !== null &&
      (person.id === work.actor.personId || maySeeProgramme(work.actor, person.regionId ?? ''))
    return visible ? success(person) : notFound()
  },
  run: async (_work, _input, person) => success(person),
})

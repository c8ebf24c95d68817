import { insertAcceptance, loadAcceptances } from '../../db/memoranda.ts'
import { loadNames } from '../../db/names.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import { validOn } from '../../domain/access/actor.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { BOUND_ROLES, type Memorandum } from '../../domain/memoranda/memorandum.ts'
import { refreshReaders } from '../moderation/readers.ts'
import { forbidden, reading, regionOf, writing } from '../use-case.ts'
import { findMemorandum, type MemorandumView, viewOf } from './views.ts'

/** Somebody accepts a memorandum for themselves; sent again, the first acceptance stands. */
export const acceptMemorandum = writing<{ id: string }, Memorandum, MemorandumView>({
  authorise: (work, { id }) => findMemorandum(work, id),
  run: async (work, { id: memorandumId }, memorandum) => {
    const { id: regionId } = regionOf(work)
    const { personId } = work.actor
    await insertAcceptance(work.trx, { regionId, memorandumId, personId }, work.now)
    await refreshReaders(work)
    work.record('memorandum', memorandumId, { version: memorandum.version, accepted: true })
    return success(await viewOf(work, memorandum))
  },
})

/** Somebody whom a memorandum binds, and when they accepted it; null until then. */
export interface Acceptance {
  readonly person: { readonly id: string; readonly name: string }
  readonly acceptedAt: Date | null
}

/** Who has accepted a memorandum, and who of those that it binds today has not, by name. */
export const listAcceptances = reading<{ id: string }, Memorandum, Acceptance[]>({
  authorise: async (work, { id }) => {
    const memorandum = await findMemorandum(work, id)
    if (!memorandum.ok || isConsultant(work.actor)) return memorandum
    return forbidden('Who has accepted the memorandum is for a programme consultant to see.')
  },
  run: async (work, { id }) => {
    const region = regionOf(work)
    const today = localDate(work.now, region.timezone)
    const accepted = new Map(
      (await loadAcceptances(work.trx, [id])).map(({ personId, acceptedAt }) => [personId, acceptedAt]),
    )
    const appointments = await loadAppointmentsInRoles(work.trx, region.id, BOUND_ROLES)
    const bound = appointments.filter((post) => validOn(post, today)).map(({ personId }) => personId)
    const { offices } = await loadNames(work.trx, region.id)
    const people = [...new Set([...accepted.keys(), ...bound])].map((personId) => ({
      person: { id: personId, name: offices[personId] ?? '' },
      acceptedAt: accepted.get(personId) ?? null,
    }))
    return success(people.sort((a, b) => a.person.name.localeCompare(b.person.name, 'en-GB')))
  },
})

import { passAnswersOn } from '../../db/attendance.ts'
import { loadNames } from '../../db/names.ts'
import { endAppointment, insertAppointment, loadAppointmentsThrough } from '../../db/people.ts'
import { loadSuccessions, lockSuccessions, replaceSuccessors } from '../../db/successions.ts'
import { isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
import { appointmentsEndedBy } from '../../domain/authorities/endings.ts'
import { checkEnding, type Ending } from '../../domain/authorities/succession.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { appointmentsChanged } from '../consequences.ts'
import { allow, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type AuthorityRef, resolveAuthorities } from './authorities.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** Who takes over from an authority and when, and from whom it took over itself. */
export interface SuccessionView {
  readonly authority: Named
  /** The first day on which the successors stand in its place; null while it goes on. */
  readonly on: LocalDate | null
  readonly successors: readonly Named[]
  readonly predecessors: readonly (Named & { readonly on: LocalDate })[]
}

const viewOf = async (work: Work, id: string): Promise<Result<SuccessionView>> => {
  const region = regionOf(work)
  const { authorities } = await loadNames(work.trx, region.id)
  const name = authorities[id]
  if (name === undefined) return notFound()
  const successions = await loadSuccessions(work.trx, region.id)
  const named = (other: string): Named => ({ id: other, name: authorities[other] ?? '' })
  const byName = (a: Named, b: Named) => (a.name < b.name ? -1 : 1)
  const after = successions.filter(({ predecessorId }) => predecessorId === id)
  const before = successions.filter(({ successorId }) => successorId === id)
  return success({
    authority: { id, name },
    on: after[0]?.on ?? null,
    successors: after.map(({ successorId }) => named(successorId)).toSorted(byName),
    predecessors: before.map(({ predecessorId, on }) => ({ ...named(predecessorId), on })).toSorted(byName),
  })
}

/** Who takes over from an authority, for everybody who holds an appointment in its region. */
export const readSuccessors = reading<{ id: string }, SuccessionView, SuccessionView>({
  authorise: async (work, { id }) =>
    maySeeProgramme(work.actor, regionOf(work).id) ? viewOf(work, id) : notFound(),
  run: async (_work, _input, view) => success(view),
})

export interface SuccessorsChange {
  readonly id: string
  /** The first day on which the successors stand in its place; null, with none of them, takes its end back. */
  readonly on: LocalDate | null
  readonly successors: readonly AuthorityRef[]
}

/**
 * The consultant says who takes over from an authority on a day. Its papers, the rights of their readers, conflicts
 * and whom it has met pass on, to an only successor also what the office answered to events from then on; its
 * office's appointments end on that day. Taking the end back, or moving it, does
 * not revive appointments: these are given anew.
 */
export const changeSuccessors = writing<SuccessorsChange, SuccessionView, SuccessionView>({
  authorise: async (work, { id }) => {
    const view = maySeeProgramme(work.actor, regionOf(work).id) ? await viewOf(work, id) : notFound()
    if (!view.ok) return view
    const allowed = allow(
      isConsultant(work.actor),
      'Only a programme consultant says who takes over from an authority.',
    )
    return allowed.ok ? view : allowed
  },
  run: async (work, { id, on, successors }, view) => {
    const region = regionOf(work)
    await lockSuccessions(work.trx, region.id)
    const same = work.unchanged(view)
    if (!same.ok) return same
    if (on === null && successors.length > 0) return fault('/on', 'Say from which day they take over.')
    if (on !== null && successors.length === 0)
      return fault('/successors', 'Say who takes over, or take the day back too.')
    const successorIds = await resolveAuthorities(work, successors, '/successors')
    if (!successorIds.ok) return successorIds
    const ended =
      on === null ? success(0) : await end(work, { predecessorId: id, on, successorIds: successorIds.value })
    if (!ended.ok) return ended
    await replaceSuccessors(work.trx, region.id, id, { on, successorIds: successorIds.value })
    const [only, ...more] = successorIds.value
    // Of several successors none can be taken to come because the office before them would have.
    if (on !== null && only !== undefined && more.length === 0) await passAnswersOn(work.trx, id, only, on)
    await appointmentsChanged(work)
    work.record('authority', id, { on, successorIds: successorIds.value, appointmentsEnded: ended.value })
    return viewOf(work, id)
  },
})

/** Checks that the authority may end so, and ends the appointments of its office; how many they were. */
const end = async (work: Work, ending: Ending): Promise<Result<number>> => {
  const region = regionOf(work)
  const others = (await loadSuccessions(work.trx, region.id)).filter(
    (each) => each.predecessorId !== ending.predecessorId,
  )
  const { authorities } = await loadNames(work.trx, region.id)
  const sound = checkEnding(ending, others, new Map(Object.entries(authorities)))
  if (!sound.ok) return sound
  const held = await loadAppointmentsThrough(work.trx, region.id, ending.predecessorId)
  const ended = appointmentsEndedBy(ending, held)
  if (!ended.ok) return ended
  for (const { appointment, authorityIds } of ended.value) {
    await endAppointment(work.trx, appointment.id, ending.on)
    if (authorityIds.length > 0)
      await insertAppointment(
        work.trx,
        region.id,
        { ...appointment, authorityIds, from: ending.on },
        work.now,
      )
  }
  return success(ended.value.length)
}

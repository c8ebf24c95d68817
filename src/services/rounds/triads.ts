import { type PageRequest, pageOf } from '../../db/page.ts'
import { findTriad, selectTriads, type Triad } from '../../db/rounds.ts'
import { deleteTriad, lockTriad, lockTriadEvents, updateTriad } from '../../db/triads.ts'
import { type Result, success } from '../../domain/failures.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { checkMayBeDeleted, checkMembersMayChange } from '../../domain/triads/events.ts'
import { roundChanged } from '../consequences.ts'
import type { AuthorityRef } from '../people/authorities.ts'
import { notFound, reading, type Work, writing } from '../use-case.ts'
import { roundToChange, roundToRead } from './access.ts'
import { formTriad, membersFor } from './forming.ts'
import { type TriadView, viewTriad, viewTriads } from './views.ts'

/** A triad and the round that it is of. */
interface TriadOfRound {
  readonly round: Round
  readonly triad: Triad
}

const triadToRead = async (work: Work, id: string): Promise<Result<TriadOfRound>> => {
  const triad = await findTriad(work.trx, id)
  if (triad === null) return notFound()
  const round = await roundToRead(work, triad.roundId)
  return round.ok ? success({ round: round.value, triad }) : round
}

/** The round is locked before the triad, as every change of either does, so that two of them cannot deadlock. */
const triadToChange = async (work: Work, id: string): Promise<Result<TriadOfRound>> => {
  const known = await findTriad(work.trx, id)
  if (known === null) return notFound()
  const round = await roundToChange(work, known.roundId)
  if (!round.ok) return round
  const triad = await lockTriad(work.trx, id)
  return triad ? success({ round: round.value, triad }) : notFound()
}

/** The triads of a round, by number. */
export const listTriads = reading({
  authorise: (work, input: PageRequest & { readonly id: string }) => roundToRead(work, input.id),
  run: async (work, input, round: Round) => {
    const page = await pageOf(
      selectTriads(work.trx).where('triad.roundId', '=', round.id),
      { column: 'triad.number', type: 'integer', idColumn: 'triad.id' },
      input,
    )
    return page.ok ? success({ ...page.value, items: await viewTriads(work, round, page.value.items) }) : page
  },
})

/** One triad. */
export const readTriad = reading<{ readonly id: string }, TriadOfRound, TriadView>({
  authorise: (work, { id }) => triadToRead(work, id),
  run: async (work, _input, { round, triad }) => success(await viewTriad(work, round, triad)),
})

export interface TriadRequest {
  readonly id: string
  readonly authorities: readonly AuthorityRef[]
  readonly number?: number | undefined
}

/** The consultant forms a triad of participants of a round. */
export const createTriad = writing<TriadRequest, Round, TriadView>({
  authorise: (work, { id }) => roundToChange(work, id),
  run: async (work, input, round) => {
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const formed = await formTriad(work, round, input, '/authorities')
    return formed.ok ? changed(work, round, formed.value) : formed
  },
})

export interface TriadChange {
  readonly id: string
  readonly authorities?: readonly AuthorityRef[] | undefined
  readonly number?: number | undefined
}

/** The consultant changes who is in a triad, while none of its events is confirmed or held, or its number. */
export const changeTriad = writing<TriadChange, TriadOfRound, TriadView>({
  authorise: (work, { id }) => triadToChange(work, id),
  run: async (work, input, { round, triad }) => {
    const same = work.unchanged(await viewTriad(work, round, triad))
    if (!same.ok) return same
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const { number = triad.number } = input
    const members = await changedMembers(work, round, triad, input.authorities)
    if (!members.ok) return members
    await updateTriad(work.trx, round, { id: triad.id, number, authorityIds: members.value }, work.now)
    return changed(work, round, triad.id)
  },
})

/** Who is in a triad after the request; naming the same authorities again is no change. */
const changedMembers = async (
  work: Work,
  round: Round,
  triad: Triad,
  refs: readonly AuthorityRef[] | undefined,
): Promise<Result<readonly string[]>> => {
  if (refs === undefined) return success(triad.authorityIds)
  const members = await membersFor(work, round, refs, '/authorities', triad.id)
  if (!members.ok || new Set(members.value).symmetricDifference(new Set(triad.authorityIds)).size === 0)
    return members
  const may = checkMembersMayChange(await lockTriadEvents(work.trx, triad.id))
  return may.ok ? members : may
}

const changed = async (work: Work, round: Round, id: string): Promise<Result<TriadView>> => {
  const triad = await findTriad(work.trx, id)
  if (triad === null) return notFound()
  await roundChanged(work, round.id)
  work.record('triad', id, { roundId: round.id, number: triad.number, authorityIds: triad.authorityIds })
  return success(await viewTriad(work, round, triad))
}

/** The consultant deletes a triad that never had an event. */
export const removeTriad = writing<{ readonly id: string }, TriadOfRound, null>({
  authorise: (work, { id }) => triadToChange(work, id),
  run: async (work, _input, { round, triad }) => {
    const same = work.unchanged(await viewTriad(work, round, triad))
    if (!same.ok) return same
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const may = checkMayBeDeleted(await lockTriadEvents(work.trx, triad.id))
    if (!may.ok) return may
    await deleteTriad(work.trx, triad.id)
    await roundChanged(work, round.id)
    work.record('triad', triad.id, {
      roundId: round.id,
      number: triad.number,
      authorityIds: triad.authorityIds,
    })
    return success(null)
  },
})

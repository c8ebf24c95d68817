import { selectAuthorities } from '../../db/authorities.ts'
import {
  loadAcceptances,
  loadMemoranda,
  loadSignatures,
  memorandumOf,
  type Signature,
  selectMemoranda,
} from '../../db/memoranda.ts'
import { maySeeProgramme } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import {
  inForceOn,
  type Memorandum,
  type SigningOffice,
  unsignedBy,
} from '../../domain/memoranda/memorandum.ts'
import { notFound, regionOf, type Work } from '../use-case.ts'

/** An authority as lists name it. */
interface Named {
  readonly id: string
  readonly name: string
}

/** A memorandum as everybody of the region sees it: who signed, who has not, and whether they accepted it. */
export interface MemorandumView extends Memorandum {
  readonly inForce: boolean
  readonly signatures: readonly (Omit<Signature, 'authorityId'> & { readonly authority: Named })[]
  readonly unsigned: readonly (Pick<SigningOffice, 'office'> & { readonly authority: Named })[]
  /** When the viewer accepted it; null until then. */
  readonly acceptedAt: Date | null
}

/** The memorandum with this id, if the actor holds any office in its region now. */
export const findMemorandum = async (work: Work, id: string): Promise<Result<Memorandum>> => {
  const { id: regionId } = regionOf(work)
  const row = await selectMemoranda(work.trx, regionId).where('id', '=', id).executeTakeFirst()
  return row !== undefined && maySeeProgramme(work.actor, regionId) ? success(memorandumOf(row)) : notFound()
}

/** Memoranda of the region as the actor sees them now. */
export const describe = async (work: Work, memoranda: readonly Memorandum[]): Promise<MemorandumView[]> => {
  const region = regionOf(work)
  const today = localDate(work.now, region.timezone)
  const ids = memoranda.map(({ id }) => id)
  const signatures = await loadSignatures(work.trx, ids)
  const acceptances = await loadAcceptances(work.trx, ids)
  const inForce = inForceOn(await loadMemoranda(work.trx, region.id), today)
  const authorities = await selectAuthorities(work.trx, today)
    .where('authority.regionId', '=', region.id)
    .orderBy('authority.name')
    .execute()
  const named = (id: string): Named => ({ id, name: authorities.find((each) => each.id === id)?.name ?? '' })
  // Whoever has ended signs nothing any more, and whoever takes over signs from its first day.
  const standing = authorities.filter(
    ({ beganOn, endedOn }) => (beganOn ?? today) <= today && (endedOn === null || today < endedOn),
  )
  return memoranda.map((memorandum) => {
    const of = <Row extends { readonly memorandumId: string }>(rows: readonly Row[]) =>
      rows.filter(({ memorandumId }) => memorandumId === memorandum.id)
    const due = unsignedBy(
      standing.map(({ id }) => id),
      memorandum,
      of(signatures),
    )
    return {
      ...memorandum,
      inForce: memorandum.id === inForce?.id,
      signatures: of(signatures).map(({ authorityId, ...each }) => ({
        ...each,
        authority: named(authorityId),
      })),
      unsigned: due.map(({ authorityId, office }) => ({ office, authority: named(authorityId) })),
      acceptedAt:
        of(acceptances).find(({ personId }) => personId === work.actor.personId)?.acceptedAt ?? null,
    }
  })
}

/** One memorandum as the actor sees it now. */
export const viewOf = async (work: Work, memorandum: Memorandum): Promise<MemorandumView> => {
  const [view] = await describe(work, [memorandum])
  if (view === undefined) throw new Error('a memorandum was described as nothing')
  return view
}

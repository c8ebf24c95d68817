import { sql } from 'kysely'
import { knownAuthorities } from '../../db/authorities.ts'
import { conflictOf, endConflict, insertConflict, selectConflicts } from '../../db/conflicts.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { findPerson } from '../../db/people.ts'
import {
  isConsultant,
  mayEndConflict,
  maySeeConflict,
  maySeeProgramme,
  officesOf,
  sourceOfConflict,
} from '../../domain/access/operations.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import type { ConflictSource, ConflictType, StoredConflict } from '../../domain/moderation/conflict.ts'
import { allow, forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { refreshReaders } from './readers.ts'

export interface ConflictRequest {
  readonly personId: string
  readonly authorityId: string
  readonly type: ConflictType
  readonly reason: string
  /** Half-open; from today where none is given. */
  readonly from: LocalDate | null
  readonly until: LocalDate | null
}

const conflictsOf = (work: Work) =>
  selectConflicts(work.trx).where('conflict.regionId', '=', regionOf(work).id)

/** The conflicts that the actor may see: their own, those with their office's authorities, or all. */
export const listConflicts = reading<PageRequest, null, Page<StoredConflict>>({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async (work, input) => {
    const authorityIds = officesOf(work.actor)
    const query = conflictsOf(work).$if(!isConsultant(work.actor), (all) =>
      all.where((row) =>
        row.or([
          row('conflict.personId', '=', work.actor.personId),
          sql<boolean>`conflict.authority_id = any(${authorityIds}::uuid[])`,
        ]),
      ),
    )
    const page = await pageOf(
      query,
      { column: 'conflict.validFrom', type: 'date', idColumn: 'conflict.id' },
      input,
    )
    if (!page.ok) return page
    const items = page.value.items.map(conflictOf).filter((each) => maySeeConflict(work.actor, each))
    return success({ ...page.value, items })
  },
})

/**
 * Stores a conflict and closes to its person the papers that it stands before. Refused at `/until` when it would
 * end before it begins.
 */
export const recordConflict = async (
  work: Work,
  request: ConflictRequest,
  source: ConflictSource,
): Promise<Result<StoredConflict>> => {
  const region = regionOf(work)
  const conflict = { ...request, source, from: request.from ?? localDate(work.now, region.timezone) }
  if (conflict.until !== null && conflict.until <= conflict.from) {
    return fault('/until', 'The end must come after the start.')
  }
  const id = await insertConflict(work.trx, region.id, conflict, work.actor.personId, work.now)
  await refreshReaders(work)
  return success({ ...conflict, id })
}

/** Records a conflict: one's own, one with the authority of one's office, or any by the consultant. */
export const createConflict = writing<ConflictRequest, ConflictSource, StoredConflict>({
  authorise: async (work, input) => {
    const source = sourceOfConflict(work.actor, input)
    return source === null
      ? forbidden("You may declare your own conflicts and those with your office's authority.")
      : success(source)
  },
  run: async (work, input, source) => {
    const { id: regionId } = regionOf(work)
    const person = await findPerson(work.trx, input.personId)
    if (person?.regionId !== regionId) return fault('/personId', 'There is no such person here.')
    const known = await knownAuthorities(work.trx, regionId, [input.authorityId])
    if (known.size === 0) return fault('/authorityId', 'There is no such authority here.')
    const recorded = await recordConflict(work, input, source)
    if (!recorded.ok) return recorded
    const { id, personId, authorityId, type } = recorded.value
    work.record('conflict', id, { personId, authorityId, type, source })
    return recorded
  },
})

const findSeenConflict = async (work: Work, id: string): Promise<Result<StoredConflict>> => {
  const row = await conflictsOf(work).where('conflict.id', '=', id).forUpdate().executeTakeFirst()
  return row !== undefined && maySeeConflict(work.actor, row) ? success(conflictOf(row)) : notFound()
}

/** One conflict that the actor may see. */
export const readConflict = reading<{ id: string }, StoredConflict, StoredConflict>({
  authorise: (work, input) => findSeenConflict(work, input.id),
  run: async (_work, _input, conflict) => success(conflict),
})

/** The consultant ends a conflict on a day, or takes its end back; the papers open and close with it. */
export const changeConflict = writing<
  { id: string; until: LocalDate | null },
  StoredConflict,
  StoredConflict
>({
  authorise: async (work, input) => {
    const conflict = await findSeenConflict(work, input.id)
    if (!conflict.ok || mayEndConflict(work.actor, conflict.value)) return conflict
    return forbidden('A programme consultant ends conflicts, but never one of their own.')
  },
  run: async (work, { id, until }, conflict) => {
    const same = work.unchanged(conflict)
    if (!same.ok) return same
    if (until !== null && until <= conflict.from) return fault('/until', 'The end must come after the start.')
    await endConflict(work.trx, id, until)
    await refreshReaders(work)
    work.record('conflict', id, { until })
    return success({ ...conflict, until })
  },
})

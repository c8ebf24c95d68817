import { loadAreaPapers } from '../db/area-papers.ts'
import { type ActingOffice, type EntryRow, selectEntries, selectEntriesAbout } from '../db/audit-entries.ts'
import type { Page } from '../db/page.ts'
import { loadPapers } from '../db/papers.ts'
import { isConsultant, officesOf } from '../domain/access/operations.ts'
import { maySeeReaders } from '../domain/access/readers.ts'
import { success } from '../domain/failures.ts'
import { unnamedModerators } from './moderation/readers.ts'
import { allow, reading, regionOf, type Work } from './use-case.ts'

/** One line of the region's audit log. */
export interface AuditEntry {
  readonly sequence: number
  readonly at: Date
  readonly personId: string | null
  readonly offices: readonly ActingOffice[] | null
  readonly correlationId: string | null
  readonly action: string
  readonly subjectType: string
  readonly subjectId: string | null
  readonly outcome: string
  readonly detail: unknown
  /** Hexadecimal; each is computed over the one before it. */
  readonly hash: string
}

/**
 * The region's audit log in its order, for its consultant. An authority's office sees what was done with its own
 * papers: by whom, but for moderators whose names the round's policy keeps, and without the details, which tell of
 * other papers too.
 */
export const listAuditEntries = reading<{ after: number; limit: number }, null, Page<AuditEntry>>({
  authorise: async ({ actor }) =>
    allow(
      isConsultant(actor) || officesOf(actor).length > 0,
      "The audit log is read by a programme consultant, and by an authority's office where it is about its papers.",
    ),
  run: async (work, { after, limit }) => {
    const { rows, shown } = isConsultant(work.actor)
      ? { rows: selectEntries(work.trx, regionOf(work).id), shown: (row: EntryRow) => row }
      : await ofOwnPapers(work)
    const found = await rows
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(limit + 1)
      .execute()
    const items = found.slice(0, limit).map((row) => ({ ...shown(row), hash: row.hash.toString('hex') }))
    return success({ items, nextCursor: found.length > limit ? String(items.at(-1)?.sequence) : null })
  },
})

/** What the log has of the papers of the actor's offices, and how much of a row they see. */
const ofOwnPapers = async (work: Work) => {
  const region = regionOf(work)
  const papers = (await loadPapers(work.trx, region, 'all')).filter(({ facts }) =>
    maySeeReaders(work.actor, facts, work.now),
  )
  const unnamed = new Set(papers.flatMap((paper) => [...unnamedModerators(work.actor, paper, work.now)]))
  const circulated = (await loadAreaPapers(work.trx, region, 'all')).filter(({ facts }) =>
    maySeeReaders(work.actor, facts, work.now),
  )
  const about = {
    paperIds: [...papers, ...circulated].map(({ id }) => id),
    untold: papers.filter(({ round }) => !round.policy.authorsAreToldOfDisclosures).map(({ id }) => id),
  }
  return {
    rows: selectEntriesAbout(work.trx, region.id, about),
    shown: (row: EntryRow): EntryRow => {
      const hides = row.personId !== null && unnamed.has(row.personId)
      return { ...row, detail: {}, ...(hides && { personId: null, offices: null, correlationId: null }) }
    },
  }
}

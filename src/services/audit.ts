import { loadAreaPapers } from '../db/area-papers.ts'
import { type ActingOffice, type EntriesAfter, loadEntries, loadEntriesAbout } from '../db/audit-entries.ts'
import type { Page } from '../db/page.ts'
import { loadPapers, type Paper } from '../db/papers.ts'
import { isConsultant, officesOf } from '../domain/access/operations.ts'
import { maySeeReaders } from '../domain/access/readers.ts'
import { success } from '../domain/failures.ts'
import { mayReadOutcomes } from '../domain/outcomes/access.ts'
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
  /** Hexadecimal; each is computed over the one before it. Null for an office, which sees no chain. */
  readonly hash: string | null
}

/** Under which readings of the log stand in it: a page of these alone is not recorded, else following it would never end. */
const READING_THE_LOG = 'listAuditEntries'

/**
 * The region's audit log in its order, for its consultant, who is recorded as having read it. An authority's office sees what was done with its own
 * papers, numbered among itself and recorded too: by whom, but for moderators whose names the round's policy keeps, and without the
 * details, which tell of other papers too.
 */
export const listAuditEntries = reading<EntriesAfter, null, Page<AuditEntry>>({
  authorise: async ({ actor }) =>
    allow(
      isConsultant(actor) || officesOf(actor).length > 0,
      "The audit log is read by a programme consultant, and by an authority's office where it is about its papers.",
    ),
  run: async (work, { after, limit }) => {
    const wanted = { after, limit: limit + 1 }
    const found = isConsultant(work.actor)
      ? (await loadEntries(work.trx, regionOf(work).id, wanted)).map((row) => ({
          ...row,
          hash: row.hash.toString('hex'),
        }))
      : await loadOfOwnPapers(work, wanted)
    const items = found.slice(0, limit)
    if (items.some(({ action }) => action !== READING_THE_LOG))
      work.record('audit-log', null, { from: items[0]?.sequence, to: items.at(-1)?.sequence })
    return success({ items, nextCursor: found.length > limit ? String(items.at(-1)?.sequence) : null })
  },
})

/** What the log has of the papers of the actor's offices, as they see it. */
const loadOfOwnPapers = async (work: Work, wanted: EntriesAfter): Promise<AuditEntry[]> => {
  const region = regionOf(work)
  const seen = ({ facts }: Pick<Paper, 'facts'>) => maySeeReaders(work.actor, facts, work.now)
  const papers = (await loadPapers(work.trx, region, 'all')).filter(seen)
  const circulated = (await loadAreaPapers(work.trx, region, 'all')).filter(seen)
  const unnamed = new Set(papers.flatMap((paper) => [...unnamedModerators(work.actor, paper, work.now)]))
  const about = {
    paperIds: [...papers, ...circulated].map(({ id }) => id),
    outcomesOf: papers
      .filter(({ facts }) => mayReadOutcomes(work.actor, facts, work.now))
      .map(({ id }) => id),
    untold: papers.filter(({ round }) => !round.policy.authorsAreToldOfDisclosures).map(({ id }) => id),
  }
  const rows = await loadEntriesAbout(work.trx, region.id, about, wanted)
  return rows.map(({ position, ...row }) => {
    const hides = row.personId !== null && unnamed.has(row.personId)
    const nobody = { personId: null, offices: null, correlationId: null }
    return { ...row, sequence: position, detail: {}, hash: null, ...(hides && nobody) }
  })
}

import { loadAreaPapers, type WhichAreaPapers } from '../../db/area-papers.ts'
import type { Handle } from '../../db/database.ts'
import { loadKindred } from '../../db/later-moderations.ts'
import { loadNames } from '../../db/names.ts'
import { loadPastReaders, lockReaders, replaceReaders } from '../../db/paper-readers.ts'
import { loadPapers, type Paper, type WhichPapers } from '../../db/papers.ts'
import type { Actor } from '../../domain/access/actor.ts'
import type { Disclosure } from '../../domain/access/disclosing.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import {
  mayNameModerator,
  maySeeReaders,
  namelessLast,
  type Reader,
  readersOf,
} from '../../domain/access/readers.ts'
import type { Basis } from '../../domain/access/reading-rules.ts'
import { holdsAt } from '../../domain/access/spans.ts'
import { success } from '../../domain/failures.ts'
import { notFound, type Region, reading, regionOf, type Work } from '../use-case.ts'
import { disclosuresFor } from './disclosures.ts'

/**
 * Works out again who may read papers of the region, for the second wall, in the transaction that changed any
 * of the facts. Papers of closed rounds are among them: their authors' offices change hands too.
 */
export const refreshReaders = (work: Work, which: WhichPapers = 'all'): Promise<void> =>
  refreshReadersIn(work.trx, regionOf(work), which)

/** `refreshReaders` of a region that the actor does not belong to: the operator's. */
export const refreshReadersIn = async (
  trx: Handle,
  region: Region,
  which: WhichPapers = 'all',
): Promise<void> => {
  await lockReaders(trx, region.id)
  const papers = await loadPapers(trx, region, which)
  await storeReaders(trx, region, papers)
  // Who moderates a paper, and its round's policy, decide on the one before it too.
  const kindred = which === 'all' ? [] : await loadKindred(trx, region.id, papers)
  if (kindred.length > 0) await storeReaders(trx, region, await loadPapers(trx, region, { ids: kindred }))
  // A grant is of self-assessments alone; who moderates one reads its data profile too.
  if (which === 'all' || 'roundId' in which)
    await storeReaders(trx, region, await loadAreaPapers(trx, region, which))
  else if ('id' in which)
    await storeReaders(trx, region, await loadAreaPapers(trx, region, { selfAssessmentId: which.id }))
}

/** Works out again who may read papers of the directors' area, in the transaction that changed one. */
export const refreshAreaReaders = async (
  trx: Handle,
  region: Region,
  which: WhichAreaPapers,
): Promise<void> => {
  await lockReaders(trx, region.id)
  await storeReaders(trx, region, await loadAreaPapers(trx, region, which))
}

const storeReaders = async (
  trx: Handle,
  region: Region,
  papers: readonly Pick<Paper, 'id' | 'facts'>[],
): Promise<void> => {
  const readers = papers.flatMap((paper) =>
    readersOf(paper.facts).map(({ personId, basis, from, until }) => ({
      paperId: paper.id,
      personId,
      basis,
      from,
      until,
    })),
  )
  await replaceReaders(
    trx,
    region.id,
    papers.map(({ id }) => id),
    readers,
  )
}

/** A person as an authority's office sees them; null for a moderator whose name the round's policy keeps. */
type Named = { readonly id: string; readonly name: string } | null

/** Who may read a paper, with the reason, and who has. */
export interface Readership {
  readonly mayRead: readonly (Pick<Reader, 'basis' | 'sentence' | 'from' | 'until'> & {
    readonly person: Named
    /** Whether the right holds at this moment; others have lapsed or are to come. */
    readonly now: boolean
  })[]
  readonly haveRead: readonly {
    readonly person: Named
    readonly reads: number
    readonly firstAt: Date
    readonly lastAt: Date
  }[]
  /** What was told of it to third parties. */
  readonly disclosures: readonly Disclosure[]
}

/** Who may read an authority's paper, and who did: for its own office and the consultant. */
export const listReaders = reading<{ id: string }, Paper, Readership>({
  authorise: async (work, input) => {
    const [paper] = await loadPapers(work.trx, regionOf(work), input)
    return paper !== undefined && maySeeReaders(work.actor, paper.facts, work.now)
      ? success(paper)
      : notFound()
  },
  run: async (work, _input, paper) => {
    work.record('paper-readers', paper.id)
    return success({
      ...(await readershipOf(work, paper)),
      disclosures: await disclosuresFor(work, paper),
    })
  },
})

/** Who may read a paper of either kind, with the reason, and who has, as the actor may know of them. */
export const readershipOf = async (
  work: Work,
  paper: Pick<Paper, 'id' | 'facts'>,
): Promise<Omit<Readership, 'disclosures'>> => {
  const past = await loadPastReaders(work.trx, regionOf(work).id, paper.id)
  const { offices } = await loadNames(work.trx, regionOf(work).id)
  const named = (id: string): Named => ({ id, name: offices[id] ?? '' })
  const hidden = unnamedModerators(work.actor, paper, work.now)
  return {
    mayRead: namelessLast(
      readersOf(paper.facts).map(({ personId, ...reader }) => ({
        ...reader,
        person: MODERATES.includes(reader.basis) && hidden.has(personId) ? null : named(personId),
        now: holdsAt(reader, work.now),
      })),
    ),
    haveRead: namelessLast(
      past.map(({ personId, ...reader }) => ({
        ...reader,
        person: hidden.has(personId) ? null : named(personId),
      })),
    ),
  }
}

/** The bases that tell who moderates: this paper, or the next. */
const MODERATES: readonly Basis[] = ['moderator', 'later-moderator']

/** The paper's moderators, and those of the next who read it for that, whose names the round's policy keeps from the actor. */
export const unnamedModerators = (actor: Actor, { facts }: Pick<Paper, 'facts'>, now: Date): Set<string> =>
  new Set([
    ...facts.assignments
      .map(({ moderatorId }) => moderatorId)
      .filter((id) => facts.anonymousModerators && !mayNameModerator(actor, facts, id, now)),
    ...facts.laterAssignments
      .filter(({ anonymous }) => anonymous && !isConsultant(actor))
      .map(({ moderatorId }) => moderatorId)
      .filter((id) => id !== actor.personId),
  ])

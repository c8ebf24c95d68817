import { loadPapers, type Paper } from '../../db/papers.ts'
import { type Submission, selectSubmissions, withDocuments } from '../../db/submissions.ts'
import { writesPaper } from '../../domain/access/authoring.ts'
import { success } from '../../domain/failures.ts'
import { roundBefore } from '../../domain/rounds/round.ts'
import { findPaper, readsPaper } from '../moderation/papers.ts'
import { forbidden, reading, regionOf, type Work } from '../use-case.ts'
import { type ChapterView, viewDraft } from './drafts.ts'

/** A paper of an earlier round with the last version of it; several where councils merged. */
export interface EarlierPaper extends Pick<Paper, 'id' | 'authority'> {
  readonly round: { readonly id: string; readonly label: string }
  /** Null where nothing was submitted. */
  readonly submission: Submission | null
}

/** One chapter of both years; `lastYear` has the text of each earlier paper that had it. */
export interface ChapterOfBoth extends Pick<ChapterView, 'key' | 'title'> {
  readonly thisYear: string
  readonly lastYear: readonly { readonly selfAssessmentId: string; readonly text: string }[]
}

export interface LastYear {
  readonly papers: readonly EarlierPaper[]
  readonly chapters: readonly ChapterOfBoth[]
}

/**
 * The papers that this paper's authority, or those from which it took over, wrote in the last round before its own in
 * which they wrote any: those that the actor may read now.
 */
export const papersBefore = async (work: Work, paper: Paper): Promise<Paper[]> => {
  const ofAuthor = (await loadPapers(work.trx, regionOf(work), 'all')).filter(
    (each) => each.facts.authorIds.includes(paper.authority.id) && readsPaper(work, each),
  )
  const before = roundBefore(
    paper.round,
    ofAuthor.map(({ round }) => round),
  )
  return ofAuthor.filter(({ round }) => round.id === before?.id)
}

/** The last version of a paper that the second wall shows; null where nothing was submitted. */
export const lastSubmission = async (work: Work, paperId: string): Promise<Submission | null> => {
  const rows = await selectSubmissions(work.trx, paperId)
    .orderBy('submission.version', 'desc')
    .limit(1)
    .execute()
  return (await withDocuments(work.trx, rows))[0] ?? null
}

/** Last year's self-assessment beside this year's draft, for those who write it. */
export const readLastYear = reading<{ id: string }, Paper, LastYear>({
  authorise: async (work, { id }) => {
    const paper = await findPaper(work, id)
    if (!paper.ok || writesPaper(work.actor, paper.value.facts)) return paper
    return forbidden("Last year's stands beside this year's for the authority's own people.")
  },
  run: async (work, _input, paper) => {
    const papers: EarlierPaper[] = []
    for (const { id, authority, round } of await papersBefore(work, paper)) {
      const submission = await lastSubmission(work, id)
      papers.push({ id, authority, round: { id: round.id, label: round.label }, submission })
    }
    const draft = await viewDraft(work, paper)
    const chapters = draft.chapters.map(({ key, title, text }) => ({
      key,
      title,
      thisYear: text,
      lastYear: papers.flatMap(({ id, submission }) =>
        (submission?.sections ?? [])
          .filter((section) => section.key === key)
          .map((section) => ({ selfAssessmentId: id, text: section.text })),
      ),
    }))
    work.record('self-assessment', paper.id, { besides: papers.map(({ id }) => id) })
    return success({ papers, chapters })
  },
})

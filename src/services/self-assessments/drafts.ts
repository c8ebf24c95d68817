import type { Document } from '../../db/documents.ts'
import { loadChapters, saveChapter } from '../../db/drafts.ts'
import { loadNames } from '../../db/names.ts'
import type { Paper } from '../../db/papers.ts'
import type { SignOff } from '../../db/self-assessments.ts'
import { loadDraftDocuments } from '../../db/submissions.ts'
import { latestTemplate, type Template } from '../../db/templates.ts'
import { validOn } from '../../domain/access/actor.ts'
import { mayNameContributors, mayWriteChapter, writesPaper } from '../../domain/access/authoring.ts'
import { authorsAt } from '../../domain/access/paper.ts'
import { type Fault, failure, fault, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { type Chapter, chaptersOf, draftPoints } from '../../domain/self-assessments/draft.ts'
import { officesToSign, type SigningOffice } from '../../domain/self-assessments/signing.ts'
import { countWords } from '../../domain/self-assessments/template.ts'
import { findPaper } from '../moderation/papers.ts'
import { forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { movePaper, paperToMove, standingSignOffs } from './moving.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** A chapter as one of its authors sees it. */
export interface ChapterView extends Chapter {
  readonly words: number
  /** Who alone of the contributors writes it; none for all of them. */
  readonly contributors: readonly Named[]
  /** Whether it is the actor's to write. */
  readonly mayWrite: boolean
  readonly changedBy: Named | null
  readonly changedAt: Date | null
}

/** All that would be submitted, and what still stands between it and that. */
export interface DraftView {
  readonly selfAssessmentId: string
  readonly template: Pick<Template, 'id' | 'version'> | null
  readonly chapters: readonly ChapterView[]
  readonly documents: readonly Document[]
  readonly signatures: { readonly needed: readonly SigningOffice[]; readonly given: readonly SignOff[] }
  readonly openPoints: readonly Fault[]
}

/** The draft of a paper as the actor, one of its authors, sees it. */
export const viewDraft = async (work: Work, paper: Paper): Promise<DraftView> => {
  const template = await latestTemplate(work.trx, paper.round.id)
  const { offices } = await loadNames(work.trx, regionOf(work).id)
  const chapters = chaptersOf(template?.sections ?? [], await loadChapters(work.trx, paper.id))
  const documents = await loadDraftDocuments(work.trx, paper.id)
  return {
    selfAssessmentId: paper.id,
    template: template && { id: template.id, version: template.version },
    chapters: chapters.map(({ written, ...chapter }) => ({
      ...chapter,
      words: countWords(chapter.text),
      contributors: (written?.contributorIds ?? []).map((id) => ({ id, name: offices[id] ?? '' })),
      mayWrite: mayWriteChapter(work.actor, paper.facts, written?.contributorIds ?? []),
      changedBy: written?.changedBy ?? null,
      changedAt: written?.changedAt ?? null,
    })),
    documents,
    signatures: {
      needed: officesToSign(paper.round.policy.selfAssessments),
      given: await standingSignOffs(work, paper),
    },
    openPoints: draftPoints(chapters, documents),
  }
}

/** Goes on for those whose draft a paper's is: the consultant and other readers see what was submitted. */
const ofItsAuthors = (work: Work, paper: Result<Paper>): Result<Paper> => {
  if (!paper.ok || writesPaper(work.actor, paper.value.facts)) return paper
  return forbidden("A draft is its authors' alone: its director, delegates and contributors.")
}

/** The draft of a self-assessment, for its authors. */
export const readDraft = reading<{ id: string }, Paper, DraftView>({
  authorise: async (work, { id }) => ofItsAuthors(work, await findPaper(work, id)),
  run: async (work, _input, paper) => {
    work.record('self-assessment', paper.id, { draft: true })
    return success(await viewDraft(work, paper))
  },
})

const chapterOf = async (work: Work, paper: Paper, key: string): Promise<ChapterView | null> =>
  (await viewDraft(work, paper)).chapters.find((chapter) => chapter.key === key) ?? null

/** One chapter of the draft; its ETag is what a change of it must name. */
export const readChapter = reading<{ id: string; key: string }, Paper, ChapterView>({
  authorise: async (work, { id }) => ofItsAuthors(work, await findPaper(work, id)),
  run: async (work, { key }, paper) => {
    const chapter = await chapterOf(work, paper, key)
    if (chapter === null) return notFound()
    work.record('self-assessment', paper.id, { chapter: key })
    return success(chapter)
  },
})

export interface ChapterChange {
  readonly id: string
  readonly key: string
  /** Undefined to leave it as it is. */
  readonly text?: string | undefined
  readonly contributorIds?: readonly string[] | undefined
}

/**
 * Writes a chapter, or says who contributes to it. The text is part of what is signed, so that signatures lapse with
 * its change; who contributes is not.
 */
export const changeChapter = writing<ChapterChange, Paper, ChapterView>({
  authorise: async (work, { id }) => ofItsAuthors(work, await paperToMove(work, id)),
  run: async (work, { key, text, contributorIds }, paper) => {
    const chapter = await chapterOf(work, paper, key)
    if (chapter === null) return notFound()
    const same = work.unchanged(chapter)
    if (!same.ok) return same
    const allowed = await checkChange(work, paper, chapter, { text, contributorIds })
    if (!allowed.ok) return allowed
    const next = {
      key,
      text: text ?? chapter.text,
      contributorIds: contributorIds ?? chapter.contributors.map(({ id }) => id),
    }
    await saveChapter(work.trx, { regionId: regionOf(work).id, selfAssessmentId: paper.id }, next, {
      personId: work.actor.personId,
      at: work.now,
    })
    const moved = next.text === chapter.text ? success(paper) : await movePaper(work, paper, 'write')
    if (!moved.ok) return moved
    work.record('self-assessment', paper.id, {
      chapter: key,
      words: countWords(next.text),
      contributorIds: next.contributorIds,
    })
    const changed = await chapterOf(work, moved.value, key)
    return success(changed ?? { ...chapter, text: '', words: 0 })
  },
})

const checkChange = async (
  work: Work,
  paper: Paper,
  chapter: ChapterView,
  { text, contributorIds }: Pick<ChapterChange, 'text' | 'contributorIds'>,
): Promise<Result<null>> => {
  if (text !== undefined && !chapter.mayWrite) {
    const names = chapter.contributors.map(({ name }) => name).join(', ')
    return forbidden(`“${chapter.title}” is written by ${names}, its director and delegates.`)
  }
  if (text && !chapter.asked) return fault('/text', 'The template has this section no more: only empty it.')
  if (contributorIds === undefined) return success(null)
  if (!mayNameContributors(work.actor, paper.facts))
    return forbidden('Who contributes to a chapter is said by the director or a delegate.')
  return checkContributors(work, paper, contributorIds)
}

/** Whether these are contributors or delegates of the paper's authority today. */
const checkContributors = (work: Work, { facts }: Paper, ids: readonly string[]): Result<null> => {
  const authors = authorsAt(facts, work.now)
  const today = localDate(work.now, regionOf(work).timezone)
  const writers = new Set(
    facts.appointments
      .filter(({ role, eventId }) => ['contributor', 'delegate'].includes(role) && eventId === null)
      .filter((post) => validOn(post, today) && post.authorityIds.some((id) => authors.includes(id)))
      .map(({ personId }) => personId),
  )
  const faults = ids.flatMap((id, index) => {
    const pointer = `/contributorIds/${index}`
    if (ids.indexOf(id) < index) return [{ pointer, detail: 'This person is named twice.' }]
    if (writers.has(id)) return []
    return [
      { pointer, detail: 'This person is no contributor or delegate of the authority: appoint them first.' },
    ]
  })
  if (faults.length === 0) return success(null)
  return failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

import type { Assignment } from '../../db/assignments.ts'
import type { Paper } from '../../db/papers.ts'
import { basesOf } from '../../domain/access/readers.ts'
import { type Result, success } from '../../domain/failures.ts'
import { givesReading } from '../../domain/moderation/assignment.ts'
import { commentForm } from '../../domain/moderation/comment-form.ts'
import { safeFileName } from '../../domain/packs/file-name.ts'
import type { PackChapter, PackFile } from '../../domain/packs/pack.ts'
import { findSeenAssignment, viewOf } from '../moderation/assignments.ts'
import { ownAlone } from '../moderation/drafts.ts'
import { formFactsOf } from '../moderation/forms/comment-forms.ts'
import { writeDocx } from '../moderation/forms/write-docx.ts'
import { stepOf } from '../moderation/moves.ts'
import { findPaper } from '../moderation/papers.ts'
import { lastSubmission, papersBefore } from '../self-assessments/last-year.ts'
import { hidden, reading, type Work } from '../use-case.ts'
import {
  dataChapter,
  headingOf,
  type PackContent,
  type PackPlan,
  submissionChapter,
  submissionFiles,
} from './parts.ts'

/** What is moderated, and under which assignment. */
interface Moderated {
  readonly assignment: Assignment
  readonly paper: Paper
}

/** The assignment with its paper, for its moderator while they read that as its moderator: from acceptance to its end. */
const findModerated = async (work: Work, id: string): Promise<Result<Moderated>> => {
  const assignment = ownAlone(work, await findSeenAssignment(work, id))
  if (!assignment.ok) return assignment
  const paper = await findPaper(work, assignment.value.selfAssessmentId)
  if (!paper.ok) return paper
  const reads =
    givesReading(assignment.value.state) &&
    basesOf(work.actor, paper.value.facts, work.now).includes('moderator')
  return reads ? success({ assignment: assignment.value, paper: paper.value }) : hidden('no-open-assignment')
}

/** The form to fill in, with the draft in it, while the moderator is at work. */
const formChapter = async (work: Work, assignment: Assignment): Promise<PackChapter<PackContent>> => {
  const chapter = { title: 'Comment form', alone: 'docx' }
  if (!stepOf(work, assignment, 'save-draft').ok) {
    return {
      ...chapter,
      files: [],
      notes: ['Your comments have been returned: there is nothing to fill in.'],
    }
  }
  const facts = await formFactsOf(work, assignment)
  const write = () => writeDocx(commentForm(facts))
  return { ...chapter, files: [{ name: 'Comment form.docx', content: { write } }], notes: [] }
}

/** What the authority submitted the year before, where the round's policy allows it and the moderator may read it. */
const lastYearChapter = async (work: Work, paper: Paper): Promise<PackChapter<PackContent>> => {
  const chapter = { title: 'Last year', alone: null }
  if (!paper.round.policy.moderation.lastYearInPack)
    return { ...chapter, files: [], notes: ["The round's policy leaves last year's submission out."] }
  const files: PackFile<PackContent>[] = []
  for (const before of await papersBefore(work, paper)) {
    const submission = await lastSubmission(work, before.id)
    if (submission !== null) files.push(...submissionFiles(work, before, submission))
  }
  const none = 'No earlier submission of this authority is here for you.'
  return { ...chapter, files, notes: files.length === 0 ? [none] : [] }
}

/** Everything that a moderator needs to begin, as one file. */
export const openModerationPack = reading<{ id: string }, Moderated, PackPlan>({
  authorise: (work, { id }) => findModerated(work, id),
  run: async (work, _input, { assignment, paper }) => {
    const { submission } = await viewOf(work, assignment)
    const { authority, round } = paper
    const title = `Moderation pack: the self-assessment of ${authority.name}, ${round.label}`
    work.record('self-assessment', paper.id, {
      pack: 'moderation',
      assignmentId: assignment.id,
      submissionId: submission?.id ?? null,
    })
    return success({
      name: safeFileName(`Moderation pack ${authority.name} ${round.label}.zip`),
      madeAt: work.now,
      heading: headingOf(work, title),
      chapters: [
        submissionChapter(work, paper, submission),
        await dataChapter(work, paper),
        await formChapter(work, assignment),
        await lastYearChapter(work, paper),
      ],
    })
  },
})

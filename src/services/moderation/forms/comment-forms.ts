import type { Assignment } from '../../../db/assignments.ts'
import { type Result, success } from '../../../domain/failures.ts'
import {
  commentForm,
  type FilledForm,
  type FormFacts,
  type FormNote,
  readCommentForm,
} from '../../../domain/moderation/comment-form.ts'
import { lookUp, type Runner } from '../../runner.ts'
import { type Caller, reading, type Work, writing } from '../../use-case.ts'
import { findSeenAssignment, viewOf } from '../assignments.ts'
import { type DraftView, draftOf, keepDraft, ownAlone } from '../drafts.ts'
import { lockSeenAssignment, stepOf } from '../moves.ts'
import { readDocx } from './read-docx.ts'
import { writeDocx } from './write-docx.ts'

/** A form as a file. */
export interface FormFile {
  readonly name: string
  readonly bytes: Buffer
}

/** A draft as it is after a filled-in form was read into it, with what was not taken as it stood. */
export interface ReadForm {
  readonly draft: DraftView
  readonly notes: readonly FormNote[]
}

/** Comment forms as Word files: made and read outside of any transaction. */
export interface CommentForms {
  /** The form of an assignment, with the moderator's draft in it. */
  download(caller: Caller, id: string): Promise<Result<FormFile>>
  /** What a filled-in form says, for `fillDraft`: read only for who may save it. */
  read(caller: Caller, id: string, file: Buffer): Promise<Result<FilledForm & { readonly id: string }>>
}

/** What an assignment's form is made for: its moderator's, while they are at work. */
const readFacts = reading<{ id: string }, Assignment, FormFacts>({
  authorise: async (work, { id }) => ownAlone(work, await findSeenAssignment(work, id)),
  run: async (work, _input, assignment) => {
    const may = stepOf(work, assignment, 'save-draft')
    if (!may.ok) return may
    work.record('self-assessment', assignment.selfAssessmentId, { commentForm: true })
    return success(await formFactsOf(work, assignment))
  },
})

/** What the form of an assignment is made of. */
export const formFactsOf = async (work: Work, assignment: Assignment): Promise<FormFacts> => {
  const { submission } = await viewOf(work, assignment)
  return {
    assignmentId: assignment.id,
    authority: assignment.authority.name,
    round: assignment.round.label,
    sections: (submission?.sections ?? []).map(({ title }) => title),
    draft: await draftOf(work, assignment.id),
  }
}

export const createCommentForms = (runner: Runner): CommentForms => ({
  async download(caller, id) {
    const facts = await lookUp(runner, { caller, operation: 'downloadCommentForm' }, readFacts, { id })
    if (!facts.ok) return facts
    const bytes = await writeDocx(commentForm(facts.value))
    return success({ name: `Comments on ${facts.value.authority}.docx`, bytes })
  },
  async read(caller, id, file) {
    const facts = await lookUp(runner, { caller, operation: 'uploadCommentForm' }, readFacts, { id })
    if (!facts.ok) return facts
    const document = await readDocx(file)
    if (!document.ok) return document
    const filled = readCommentForm(document.value, facts.value)
    return filled.ok ? success({ ...filled.value, id }) : filled
  },
})

/** Makes what a filled-in form says the moderator's draft, as a whole. */
export const fillDraft = writing<FilledForm & { readonly id: string }, Assignment, ReadForm>({
  authorise: async (work, { id }) => ownAlone(work, await lockSeenAssignment(work, id)),
  run: async (work, { text, notes }, assignment) => {
    const same = work.unchanged(await draftOf(work, assignment.id))
    if (!same.ok) return same
    const draft = await keepDraft(work, assignment, text)
    return draft.ok ? success({ draft: draft.value, notes }) : draft
  },
})

import { tasksOf } from '../feeds/diary.ts'
import type { LocalDate } from '../intervals.ts'
import { type Lateness, latenessOf } from '../self-assessments/lateness.ts'
import { countInWords, countOf } from '../words.ts'
import type { BankHolidays } from '../working-days.ts'
import { overdue } from './deadlines.ts'
import { type Holder, holdersOf } from './workflow-holders.ts'
import {
  isAwaited,
  progressOf,
  STEP_WORDS,
  stepOf,
  type WorkflowFacts,
  type WorkflowStep,
} from './workflow-step.ts'
import { waitsOf } from './workflow-waits.ts'

/** What is due of a paper. */
export const DUE_WORDS = {
  'self-assessment-due': 'Self-assessment due',
  'answer-by': 'Answer due',
  'accept-by': 'Accept by',
  'comments-due': 'Comments due',
} as const

export type DueKind = keyof typeof DUE_WORDS

/** Something that is still to be done, with the last local day on which it is in time. */
export interface Due {
  readonly kind: DueKind
  readonly day: LocalDate
  /** Whose it is to do: an authority's or a moderator's name. */
  readonly of: string
  readonly overdue: boolean
}

/** One paper on its way through signing, submission, moderation and release. */
export interface WorkflowRow extends Pick<WorkflowFacts, 'id' | 'authority' | 'deadlines' | 'extended'> {
  readonly step: WorkflowStep
  readonly latestVersion: number | null
  readonly moderation: {
    readonly moderators: number
    readonly assigned: number
    readonly commented: number
  }
  readonly heldBy: readonly Holder[]
  /** The nearest first. */
  readonly due: readonly Due[]
  readonly overdue: boolean
  /** Of its first version or, while it is awaited, of today. */
  readonly lateness: Lateness
  /** What waits for what, a sentence each. */
  readonly blockedBy: readonly string[]
}

const duesOf = (facts: WorkflowFacts, lateness: Lateness, today: LocalDate): Due[] => {
  if (facts.roundClosed) return []
  const { selfAssessmentDue } = facts.deadlines
  const ofOffice = (kind: DueKind, day: LocalDate | null, late: boolean): Due[] =>
    day === null ? [] : [{ kind, day, of: facts.authority.name, overdue: late }]
  const dues = [
    ...(isAwaited(facts) ? ofOffice('self-assessment-due', selfAssessmentDue, lateness.late) : []),
    ...(facts.state === 'sent-back'
      ? ofOffice('answer-by', facts.answerBy, facts.answerBy !== null && today > facts.answerBy)
      : []),
    ...facts.assignments.flatMap((each) =>
      tasksOf(each.state, 'open').flatMap((kind): Due[] => {
        if (kind !== 'accept-by' && kind !== 'comments-due') return []
        const day = kind === 'accept-by' ? each.acceptBy : each.commentsDue
        return [{ kind, day, of: each.moderator.name, overdue: overdue(each.state, each, today) === kind }]
      }),
    ),
  ]
  return dues.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/** Where one paper is on its way, who has it, what is due of it when, and what waits for what. */
export const workflowRow = (
  facts: WorkflowFacts,
  {
    now,
    today,
    bankHolidays,
  }: { readonly now: Date; readonly today: LocalDate; readonly bankHolidays: BankHolidays },
): WorkflowRow => {
  const step = stepOf(facts, now)
  const progress = progressOf(facts)
  const day = isAwaited(facts) ? today : (facts.firstSubmittedOn ?? today)
  const lateness = latenessOf(facts.deadlines.selfAssessmentDue, day, bankHolidays)
  const due = duesOf(facts, lateness, today)
  return {
    id: facts.id,
    authority: facts.authority,
    deadlines: facts.deadlines,
    extended: facts.extended,
    step,
    latestVersion: Math.max(0, ...facts.submissions.map(({ version }) => version)) || null,
    moderation: {
      moderators: facts.moderators,
      assigned: progress.outstanding + progress.commented,
      commented: progress.commented,
    },
    heldBy: holdersOf(facts, step, progress),
    due,
    overdue: due.some((each) => each.overdue),
    lateness,
    blockedBy: waitsOf(facts, step, progress),
  }
}

/** A step as people say it: "In moderation, comments of one of two moderators". */
export const stepInWords = ({ step, moderation }: Pick<WorkflowRow, 'step' | 'moderation'>): string => {
  const of = Math.max(moderation.moderators, moderation.assigned)
  if (step !== 'in-moderation') return STEP_WORDS[step]
  return `${STEP_WORDS[step]}, comments of ${moderation.commented === 0 ? 'none' : countInWords(moderation.commented)} of ${countOf(of, 'moderator')}`
}

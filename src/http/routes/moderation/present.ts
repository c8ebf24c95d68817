import type { z } from 'zod'
import type { Alternate } from '../../../domain/moderation/alternates.ts'
import type { CommentText } from '../../../domain/moderation/comments.ts'
import type { StoredConflict } from '../../../domain/moderation/conflict.ts'
import type { AssignmentView, ListedAssignment } from '../../../services/moderation/assignments.ts'
import type { VisibleComments } from '../../../services/moderation/comments.ts'
import type { DraftView } from '../../../services/moderation/drafts.ts'
import type { ModerationView } from '../../../services/moderation/paper-moderation.ts'
import type { Readership } from '../../../services/moderation/readers.ts'
import type { ReportView } from '../../../services/moderation/reports.ts'
import type { SelfAssessment } from '../../../services/moderation/self-assessments.ts'
import type { Submission } from '../../../services/moderation/submissions.ts'
import type { Document } from '../../../services/papers/papers.ts'
import { instant } from '../../wire.ts'
import type { CommentsSchema, DraftSchema, ReportSchema } from './comment-schemas.ts'
import type { ConflictSchema } from './conflict-schemas.ts'
import { presentDisclosure } from './disclosures.ts'
import type {
  AlternatesSchema,
  AssignmentSchema,
  DocumentSchema,
  ListedAssignmentSchema,
  ModerationSchema,
  ReadershipSchema,
  ReadersSchema,
  SelfAssessmentSchema,
  SignaturesSchema,
  SubmissionSchema,
} from './schemas.ts'

interface NamedThing {
  readonly id: string
  readonly name: string
}

const named = ({ id, name }: NamedThing) => ({ id, name })

export const presentSignatures = ({
  needed,
  given,
}: NonNullable<SelfAssessment['workflow']['signatures']>): z.input<typeof SignaturesSchema> => ({
  needed: [...needed],
  given: given.map(({ office, recordedBy, source, at }) => ({
    office,
    recordedBy: named(recordedBy),
    source,
    at: instant(at),
  })),
})

const presentQuestion = (move: SelfAssessment['workflow']['question']) =>
  move && { text: move.note ?? '', answerBy: move.answerBy, by: named(move.by), at: instant(move.at) }

export const presentSelfAssessment = (paper: SelfAssessment): z.input<typeof SelfAssessmentSchema> => ({
  id: paper.id,
  round: { id: paper.round.id, label: paper.round.label },
  authority: named(paper.authority),
  state: paper.state,
  latestVersion: paper.latestVersion,
  deadlines: {
    selfAssessmentDue: paper.deadlines.selfAssessmentDue,
    commentsDue: paper.deadlines.commentsDue,
    releaseOn: paper.deadlines.releaseOn,
  },
  lateness: { late: paper.lateness.late, workingDays: paper.lateness.workingDays },
  workflow: {
    state: paper.workflow.state,
    since: instant(paper.workflow.since),
    emptiedAt: paper.workflow.emptiedAt && instant(paper.workflow.emptiedAt),
    possible: [...paper.workflow.possible],
    signatures: paper.workflow.signatures && presentSignatures(paper.workflow.signatures),
    question: presentQuestion(paper.workflow.question),
  },
})

export const presentDocument = (document: Document): z.input<typeof DocumentSchema> => ({
  id: document.id,
  name: document.name,
  mediaType: document.mediaType,
  size: document.size,
  sha256: document.sha256.toString('hex'),
  source: document.source,
})

export const presentSubmission = (submission: Submission): z.input<typeof SubmissionSchema> => ({
  id: submission.id,
  selfAssessmentId: submission.selfAssessmentId,
  version: submission.version,
  submittedAt: instant(submission.submittedAt),
  submittedBy: named(submission.submittedBy),
  note: submission.note,
  source: submission.source,
  sections: submission.sections.map(({ key, title, text }) => ({ key, title, text })),
  documents: submission.documents.map(presentDocument),
})

const presentText = ({ overall, sections, linesOfEnquiry }: CommentText) => ({
  overall,
  sections: sections.map(({ section, text }) => ({ section, text })),
  linesOfEnquiry: linesOfEnquiry.map(({ section, question }) => ({ section, question })),
})

export const presentDraft = (draft: DraftView): z.input<typeof DraftSchema> => ({
  assignmentId: draft.assignmentId,
  ...presentText(draft),
  savedAt: instant(draft.savedAt),
})

export const presentReport = (report: ReportView): z.input<typeof ReportSchema> => ({
  selfAssessmentId: report.selfAssessmentId,
  state: report.state,
  moderators: report.moderators?.map(named) ?? null,
  ...presentText(report),
  savedAt: instant(report.savedAt),
  issuedAt: instant(report.issuedAt),
})

export const presentComments = (comments: VisibleComments): z.input<typeof CommentsSchema> => ({
  assignmentId: comments.assignmentId,
  moderator: comments.moderator && named(comments.moderator),
  version: comments.version,
  edition: comments.edition,
  ...presentText(comments),
  submittedAt: instant(comments.submittedAt),
})

export const presentReaders = ({
  mayRead,
  haveRead,
}: Omit<Readership, 'disclosures'>): z.input<typeof ReadersSchema> => ({
  mayRead: mayRead.map(({ person, basis, sentence, from, until, now }) => ({
    person: person && named(person),
    basis,
    sentence,
    from: instant(from),
    until: instant(until),
    now,
  })),
  haveRead: haveRead.map(({ person, reads, firstAt, lastAt }) => ({
    person: person && named(person),
    reads,
    firstAt: instant(firstAt),
    lastAt: instant(lastAt),
  })),
})

export const presentReadership = ({
  disclosures,
  ...readers
}: Readership): z.input<typeof ReadershipSchema> => ({
  ...presentReaders(readers),
  disclosures: disclosures.map(presentDisclosure),
})

export const presentListedAssignment = (
  assignment: ListedAssignment,
): z.input<typeof ListedAssignmentSchema> => ({
  id: assignment.id,
  selfAssessmentId: assignment.selfAssessmentId,
  round: { id: assignment.round.id, label: assignment.round.label },
  authority: named(assignment.authority),
  moderator: named(assignment.moderator),
  state: assignment.state,
  acceptBy: assignment.acceptBy,
  commentsDue: assignment.commentsDue,
  overdue: assignment.overdue,
  reason: assignment.reason,
  replacesId: assignment.replacesId,
  acceptedAt: instant(assignment.acceptedAt),
  commentedAt: instant(assignment.commentedAt),
  signedOffAt: instant(assignment.signedOffAt),
  endedAt: instant(assignment.endedAt),
})

export const presentAssignment = (view: AssignmentView): z.input<typeof AssignmentSchema> => ({
  ...presentListedAssignment(view),
  submission: view.submission && presentSubmission(view.submission),
  laterVersion: view.laterVersion,
  comments: view.comments && presentComments(view.comments),
})

export const presentAlternates = (alternates: readonly Alternate[]): z.input<typeof AlternatesSchema> => ({
  items: alternates.map(({ person, mayModerate, load, reasons }) => ({
    person: named(person),
    mayModerate,
    load,
    reasons: [...reasons],
  })),
  nextCursor: null,
})

export const presentModeration = (view: ModerationView): z.input<typeof ModerationSchema> => ({
  selfAssessmentId: view.selfAssessmentId,
  moderators: view.moderators,
  assignments: view.assignments.map(presentListedAssignment),
  leadId: view.leadId,
  commentsShared: view.commentsShared,
  closedAt: instant(view.closedAt),
  closedBecause: view.closedBecause,
})

export const presentConflict = (conflict: StoredConflict): z.input<typeof ConflictSchema> => ({
  id: conflict.id,
  personId: conflict.personId,
  authorityId: conflict.authorityId,
  type: conflict.type,
  source: conflict.source,
  reason: conflict.reason,
  from: conflict.from,
  until: conflict.until,
})

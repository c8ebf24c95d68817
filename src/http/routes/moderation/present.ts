import type { z } from 'zod'
import type { StoredConflict } from '../../../domain/moderation/conflict.ts'
import type { AssignmentView, ListedAssignment } from '../../../services/moderation/assignments.ts'
import type { VisibleComments } from '../../../services/moderation/comments.ts'
import type { Readership } from '../../../services/moderation/readers.ts'
import type { SelfAssessment } from '../../../services/moderation/self-assessments.ts'
import type { Submission } from '../../../services/moderation/submissions.ts'
import type { Document } from '../../../services/papers/papers.ts'
import { instant } from '../../wire.ts'
import { presentDisclosure } from './disclosures.ts'
import type {
  AssignmentSchema,
  CommentsSchema,
  ConflictSchema,
  DocumentSchema,
  ListedAssignmentSchema,
  ReadershipSchema,
  ReadersSchema,
  SelfAssessmentSchema,
  SubmissionSchema,
} from './schemas.ts'

interface NamedThing {
  readonly id: string
  readonly name: string
}

const named = ({ id, name }: NamedThing) => ({ id, name })

const sections = (all: readonly { readonly title: string; readonly text: string }[]) =>
  all.map(({ title, text }) => ({ title, text }))

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
})

export const presentDocument = (document: Document): z.input<typeof DocumentSchema> => ({
  id: document.id,
  name: document.name,
  mediaType: document.mediaType,
  size: document.size,
  sha256: document.sha256.toString('hex'),
})

export const presentSubmission = (submission: Submission): z.input<typeof SubmissionSchema> => ({
  id: submission.id,
  selfAssessmentId: submission.selfAssessmentId,
  version: submission.version,
  submittedAt: instant(submission.submittedAt),
  submittedBy: named(submission.submittedBy),
  note: submission.note,
  sections: sections(submission.sections),
  documents: submission.documents.map(presentDocument),
})

export const presentComments = (comments: VisibleComments): z.input<typeof CommentsSchema> => ({
  assignmentId: comments.assignmentId,
  moderator: comments.moderator && named(comments.moderator),
  version: comments.version,
  sections: sections(comments.sections),
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
  acceptedAt: instant(assignment.acceptedAt),
  endedAt: instant(assignment.endedAt),
})

export const presentAssignment = (view: AssignmentView): z.input<typeof AssignmentSchema> => ({
  ...presentListedAssignment(view),
  submission: view.submission && presentSubmission(view.submission),
  laterVersion: view.laterVersion,
  comments: view.comments && presentComments(view.comments),
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

import { type Appointment, isGeneral, type Role } from './actor.ts'
import type { PaperFacts } from './paper.ts'
import {
  appointmentHeld,
  assignmentOpen,
  type Condition,
  challengeGoesOn,
  eventOf,
  freeOfConflict,
  fromAuthorsOffice,
  granted,
  memorandumAccepted,
  notWithdrawn,
  ofAuthor,
  ofChallenger,
  released,
  untilSettled,
} from './reading-conditions.ts'

/** In which capacity somebody reads a self-assessment. */
export type Basis =
  | 'director'
  | 'delegate'
  | 'contributor'
  | 'assistant'
  | 'moderator'
  | 'later-moderator'
  | 'challenger'
  | 'substitute'
  | 'regional-director'
  | 'facilitator'
  | 'consultant'
  | 'observer'

/** One person's reason to read, which gives reading whenever all its conditions hold. */
export interface Claim {
  readonly personId: string
  readonly basis: Basis
  readonly conditions: readonly Condition[]
}

/** One line of the table of who may read. */
interface ReadingRule {
  readonly basis: Basis
  /** The role through which it is exercised, and with whose end it ends. */
  readonly role: Role
  /** Read out where an authority sees who may read its paper. */
  readonly sentence: string
  /** Whether the paper is another authority's: the memorandum must be accepted first, and the paper must stand. */
  readonly ofOthers: boolean
  /** What must hold beside the appointment; null where the appointment has nothing to do with the paper. */
  readonly asks: (paper: PaperFacts, appointment: Appointment) => readonly Condition[] | null
}

/** Who may read a self-assessment: the table of the memorandum, one line a basis. What is absent may not. */
export const READING_RULES: readonly ReadingRule[] = [
  {
    basis: 'director',
    role: 'director',
    sentence: 'Director of the authority that wrote it.',
    ofOthers: false,
    asks: fromAuthorsOffice,
  },
  {
    basis: 'delegate',
    role: 'delegate',
    sentence: 'Named delegate of the director whose authority wrote it.',
    ofOthers: false,
    asks: (paper, appointment) =>
      isGeneral(appointment) || eventOf(paper, appointment) !== null
        ? fromAuthorsOffice(paper, appointment)
        : null,
  },
  {
    basis: 'contributor',
    role: 'contributor',
    sentence: 'Contributor who writes it for the authority.',
    ofOthers: false,
    asks: fromAuthorsOffice,
  },
  {
    basis: 'assistant',
    role: 'assistant',
    sentence: 'Assistant to whom the director of the authority that wrote it has granted reading.',
    ofOthers: false,
    asks: (paper, appointment) => {
      const author = ofAuthor(paper, appointment)
      return author && [author, granted(paper, appointment)]
    },
  },
  {
    basis: 'moderator',
    role: 'moderator',
    sentence: 'Moderator who has accepted its assignment.',
    ofOthers: true,
    asks: (paper, { personId }) =>
      paper.assignments.some((assignment) => assignment.moderatorId === personId)
        ? [assignmentOpen(paper.assignments, personId)]
        : null,
  },
  {
    basis: 'later-moderator',
    role: 'moderator',
    sentence: "Moderator of the next self-assessment, whose round's policy puts this one into the pack.",
    ofOthers: true,
    asks: (paper, { personId }) =>
      paper.laterAssignments.some((assignment) => assignment.moderatorId === personId)
        ? [assignmentOpen(paper.laterAssignments, personId)]
        : null,
  },
  {
    basis: 'challenger',
    role: 'director',
    sentence: 'Director who challenges it, from its release while the challenge goes on.',
    ofOthers: true,
    asks: (paper, appointment) => {
      const challenger = ofChallenger(paper, appointment)
      return challenger && [challenger, released(paper), challengeGoesOn(paper)]
    },
  },
  {
    basis: 'substitute',
    role: 'delegate',
    sentence: 'Delegate for the event in which it is challenged, from its release until that is over.',
    ofOthers: true,
    asks: (paper, appointment) => {
      const event = eventOf(paper, appointment)
      const challenger = ofChallenger(paper, appointment)
      return event?.challenged && challenger
        ? [challenger, released(paper), challengeGoesOn(paper), untilSettled(event)]
        : null
    },
  },
  {
    basis: 'regional-director',
    role: 'director',
    sentence: 'Director in the region, whose policy opens every released paper to all its directors.',
    ofOthers: true,
    asks: (paper, appointment) =>
      paper.readership === 'regional' && ofAuthor(paper, appointment) === null ? [released(paper)] : null,
  },
  {
    basis: 'facilitator',
    role: 'facilitator',
    sentence: 'Facilitator of its triad, under a dated grant.',
    ofOthers: true,
    asks: (paper, appointment) =>
      paper.facilitatorIds.includes(appointment.personId) ? [granted(paper, appointment)] : null,
  },
  {
    basis: 'consultant',
    role: 'consultant',
    sentence: 'Programme consultant of the region.',
    ofOthers: false,
    asks: () => [],
  },
  {
    basis: 'observer',
    role: 'observer',
    sentence: 'Observer named by a time-limited grant.',
    ofOthers: true,
    asks: (paper, appointment) =>
      paper.grants.some((grant) => grant.personId === appointment.personId && grant.as === 'observer')
        ? [granted(paper, appointment)]
        : null,
  },
]

/** Every claim on a paper, those that have lapsed or not yet begun too, in the order of the rules. */
export const claimsOn = (paper: PaperFacts): readonly Claim[] =>
  READING_RULES.flatMap((rule) =>
    paper.appointments
      .filter((appointment) => appointment.role === rule.role)
      .flatMap((appointment) => {
        const asked = rule.asks(paper, appointment)
        if (asked === null) return []
        const { personId } = appointment
        const conditions = [
          freeOfConflict(paper, personId),
          appointmentHeld(paper, appointment),
          ...(rule.ofOthers ? [memorandumAccepted(paper, personId), notWithdrawn(paper)] : []),
          ...asked,
        ]
        return [{ personId, basis: rule.basis, conditions }]
      }),
  )

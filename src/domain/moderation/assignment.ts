import type { Transition, Workflow } from '../workflow.ts'

/** Where a moderation assignment stands. `declined` and `ended` are final. */
export type AssignmentState =
  | 'offered'
  | 'accepted'
  | 'comments-submitted'
  | 'signed-off'
  | 'declined'
  | 'ended'

/** What can be done to an assignment. */
export type AssignmentMove =
  | 'accept'
  | 'decline'
  | 'save-draft'
  | 'submit-comments'
  | 'sign-off'
  | 'reopen'
  | 'declare-conflict'
  | 'reassign'
  | 'close'
  | 'end'

/** In which capacity a move is made: as the assignment's own moderator, or as the region's consultant. */
export type Mover = 'moderator' | 'consultant'

type Row = Transition<AssignmentState, AssignmentMove, Mover>

const BOTH: readonly Mover[] = ['moderator', 'consultant']

/** A conflict is declared at any moment of an assignment, and ends it. */
const conflictIn = (from: AssignmentState): Row => ({
  from,
  event: 'declare-conflict',
  to: 'ended',
  by: BOTH,
})

/**
 * The whole workflow of an assignment; what is not here cannot happen. Nobody accepts, declines or comments
 * for a moderator. A moderator may end what they accepted; once their comments are in, only the consultant
 * ends it, and once these are signed off, only the consultant reopens them. `close` is what the consultant's
 * closing of a paper's moderation does to those who have not commented.
 */
const ASSIGNMENT_TRANSITIONS: readonly Row[] = [
  { from: 'offered', event: 'accept', to: 'accepted', by: ['moderator'] },
  { from: 'offered', event: 'decline', to: 'declined', by: ['moderator'] },
  conflictIn('offered'),
  { from: 'offered', event: 'reassign', to: 'ended', by: ['consultant'] },
  { from: 'offered', event: 'close', to: 'ended', by: ['consultant'] },
  { from: 'offered', event: 'end', to: 'ended', by: ['consultant'] },
  { from: 'accepted', event: 'save-draft', to: 'accepted', by: ['moderator'] },
  { from: 'accepted', event: 'submit-comments', to: 'comments-submitted', by: ['moderator'] },
  conflictIn('accepted'),
  { from: 'accepted', event: 'reassign', to: 'ended', by: ['consultant'] },
  { from: 'accepted', event: 'close', to: 'ended', by: ['consultant'] },
  { from: 'accepted', event: 'end', to: 'ended', by: BOTH },
  { from: 'comments-submitted', event: 'sign-off', to: 'signed-off', by: BOTH },
  { from: 'comments-submitted', event: 'reopen', to: 'accepted', by: BOTH },
  conflictIn('comments-submitted'),
  { from: 'comments-submitted', event: 'end', to: 'ended', by: ['consultant'] },
  { from: 'signed-off', event: 'reopen', to: 'accepted', by: ['consultant'] },
  conflictIn('signed-off'),
  { from: 'signed-off', event: 'end', to: 'ended', by: ['consultant'] },
]

/** The workflow of an assignment with the words in which it is told. */
export const ASSIGNMENT_WORKFLOW: Workflow<AssignmentState, AssignmentMove, Mover> = {
  subject: 'This assignment',
  states: {
    offered: 'has been offered and not yet answered',
    accepted: 'has been accepted',
    'comments-submitted': 'already has its comments',
    'signed-off': 'has been signed off',
    declined: 'was declined',
    ended: 'has ended',
  },
  events: {
    accept: 'accepted',
    decline: 'declined',
    'save-draft': 'worked on',
    'submit-comments': 'given comments',
    'sign-off': 'signed off',
    reopen: 'reopened',
    'declare-conflict': 'ended with a conflict',
    reassign: 'reassigned',
    close: 'closed with its paper',
    end: 'ended',
  },
  parties: { moderator: 'its moderator', consultant: 'the programme consultant' },
  transitions: ASSIGNMENT_TRANSITIONS,
}

export const ASSIGNMENT_STATES = Object.keys(ASSIGNMENT_WORKFLOW.states) as readonly AssignmentState[]

export const ASSIGNMENT_MOVES = Object.keys(ASSIGNMENT_WORKFLOW.events) as readonly AssignmentMove[]

/** Whether somebody is still to answer or to comment. */
export const isOutstanding = (state: AssignmentState): boolean => state === 'offered' || state === 'accepted'

/** Whether an assignment counts: it was neither declined nor ended. */
export const stands = (state: AssignmentState): boolean => state !== 'declined' && state !== 'ended'

/** Whether an assignment in this state lets its moderator read the self-assessment. */
export const givesReading = (state: AssignmentState): boolean => state !== 'offered' && stands(state)

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
const conflictIn = (from: AssignmentState): Row => ({ from, move: 'declare-conflict', to: 'ended', by: BOTH })

/**
 * The whole workflow of an assignment; what is not here cannot happen. Nobody accepts, declines or comments
 * for a moderator. A moderator may end what they accepted; once their comments are in, only the consultant
 * ends it, and once these are signed off, only the consultant reopens them. `close` is what the consultant's
 * closing of a paper's moderation does to those who have not commented.
 */
const ASSIGNMENT_TRANSITIONS: readonly Row[] = [
  { from: 'offered', move: 'accept', to: 'accepted', by: ['moderator'] },
  { from: 'offered', move: 'decline', to: 'declined', by: ['moderator'] },
  conflictIn('offered'),
  { from: 'offered', move: 'reassign', to: 'ended', by: ['consultant'] },
  { from: 'offered', move: 'close', to: 'ended', by: ['consultant'] },
  { from: 'offered', move: 'end', to: 'ended', by: ['consultant'] },
  { from: 'accepted', move: 'save-draft', to: 'accepted', by: ['moderator'] },
  { from: 'accepted', move: 'submit-comments', to: 'comments-submitted', by: ['moderator'] },
  conflictIn('accepted'),
  { from: 'accepted', move: 'reassign', to: 'ended', by: ['consultant'] },
  { from: 'accepted', move: 'close', to: 'ended', by: ['consultant'] },
  { from: 'accepted', move: 'end', to: 'ended', by: BOTH },
  { from: 'comments-submitted', move: 'sign-off', to: 'signed-off', by: BOTH },
  { from: 'comments-submitted', move: 'reopen', to: 'accepted', by: BOTH },
  conflictIn('comments-submitted'),
  { from: 'comments-submitted', move: 'end', to: 'ended', by: ['consultant'] },
  { from: 'signed-off', move: 'reopen', to: 'accepted', by: ['consultant'] },
  conflictIn('signed-off'),
  { from: 'signed-off', move: 'end', to: 'ended', by: ['consultant'] },
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
  moves: {
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
  movers: { moderator: 'its moderator', consultant: 'the programme consultant' },
  transitions: ASSIGNMENT_TRANSITIONS,
}

export const ASSIGNMENT_STATES = Object.keys(ASSIGNMENT_WORKFLOW.states) as readonly AssignmentState[]

export const ASSIGNMENT_MOVES = Object.keys(ASSIGNMENT_WORKFLOW.moves) as readonly AssignmentMove[]

/** Whether somebody is still to answer or to comment. */
export const isOutstanding = (state: AssignmentState): boolean => state === 'offered' || state === 'accepted'

/** Whether an assignment counts: it was neither declined nor ended. */
export const stands = (state: AssignmentState): boolean => state !== 'declined' && state !== 'ended'

/** Whether an assignment in this state lets its moderator read the self-assessment. */
export const givesReading = (state: AssignmentState): boolean => state !== 'offered' && stands(state)

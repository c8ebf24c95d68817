import { failure, type Result, success } from '../failures.ts'
import { listInWords } from '../words.ts'
import { transitionOf, type Words, type Transition as WorkflowTransition } from '../workflow.ts'

/** Where the writing of a self-assessment stands. */
export type WorkflowState = 'draft' | 'signed-off' | 'submitted' | 'sent-back' | 'resubmitted' | 'withdrawn'

/**
 * What can happen to a self-assessment. `write` is any change of its draft by its own people, `file` one that the
 * consultant enters from what the authority mailed; `sign` is a signature after which others are still missing,
 * `sign-off` the last one.
 */
export type WorkflowEvent =
  | 'write'
  | 'file'
  | 'sign'
  | 'sign-off'
  | 'submit'
  | 'resubmit'
  | 'send-back'
  | 'withdraw'
  | 'extend'

/** In which capacity somebody acts: as the authority's director, as who else writes for it, or as the consultant. */
export type WorkflowParty = 'director' | 'writer' | 'consultant'

/** One row of the workflow; `needs` is what must hold beside it. */
export interface Transition extends WorkflowTransition<WorkflowState, WorkflowEvent, WorkflowParty> {
  /** That every office which the round's policy names has signed the draft as it stands. */
  readonly needs?: 'signatures'
}

const authors: readonly WorkflowParty[] = ['director', 'writer']
const everybody: readonly WorkflowParty[] = ['director', 'writer', 'consultant']

/** The draft of another version is written, and signed, while a version stands. */
const nextVersion = (state: WorkflowState): readonly Transition[] => [
  { from: state, event: 'write', to: state, by: authors },
  { from: state, event: 'file', to: state, by: ['consultant'] },
  { from: state, event: 'sign', to: state, by: ['director'] },
  { from: state, event: 'sign-off', to: state, by: ['director'] },
  { from: state, event: 'resubmit', to: 'resubmitted', by: everybody, needs: 'signatures' },
]

/**
 * The whole workflow of a self-assessment; what is not here cannot happen. A signature is of the draft as it stands,
 * so every change of it takes a signed one back. Only the director signs and withdraws, whoever submits.
 */
export const SELF_ASSESSMENT_TRANSITIONS: readonly Transition[] = [
  { from: 'draft', event: 'write', to: 'draft', by: authors },
  { from: 'draft', event: 'file', to: 'draft', by: ['consultant'] },
  { from: 'draft', event: 'sign', to: 'draft', by: ['director'] },
  { from: 'draft', event: 'sign-off', to: 'signed-off', by: ['director'] },
  { from: 'draft', event: 'extend', to: 'draft', by: ['consultant'] },

  { from: 'signed-off', event: 'write', to: 'draft', by: authors },
  { from: 'signed-off', event: 'file', to: 'draft', by: ['consultant'] },
  { from: 'signed-off', event: 'submit', to: 'submitted', by: everybody, needs: 'signatures' },
  { from: 'signed-off', event: 'extend', to: 'signed-off', by: ['consultant'] },

  ...nextVersion('submitted'),
  { from: 'submitted', event: 'send-back', to: 'sent-back', by: ['consultant'] },
  { from: 'submitted', event: 'withdraw', to: 'withdrawn', by: ['director'] },

  ...nextVersion('sent-back'),
  { from: 'sent-back', event: 'withdraw', to: 'withdrawn', by: ['director'] },
  { from: 'sent-back', event: 'extend', to: 'sent-back', by: ['consultant'] },

  ...nextVersion('resubmitted'),
  { from: 'resubmitted', event: 'send-back', to: 'sent-back', by: ['consultant'] },
  { from: 'resubmitted', event: 'withdraw', to: 'withdrawn', by: ['director'] },

  ...nextVersion('withdrawn'),
  { from: 'withdrawn', event: 'extend', to: 'withdrawn', by: ['consultant'] },
]

/** The workflow in words: of a self-assessment in a state, of an event as a past participle, of who acts. */
export const WORKFLOW_WORDS: Words<WorkflowState, WorkflowEvent, WorkflowParty> = {
  states: {
    draft: 'is a draft',
    'signed-off': 'is signed off and not submitted',
    submitted: 'was submitted',
    'sent-back': 'was sent back for clarification',
    resubmitted: 'was resubmitted',
    withdrawn: 'was withdrawn',
  },
  events: {
    write: 'written',
    file: 'filed for its authority',
    sign: 'signed',
    'sign-off': 'signed off',
    submit: 'submitted',
    resubmit: 'resubmitted',
    'send-back': 'sent back',
    withdraw: 'withdrawn',
    extend: 'given more time',
  },
  parties: {
    director: 'its director',
    writer: 'a delegate or contributor',
    consultant: 'the programme consultant',
  },
}

/** The signatures under a draft as it stands. */
export interface Signatures {
  /** Whether every office that must sign has. */
  readonly complete: boolean
  /** Whether only one office has still to sign. */
  readonly lastMissing: boolean
}

/** Whether what a row asks beside the state holds: `sign` and `sign-off` go by how many signatures are missing. */
const holds = ({ event, needs }: Transition, { complete, lastMissing }: Signatures): boolean => {
  if (event === 'sign') return !complete && !lastMissing
  if (event === 'sign-off') return lastMissing
  return needs === undefined || complete
}

/** The events that can happen now, with who may do each: what the refusal of any other says. */
export const possibleNow = (state: WorkflowState, signatures: Signatures): readonly Transition[] =>
  SELF_ASSESSMENT_TRANSITIONS.filter((row) => row.from === state && holds(row, signatures))

const inWords = ({ event, by }: Transition): string => {
  const parties = listInWords(by.map((party) => WORKFLOW_WORDS.parties[party]))
  return `${WORKFLOW_WORDS.events[event]} by ${parties.replace(' and ', ' or ')}`
}

/** What can happen now, as the end of a refusal: "Now it can be submitted by its director or …." */
export const possibleInWords = (state: WorkflowState, signatures: Signatures): string =>
  `Now it can be ${possibleNow(state, signatures).map(inWords).join('; ')}.`

/**
 * The state after an event. Refused as `wrong-state` where the table has no row for the pair, or signatures are
 * missing that it asks for, each time with what is possible instead; as `forbidden` where it is not `parties`' to do.
 */
export const moveSelfAssessment = (
  state: WorkflowState,
  event: WorkflowEvent,
  parties: readonly WorkflowParty[],
  signatures: Signatures,
): Result<WorkflowState> => {
  const { states, events, parties: who } = WORKFLOW_WORDS
  const row = transitionOf(SELF_ASSESSMENT_TRANSITIONS, state, event)
  if (row === null || !holds(row, signatures)) {
    const why = row === null ? '' : ', and its draft is not signed off'
    const detail =
      `This self-assessment ${states[state]}${why}: it cannot be ${events[event]}. ` +
      possibleInWords(state, signatures)
    return failure('wrong-state', detail)
  }
  if (row.by.some((party) => parties.includes(party))) return success(row.to)
  const by = row.by.map((party) => who[party]).join(' or ')
  return failure('forbidden', `Here this self-assessment can be ${events[event]} only by ${by}.`)
}

/** Whether an event makes a version: the first is submitted, every later one resubmitted. */
export const submissionEvent = (state: WorkflowState): 'submit' | 'resubmit' =>
  state === 'draft' || state === 'signed-off' ? 'submit' : 'resubmit'

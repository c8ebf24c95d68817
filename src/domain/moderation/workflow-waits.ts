import type { SigningOffice } from '../self-assessments/signing.ts'
import { countOf, dayInWords, listInWords } from '../words.ts'
import { leadOn } from './workflow-holders.ts'
import {
  awaitsReport,
  isAwaited,
  type Progress,
  type WorkflowFacts,
  type WorkflowStep,
} from './workflow-step.ts'

const SIGNERS: Readonly<Record<SigningOffice, string>> = {
  director: 'the director',
  'chief-executive': 'the chief executive',
  'lead-member': 'the lead member',
}

/** What the paper itself waits for, while it is with its authority. */
const paperWaits = ({ signatures: { needed, given } }: WorkflowFacts, step: WorkflowStep): string[] => {
  if (step === 'signed-off') return ['Waits to be submitted.']
  if (step === 'sent-back') return ['Waits for an answer to the consultant’s question.']
  if (step !== 'draft' && step !== 'withdrawn') return []
  const missing = needed.filter((office) => !given.includes(office)).map((office) => SIGNERS[office])
  const [only] = missing
  const signed =
    missing.length > 1
      ? [`Waits for the signatures of ${listInWords(missing)}.`]
      : [`Waits for ${only}’s signature.`]
  return [
    ...(missing.length === 0 ? [] : signed),
    ...(step === 'withdrawn' ? ['Waits to be submitted again.'] : []),
  ]
}

/** What moderation and its report wait for, once there is something to moderate. */
const moderationWaits = (facts: WorkflowFacts, progress: Progress): string[] => {
  const { assignments, report } = facts
  const inState = (state: 'offered' | 'accepted') =>
    assignments.filter((each) => each.state === state).map(({ moderator }) => moderator.name)
  const [offered, accepted] = [inState('offered'), inState('accepted')]
  const found = report.state === 'issued' ? 0 : progress.missing
  return [
    ...(offered.length > 0 ? [`Moderation waits for the answer of ${listInWords(offered)}.`] : []),
    ...(accepted.length > 0 ? [`Moderation waits for the comments of ${listInWords(accepted)}.`] : []),
    ...(found > 0 ? [`Moderation waits for ${countOf(found, 'moderator')} to be assigned.`] : []),
    ...(awaitsReport(facts, progress)
      ? [`The report waits for ${leadOn(facts)?.name ?? 'the programme consultant'}.`]
      : []),
  ]
}

const releaseWaits = ({ deadlines: { releaseOn } }: WorkflowFacts): string =>
  releaseOn === null
    ? 'Release waits for a day: the round has none.'
    : `Release waits for its day, ${dayInWords(releaseOn)}.`

/** What waits for what on a paper's way, a sentence each; in a closed round nothing does. */
export const waitsOf = (facts: WorkflowFacts, step: WorkflowStep, progress: Progress): string[] => {
  if (facts.roundClosed) return []
  const paper = paperWaits(facts, step)
  if (isAwaited(facts)) {
    const next = facts.moderators > 0 ? 'Moderation' : 'Release'
    return [...paper, `${next} waits for the submission.`]
  }
  return [
    ...paper,
    ...moderationWaits(facts, progress),
    ...(step === 'moderated' || step === 'reconciled' ? [releaseWaits(facts)] : []),
  ]
}

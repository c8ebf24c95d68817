import type { Paper } from '../../db/papers.ts'
import { insertSignOff } from '../../db/self-assessments.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import { isModerated } from '../../domain/rounds/round.ts'
import { officesToSign, type SigningOffice, signaturesOf } from '../../domain/self-assessments/signing.ts'
import { describePaper, type SelfAssessment } from '../moderation/self-assessments.ts'
import { regionOf, writing } from '../use-case.ts'
import { viewDraft } from './drafts.ts'
import { movePaper, paperToMove, standingSignOffs } from './moving.ts'
import { notComplete, submitDraft } from './submitting.ts'

export interface Signing {
  readonly id: string
  readonly office: SigningOffice
  /** Where a signature that was given on paper lies; null for the director's own, which is this call. */
  readonly source: string | null
}

/**
 * The director signs the draft that they have read, or records that the chief executive or lead member did. The last
 * signature that the round's policy asks for signs it off; where the round moderates nothing, it submits and so
 * releases it too.
 */
export const signOff = writing<Signing, Paper, SelfAssessment>({
  authorise: (work, { id }) => paperToMove(work, id),
  run: async (work, { office, source }, paper) => {
    const needed = officesToSign(paper.round.policy.selfAssessments)
    const given = (await standingSignOffs(work, paper)).map((each) => each.office)
    // Whose turn it is comes first: to who may not sign, nothing is told of the draft.
    const last = signaturesOf(needed, given)
    const signed = await movePaper(work, paper, last.complete || last.lastMissing ? 'sign-off' : 'sign', {
      note: source,
    })
    if (!signed.ok) return signed
    const draft = await viewDraft(work, paper)
    const same = work.unchanged(draft)
    if (!same.ok) return same
    const right = checkSignature({ office, source }, needed, given)
    if (!right.ok) return right
    if (draft.openPoints.length > 0) return notComplete(draft.openPoints)
    await insertSignOff(
      work.trx,
      { regionId: regionOf(work).id, selfAssessmentId: paper.id },
      { draftRevision: paper.workflow.draftRevision, office, source },
      { personId: work.actor.personId, at: work.now },
    )
    if (last.lastMissing && !isModerated(paper.round)) {
      const submitted = await submitDraft(work, signed.value)
      if (!submitted.ok) return submitted
    }
    work.record('self-assessment', paper.id, { signedBy: office, source })
    return describePaper(work, paper.id)
  },
})

const checkSignature = (
  { office, source }: Pick<Signing, 'office' | 'source'>,
  needed: readonly SigningOffice[],
  given: readonly SigningOffice[],
): Result<null> => {
  if (!needed.includes(office))
    return fault('/office', 'The policy of the round does not ask for the signature of this office.')
  if (given.includes(office)) return failure('conflict', 'This office has signed this draft already.')
  if (office !== 'director' && source === null)
    return fault('/source', 'Say where their signature lies, such as “Letter of 3 July”.')
  return success(null)
}

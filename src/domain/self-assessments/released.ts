/** The topic under which it is told that a self-assessment has been released to its challengers. */
export const SELF_ASSESSMENT_RELEASED = 'self-assessment.released'

/** What is told of it: whose it is, from when it is read, and where the pack for that lies. */
export interface SelfAssessmentReleased {
  readonly selfAssessmentId: string
  readonly roundId: string
  /** The round's label. */
  readonly round: string
  /** The name of the authority that wrote it. */
  readonly authority: string
  /** An instant in ISO form. */
  readonly releasedAt: string
  /** The address of the pack, from this service's own. */
  readonly pack: string
}

/** Where the pack of a released self-assessment lies. */
export const packAddress = (selfAssessmentId: string): string =>
  `/v1/self-assessments/${selfAssessmentId}/pack`

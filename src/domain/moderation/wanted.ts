/** The topic under which it is told that a paper has lost a moderator. */
export const MODERATOR_WANTED = 'moderator.wanted'

/** What is told of it: which assignment stopped, why, and who could take over, the best first. */
export interface ModeratorWanted {
  readonly assignmentId: string
  readonly selfAssessmentId: string
  /** The name of the authority that wrote the paper. */
  readonly authority: string
  readonly because: 'declined' | 'conflict' | 'ended'
  readonly alternates: readonly {
    readonly personId: string
    readonly name: string
    readonly load: number
    readonly reasons: readonly string[]
  }[]
}

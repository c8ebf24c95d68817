import type { Signatures } from './workflow.ts'

/** An office that signs a self-assessment. */
export const SIGNING_OFFICES = ['director', 'chief-executive', 'lead-member'] as const

export type SigningOffice = (typeof SIGNING_OFFICES)[number]

/** How a round's self-assessments are signed, given time and kept. */
export interface SelfAssessmentPolicy {
  /** Who signs beside the director, who always does: both in the West Midlands, the lead member in the North West. */
  readonly alsoSign: readonly Exclude<SigningOffice, 'director'>[]
  /** Whether an agreed extension moves the comments that are due on the paper by as many working days. */
  readonly extensionMovesComments: boolean
  /** For how many years from the round's close what they say is kept. */
  readonly keepYears: number
}

/**
 * The director alone, as in the South East; comments that hang on a paper follow it. Six years is our own choice: twice
 * the three after which an inspection is expected again.
 */
export const DEFAULT_SELF_ASSESSMENTS: SelfAssessmentPolicy = {
  alsoSign: [],
  extensionMovesComments: true,
  keepYears: 6,
}

/** The offices that must sign, in the order in which they are told. */
export const officesToSign = ({ alsoSign }: Pick<SelfAssessmentPolicy, 'alsoSign'>): SigningOffice[] =>
  SIGNING_OFFICES.filter((office) => office === 'director' || alsoSign.includes(office))

/** What signatures a draft has, of those that it needs. */
export const signaturesOf = (
  needed: readonly SigningOffice[],
  given: readonly SigningOffice[],
): Signatures => {
  const missing = needed.filter((office) => !given.includes(office))
  return { complete: missing.length === 0, lastMissing: missing.length === 1 }
}

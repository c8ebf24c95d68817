import type { Actor } from './actor.ts'
import type { PaperFacts } from './paper.ts'
import { basesOf } from './readers.ts'

/** Why a concern may be told outside; the South East's draft memorandum of 2018 named service failure. */
export const DISCLOSURE_BASES = ['safeguarding', 'service-failure', 'statutory-duty', 'consent'] as const

/** What was told to a third party about a concern in a self-assessment. */
export interface Disclosure {
  readonly id: string
  /** An office or a body, not a private person: "Department for Education, regional improvement lead". */
  readonly toldTo: string
  readonly basis: (typeof DISCLOSURE_BASES)[number]
  readonly what: string
  readonly disclosedBy: string
  readonly disclosedAs: 'consultant' | 'director'
  readonly disclosedAt: Date
}

/**
 * In which capacity the actor may disclose a concern: as the director of the authority that wrote the paper, or as
 * the region's consultant; null for everybody else, and for whoever may not read it.
 */
export const discloserOf = (actor: Actor, paper: PaperFacts): Disclosure['disclosedAs'] | null => {
  const bases = basesOf(actor, paper, actor.now)
  return (['director', 'consultant'] as const).find((capacity) => bases.includes(capacity)) ?? null
}

/**
 * Whether the actor is told of a disclosure: the consultant of each, the author's office of its director's own and,
 * unless the round's policy keeps it from them, of the consultant's.
 */
export const isToldOf = (
  { disclosedAs }: Pick<Disclosure, 'disclosedAs'>,
  { consultant, authorsAreTold }: { readonly consultant: boolean; readonly authorsAreTold: boolean },
): boolean => consultant || authorsAreTold || disclosedAs === 'director'

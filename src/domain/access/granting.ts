import { fault, type Result, success } from '../failures.ts'
import type { LocalDate, Span } from '../intervals.ts'
import { type Actor, type Role, validOn } from './actor.ts'
import { holdsOffice, holdsRoleAt, isConsultant, isDirector } from './operations.ts'
import type { PaperFacts, PaperGrant } from './paper.ts'
import { basesOf } from './readers.ts'

/** The roles to which reading is granted, one person and some papers at a time. */
export const GRANTED_ROLES = ['assistant', 'facilitator', 'observer'] as const satisfies readonly Role[]

/** A paper that a grant names, with whose it is now: the authority that wrote it, or those that took over from it. */
export interface GrantedPaper {
  readonly id: string
  readonly authorityIds: readonly string[]
}

/** A grant to read some papers. */
export interface Grant extends Pick<PaperGrant, 'personId' | 'as' | 'givenBy' | 'givenAs'> {
  readonly id: string
  readonly papers: readonly GrantedPaper[]
  /** As it was given, even where it was revoked since. */
  readonly span: Span
  readonly reason: string
  readonly revokedAt: Date | null
  readonly createdAt: Date
}

/** To whom reading is to be granted, and through which role. */
export type Receiver = Pick<Grant, 'personId' | 'as'>

/**
 * Whether there is any paper that the actor might open to somebody in a role: an assistant's is a director's to
 * give, the others the consultant's too. Nobody opens papers to themselves.
 */
export const grantsSomething = (actor: Actor, { personId, as }: Receiver): boolean =>
  actor.personId !== personId && (isDirector(actor) || (as !== 'assistant' && isConsultant(actor)))

/**
 * In which capacity the actor opens a paper to somebody: as the director of the authority that wrote it or, to a
 * facilitator or observer, as the region's consultant. Null when it is not theirs to open, which it never is to
 * somebody who may not read it themselves.
 */
export const giverOf = (actor: Actor, receiver: Receiver, paper: PaperFacts): Grant['givenAs'] | null => {
  if (!grantsSomething(actor, receiver)) return null
  const bases = basesOf(actor, paper, actor.now)
  const capacities =
    receiver.as === 'assistant' ? (['director'] as const) : (['consultant', 'director'] as const)
  return capacities.find((capacity) => bases.includes(capacity)) ?? null
}

/** Whether somebody holds on a local day the role through which they would read, an assistant in the paper's office. */
export const mayReceive = ({ personId, as }: Receiver, paper: PaperFacts, day: LocalDate): boolean =>
  paper.appointments.some(
    (post) =>
      post.personId === personId &&
      post.role === as &&
      validOn(post, day) &&
      (as !== 'assistant' || post.authorityIds.some((id) => paper.authorIds.includes(id))),
  )

const LONGEST_DAYS = 400
const DAY_MS = 24 * 60 * 60 * 1000

/** Whether a grant begins now or later, ends after it begins, and does so within 400 days from now. */
export const checkGrantSpan = ({ from, until }: Span, now: Date): Result<null> => {
  if (from < now) return fault('/from', 'A grant cannot begin in the past: leave the start out for now.')
  if (until <= from) return fault('/until', 'The end must come after the start.')
  if (until.getTime() - now.getTime() > LONGEST_DAYS * DAY_MS)
    return fault('/until', `A grant ends at most ${LONGEST_DAYS} days from now.`)
  return success(null)
}

/**
 * The papers of a grant that the actor may know of: all for the one who reads by it and for the consultant, for an
 * authority's office its own, and so none for everybody else.
 */
export const papersSeenIn = (
  actor: Actor,
  grant: Pick<Grant, 'personId' | 'papers'>,
): readonly GrantedPaper[] => {
  if (isConsultant(actor)) return grant.papers
  if (actor.personId === grant.personId) return actor.appointments.length > 0 ? grant.papers : []
  return grant.papers.filter(({ authorityIds }) => authorityIds.some((id) => holdsOffice(actor, id)))
}

/** Whether the actor may end a grant: the consultant any, a director one that opens their own papers alone. */
export const mayRevoke = (actor: Actor, { papers }: Pick<Grant, 'papers'>): boolean =>
  isConsultant(actor) ||
  papers.every(({ authorityIds }) => authorityIds.some((id) => holdsRoleAt(actor, id, ['director'])))

import type { WorkflowParty } from '../self-assessments/workflow.ts'
import type { Actor } from './actor.ts'
import { holdsRoleAt, isConsultant } from './operations.ts'
import { authorsAt, type PaperFacts } from './paper.ts'

type Authors = Pick<PaperFacts, 'authorIds' | 'authorsFrom' | 'zone'>

/** Whether the actor holds one of the roles at an authority whose paper it is now. */
const holdsAtAuthor = (actor: Actor, paper: Authors, roles: Parameters<typeof holdsRoleAt>[2]): boolean =>
  authorsAt(paper, actor.now).some((id) => holdsRoleAt(actor, id, roles))

/** In which capacities the actor moves a self-assessment that they may read; none for who only reads it. */
export const partiesOf = (actor: Actor, paper: Authors): WorkflowParty[] => [
  ...(holdsAtAuthor(actor, paper, ['director']) ? (['director'] as const) : []),
  ...(holdsAtAuthor(actor, paper, ['delegate', 'contributor']) ? (['writer'] as const) : []),
  ...(isConsultant(actor) ? (['consultant'] as const) : []),
]

/** Whether the actor belongs to those whose draft it is. */
export const writesPaper = (actor: Actor, paper: Authors): boolean =>
  partiesOf(actor, paper).some((party) => party !== 'consultant')

/** Who contributes to which chapter is said by the director or a delegate. */
export const mayNameContributors = (actor: Actor, paper: Authors): boolean =>
  holdsAtAuthor(actor, paper, ['director', 'delegate'])

/**
 * A chapter is written by the director, a delegate, or a contributor of the authority: once some are named for it,
 * by these contributors alone.
 */
export const mayWriteChapter = (actor: Actor, paper: Authors, contributorIds: readonly string[]): boolean =>
  mayNameContributors(actor, paper) ||
  (holdsAtAuthor(actor, paper, ['contributor']) &&
    (contributorIds.length === 0 || contributorIds.includes(actor.personId)))

import type { Assignment } from '../../db/assignments.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import type { Alternate } from '../../domain/moderation/alternates.ts'
import { forbidden, notFound, reading } from '../use-case.ts'
import { findSeenAssignment } from './assignments.ts'
import { alternatesFor } from './eligible.ts'
import { paperOf } from './moves.ts'

/** Who else could moderate the paper of an assignment, for the consultant. */
export const listAlternates = reading<{ id: string }, Assignment, Alternate[]>({
  authorise: async (work, { id }) => {
    const assignment = await findSeenAssignment(work, id)
    if (!assignment.ok || isConsultant(work.actor)) return assignment
    return forbidden('Who else could moderate is for the programme consultant.')
  },
  run: async (work, _input, assignment) => {
    const paper = await paperOf(work, assignment)
    return paper === null ? notFound() : success(await alternatesFor(work, paper, assignment.moderator.id))
  },
})

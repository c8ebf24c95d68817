import type { Actor } from '../../domain/access/actor.ts'
import { isConsultant, officesOf } from '../../domain/access/operations.ts'
import type { ClashViewer } from '../../domain/clashes/visibility.ts'

/** As whom the actor looks at clashes: by the offices they belong to now. */
export const viewerOf = (actor: Actor): ClashViewer => ({
  personId: actor.personId,
  consultant: isConsultant(actor),
  authorityIds: officesOf(actor),
})

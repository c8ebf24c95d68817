import { sql } from 'kysely'
import type { PaperEvent } from '../domain/access/paper.ts'
import type { Handle } from './database.ts'

/**
 * The events of these papers' rounds for which a delegate is named, by paper. A paper is challenged in those of its
 * author's triad, and in the meetings and visits that a round without triads holds as a whole.
 */
export const loadNamedEvents = async (
  trx: Handle,
  paperIds: readonly string[],
): Promise<(PaperEvent & { readonly paperId: string })[]> => {
  const { rows } = await sql<PaperEvent & { paperId: string }>`
    select self_assessment.id as "paperId", event.id,
      case when event.triad_id is null then event.kind in ('meeting', 'visit')
        else own.triad_id is not distinct from event.triad_id end as challenged,
      case when event.state in ('held', 'cancelled') then event.state_since end as "settledAt"
    from self_assessment
    join challenge_event event on event.round_id = self_assessment.round_id
    left join triad_member own on own.round_id = self_assessment.round_id
      and own.authority_id = self_assessment.authority_id
    where self_assessment.id = any(${paperIds}::uuid[])
      and exists (select from appointment where appointment.event_id = event.id)`.execute(trx)
  return rows
}

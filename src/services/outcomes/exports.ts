import { sql } from 'kysely'
import { actionOf, selectActions } from '../../db/actions.ts'
import { eventOf, selectEvents } from '../../db/events.ts'
import { loadOutcomes } from '../../db/outcomes.ts'
import type { Result } from '../../domain/failures.ts'
import { allowExport, exported } from '../spreadsheets/exporting.ts'
import { reading, type Work } from '../use-case.ts'
import { type Harvest, harvestOf } from './access.ts'
import { viewActions } from './actions.ts'
import { viewOutcomes } from './outcomes.ts'

const harvestToExport = async (work: Work, id: string): Promise<Result<Harvest>> => {
  const harvest = await harvestOf(work, id)
  const allowed = allowExport(work)
  return harvest.ok && !allowed.ok ? allowed : harvest
}

const titlesIn = async (work: Work, roundId: string): Promise<Map<string, string>> => {
  const rows = await selectEvents(work.trx).where('challengeEvent.roundId', '=', roundId).execute()
  return new Map(rows.map(eventOf).map(({ id, title }) => [id, title]))
}

const idsOf = ({ readable }: Harvest) => readable.map(({ id }) => id)

/** What the events of a round found, for the consultant's records. */
export const exportOutcomes = reading<{ id: string }, Harvest, string>({
  authorise: (work, { id }) => harvestToExport(work, id),
  run: async (work, { id }, harvest) => {
    const outcomes = await viewOutcomes(work, await loadOutcomes(work.trx, idsOf(harvest)), harvest.readable)
    const titles = await titlesIn(work, id)
    return exported(
      work,
      { type: 'round', id },
      'outcomes',
      ['id', 'event', 'authority', 'kind', 'theme', 'text', 'written_by', 'written_at'],
      outcomes.map((each) => [
        each.id,
        titles.get(each.eventId) ?? '',
        each.authority.name,
        each.kind,
        each.theme,
        each.text,
        each.writtenBy.name,
        each.writtenAt.toISOString(),
      ]),
    )
  },
})

/** What was agreed at the events of a round and how it goes, for the consultant's records. */
export const exportActions = reading<{ id: string }, Harvest, string>({
  authorise: (work, { id }) => harvestToExport(work, id),
  run: async (work, { id }, harvest) => {
    const rows = await selectActions(work.trx)
      .where(sql<boolean>`agreed_action.self_assessment_id = any(${idsOf(harvest)}::uuid[])`)
      .orderBy('agreedAction.dueOn')
      .orderBy('agreedAction.id')
      .execute()
    const actions = await viewActions(work, rows.map(actionOf), harvest.readable)
    const titles = await titlesIn(work, id)
    return exported(
      work,
      { type: 'round', id },
      'actions',
      [
        'id',
        'event',
        'authority',
        'text',
        'owner',
        'office',
        'due',
        'state',
        'overdue',
        'reason',
        'last_note',
      ],
      actions.map((each) => [
        each.id,
        titles.get(each.eventId) ?? '',
        each.authority.name,
        each.text,
        each.owners.map(({ name }) => name).join('; '),
        each.ownerOffice,
        each.dueOn,
        each.state,
        each.overdue,
        each.reason,
        each.notes.at(-1)?.text ?? null,
      ]),
    )
  },
})

import type { Handle } from './database.ts'

/** What became of a challenge event for one authority, looked at again. */
export interface FollowUp {
  readonly eventId: string
  readonly paperId: string
  readonly note: string
  readonly recordedBy: string
  readonly recordedAt: Date
}

/** The follow-ups of an event that the transaction may see. */
export const loadFollowUps = (trx: Handle, eventId: string): Promise<FollowUp[]> =>
  trx
    .selectFrom('followUp')
    .select(['eventId', 'selfAssessmentId as paperId', 'note', 'recordedBy', 'recordedAt'])
    .where('eventId', '=', eventId)
    .execute()

/** Makes this the follow-up of its event and paper, whatever it was. */
export const writeFollowUp = async (
  trx: Handle,
  { paperId, ...followUp }: FollowUp & { readonly regionId: string; readonly roundId: string },
): Promise<void> => {
  const { note, recordedBy, recordedAt } = followUp
  await trx
    .insertInto('followUp')
    .values({ ...followUp, selfAssessmentId: paperId })
    .onConflict((there) =>
      there.columns(['eventId', 'selfAssessmentId']).doUpdateSet({ note, recordedBy, recordedAt }),
    )
    .execute()
}

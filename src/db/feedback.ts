import { sql } from 'kysely'
import type { Feedback } from '../domain/outcomes/feedback.ts'
import type { Handle } from './database.ts'

/** The caller's own feedback on an event, if they gave any; nobody sees anybody else's. */
export const findOwnFeedback = async (
  trx: Handle,
  eventId: string,
  personId: string,
): Promise<Feedback | null> =>
  (await trx
    .selectFrom('eventFeedback')
    .select(['preparation', 'challenge', 'usefulness', 'words'])
    .where('eventId', '=', eventId)
    .where('personId', '=', personId)
    .executeTakeFirst()) ?? null

/** Makes this what somebody thinks of an event, whatever they said before. */
export const writeFeedback = async (
  trx: Handle,
  key: { readonly regionId: string; readonly eventId: string; readonly personId: string },
  feedback: Feedback,
  now: Date,
): Promise<void> => {
  await trx
    .insertInto('eventFeedback')
    .values({ ...key, ...feedback, givenAt: now })
    .onConflict((there) => there.columns(['eventId', 'personId']).doUpdateSet({ ...feedback, givenAt: now }))
    .execute()
}

/** How many gave feedback on an event and, where they are `fewest` or more, what they said, without who. */
export const loadFeedbackTogether = async (
  trx: Handle,
  eventId: string,
  fewest: number,
): Promise<{ readonly answers: number; readonly given: readonly Feedback[] | null }> => {
  const { rows } = await sql<{ answers: number; given: Feedback[] | null }>`select answers, given
    from feedback_together(${eventId}::uuid, ${fewest}::int)`.execute(trx)
  return rows[0] ?? { answers: 0, given: null }
}

import type { LocalDate } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

/** Who was recorded as trained at an event, in the order of their ids. */
export const loadCohort = async (trx: Handle, eventId: string): Promise<string[]> => {
  const rows = await trx
    .selectFrom('poolTraining')
    .select('personId')
    .where('eventId', '=', eventId)
    .orderBy('personId')
    .execute()
  return rows.map(({ personId }) => personId)
}

/** Makes these people those who were trained at an event. */
export const replaceCohort = async (
  trx: Handle,
  { id: eventId, regionId }: { readonly id: string; readonly regionId: string },
  personIds: readonly string[],
  recorded: { readonly trainedOn: LocalDate; readonly recordedBy: string; readonly recordedAt: Date },
): Promise<void> => {
  await trx.deleteFrom('poolTraining').where('eventId', '=', eventId).execute()
  if (personIds.length === 0) return
  await trx
    .insertInto('poolTraining')
    .values(personIds.map((personId) => ({ regionId, eventId, personId, ...recorded })))
    .execute()
}

/** The days on which these people were trained, the earliest first. */
export const loadTrainings = async (
  trx: Handle,
  personIds: readonly string[],
): Promise<Map<string, LocalDate[]>> => {
  if (personIds.length === 0) return new Map()
  const rows = await trx
    .selectFrom('poolTraining')
    .select(['personId', 'trainedOn'])
    .where('personId', 'in', personIds)
    .orderBy('trainedOn')
    .execute()
  const byPerson = Map.groupBy(rows, ({ personId }) => personId)
  return new Map([...byPerson].map(([id, trained]) => [id, trained.map(({ trainedOn }) => trainedOn)]))
}

/**
 * How much each moderator did in the rounds whose window began before this one's: what stands there, and what ended
 * with comments returned.
 */
export const countEarlierLoads = async (
  trx: Handle,
  regionId: string,
  round: { readonly window: { readonly first: LocalDate } },
): Promise<Map<string, number>> => {
  const rows = await trx
    .selectFrom('moderationAssignment')
    .innerJoin('selfAssessment', 'selfAssessment.id', 'moderationAssignment.selfAssessmentId')
    .innerJoin('round', 'round.id', 'selfAssessment.roundId')
    .select((row) => ['moderatorId', row.fn.countAll<number>().as('count')])
    .where('round.regionId', '=', regionId)
    .where('round.windowFrom', '<', round.window.first)
    .where((row) =>
      row.or([
        row('moderationAssignment.state', 'not in', ['declined', 'ended']),
        row('moderationAssignment.commentedAt', 'is not', null),
      ]),
    )
    .groupBy('moderatorId')
    .execute()
  return new Map(rows.map(({ moderatorId, count }) => [moderatorId, count]))
}

/** What is known of somebody in the pool beside appointments and trainings. */
export interface PoolProfile {
  /** Whether they are a thematic reviewer. */
  readonly reviewer: boolean
  /** Where they come from, for whoever holds no appointment. */
  readonly authorityId: string | null
  readonly themes: readonly string[]
}

export const NO_PROFILE: PoolProfile = { reviewer: false, authorityId: null, themes: [] }

/** The profiles of a region by person. */
export const loadProfiles = async (trx: Handle, regionId: string): Promise<Map<string, PoolProfile>> => {
  const rows = await trx
    .selectFrom('poolProfile')
    .select(['personId', 'reviewer', 'authorityId', 'themes'])
    .where('regionId', '=', regionId)
    .execute()
  return new Map(rows.map(({ personId, ...profile }) => [personId, profile]))
}

/** Makes this the profile of somebody. */
export const saveProfile = async (
  trx: Handle,
  person: { readonly regionId: string; readonly personId: string },
  profile: PoolProfile,
  recorded: { readonly recordedBy: string; readonly recordedAt: Date },
): Promise<void> => {
  const columns = { ...profile, themes: [...profile.themes], ...recorded }
  await trx
    .insertInto('poolProfile')
    .values({ ...person, ...columns })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(columns))
    .execute()
}

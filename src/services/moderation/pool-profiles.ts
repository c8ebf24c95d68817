import { knownAuthorities } from '../../db/authorities.ts'
import { findPerson } from '../../db/people.ts'
import { loadProfiles, NO_PROFILE, type PoolProfile, saveProfile } from '../../db/pool.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

export interface ProfileView extends PoolProfile {
  readonly personId: string
}

const viewOf = async (work: Work, personId: string): Promise<ProfileView> => ({
  ...((await loadProfiles(work.trx, regionOf(work).id)).get(personId) ?? NO_PROFILE),
  personId,
})

/** Somebody of the region, whose profile is the consultant's to keep. */
const findProfiled = async (work: Work, personId: string): Promise<Result<null>> => {
  if (!isConsultant(work.actor))
    return forbidden('Profiles of the pool are kept by the programme consultant.')
  const person = await findPerson(work.trx, personId)
  return person?.regionId === regionOf(work).id ? success(null) : notFound()
}

/** What is known of somebody in the pool beside their appointments and trainings. */
export const readProfile = reading<{ id: string }, null, ProfileView>({
  authorise: (work, { id }) => findProfiled(work, id),
  run: async (work, { id }) => success(await viewOf(work, id)),
})

/** The consultant says what somebody's themes are, and whether they are a thematic reviewer. */
export const writeProfile = writing<PoolProfile & { readonly id: string }, null, ProfileView>({
  authorise: (work, { id }) => findProfiled(work, id),
  run: async (work, { id: personId, ...profile }) => {
    const same = work.unchanged(await viewOf(work, personId))
    if (!same.ok) return same
    const { id: regionId } = regionOf(work)
    const { authorityId } = profile
    if (authorityId !== null && (await knownAuthorities(work.trx, regionId, [authorityId])).size === 0)
      return fault('/authorityId', 'There is no such authority here.')
    const recorded = { recordedBy: work.actor.personId, recordedAt: work.now }
    const themes = [...new Set(profile.themes)].toSorted()
    await saveProfile(work.trx, { regionId, personId }, { ...profile, themes }, recorded)
    work.record('pool-profile', personId, { ...profile, themes })
    return success(await viewOf(work, personId))
  },
})

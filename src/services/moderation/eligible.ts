import { countLoads, loadStandingModerators } from '../../db/assignments.ts'
import { loadNames } from '../../db/names.ts'
import type { Paper } from '../../db/papers.ts'
import { countEarlierLoads, loadTrainings } from '../../db/pool.ts'
import { loadProviders } from '../../db/providers.ts'
import { validOn } from '../../domain/access/actor.ts'
import { type SharedProvider, sharedOn } from '../../domain/authorities/providers.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { type Alternate, rankAlternates } from '../../domain/moderation/alternates.ts'
import { type ConflictReason, mayModerate } from '../../domain/moderation/eligibility.ts'
import { trainingOf } from '../../domain/moderation/training.ts'
import { regionOf, type Work } from '../use-case.ts'

/** The day on which offices, conflicts and deadlines are looked at. */
export const todayOf = (work: Work): LocalDate => localDate(work.now, regionOf(work).timezone)

/** Who has what of a round already. */
export interface Standing {
  /** Who moderates the paper already, or is asked to. */
  readonly moderatorIds: readonly string[]
  /** How many assignments of other papers of the round each has. */
  readonly loads: ReadonlyMap<string, number>
  readonly providers: readonly SharedProvider[]
}

/** The providers of services that authorities of the region share today. */
export const providersToday = async (work: Work): Promise<SharedProvider[]> =>
  sharedOn(await loadProviders(work.trx, regionOf(work).id), todayOf(work))

const loadStanding = async (work: Work, paper: Paper): Promise<Standing> => ({
  moderatorIds: await loadStandingModerators(work.trx, paper.id),
  loads: await countLoads(work.trx, { roundId: paper.round.id, exceptPaperId: paper.id }),
  providers: await providersToday(work),
})

/** Every reason why somebody may not moderate a paper. */
export const reasonsAgainst = (
  work: Work,
  { facts, round, lineageIds }: Paper,
  { moderatorIds, loads, providers }: Standing,
  personId: string,
): readonly ConflictReason[] => {
  const { ceiling, challengersModerate, oneAuthority } = round.policy.moderation
  return mayModerate({
    today: todayOf(work),
    personId,
    authorIds: lineageIds,
    challengerIds: facts.challengerIds,
    challengersModerate,
    oneAuthority,
    otherModeratorIds: moderatorIds.filter((id) => id !== personId),
    appointments: facts.appointments,
    providers,
    conflicts: facts.conflicts,
    load: loads.get(personId) ?? 0,
    ceiling,
  })
}

/** Refuses a person who may not moderate a paper, with every reason why. */
export const checkEligible = async (work: Work, paper: Paper, personId: string): Promise<Result<null>> => {
  const reasons = reasonsAgainst(work, paper, await loadStanding(work, paper), personId)
  if (reasons.length === 0) return success(null)
  return failure('conflict-of-interest', reasons.map(({ sentence }) => sentence).join(' '))
}

/** Who else of the pool could moderate a paper, ranked; whoever moderates it now, and `exceptId`, left out. */
export const alternatesFor = async (work: Work, paper: Paper, exceptId: string): Promise<Alternate[]> => {
  const { round, facts } = paper
  const today = todayOf(work)
  const standing = await loadStanding(work, paper)
  const moderators = facts.appointments
    .filter((each) => each.role === 'moderator' && validOn(each, today))
    .map(({ personId }) => personId)
  const ids = [...new Set(moderators)].filter((id) => id !== exceptId && !standing.moderatorIds.includes(id))
  const { offices } = await loadNames(work.trx, regionOf(work).id)
  const trainings = await loadTrainings(work.trx, ids)
  const before = await countEarlierLoads(work.trx, regionOf(work).id, round)
  return rankAlternates(
    ids.map((personId) => ({
      personId,
      name: offices[personId] ?? '',
      load: standing.loads.get(personId) ?? 0,
      ceiling: round.policy.moderation.ceiling,
      loadBefore: before.get(personId) ?? 0,
      ...trainingOf(trainings.get(personId) ?? [], round.policy.moderation.trainingValidMonths, today),
      against: reasonsAgainst(work, paper, standing, personId),
    })),
  )
}

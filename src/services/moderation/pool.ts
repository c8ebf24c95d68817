import { countLoads, countStanding } from '../../db/assignments.ts'
import { loadNames } from '../../db/names.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { loadAppointmentsInRoles, selectPeopleAmong } from '../../db/people.ts'
import { countEarlierLoads, loadProfiles, loadTrainings, NO_PROFILE } from '../../db/pool.ts'
import { roundOf, selectRounds } from '../../db/rounds.ts'
import { validOn } from '../../domain/access/actor.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import type { LocalDate } from '../../domain/intervals.ts'
import { dayThatCounts, isTrained, type Shortage, shortagesOf } from '../../domain/moderation/shortages.ts'
import { trainingOf } from '../../domain/moderation/training.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { roundToRead } from '../rounds/access.ts'
import { allow, forbidden, reading, regionOf, type Work } from '../use-case.ts'
import { todayOf } from './eligible.ts'

/** A moderator or thematic reviewer of the region, with what they have to do in one round. */
export interface PoolMember {
  readonly personId: string
  readonly name: string
  readonly moderator: boolean
  readonly reviewer: boolean
  readonly themes: readonly string[]
  /** Their home authorities, whose papers they do not moderate. */
  readonly authorities: readonly { readonly id: string; readonly name: string }[]
  /** The days on which they were trained, the earliest first. */
  readonly trainedOn: readonly LocalDate[]
  /** The first day on which the latest is too old, by the round's policy; null where it never is. */
  readonly expiresOn: LocalDate | null
  /** Whether it is too old today; null for somebody who was never trained. */
  readonly expired: boolean | null
  /** The round whose policy and load are told; null when none is open. */
  readonly roundId: string | null
  /** How many assignments they have in that round that were neither declined nor ended. */
  readonly load: number
  /** What they moderated in earlier rounds. */
  readonly loadBefore: number
}

interface PoolRequest extends PageRequest {
  /** The round looked at; without it the open one that begins last. */
  readonly roundId?: string | undefined
}

/** The region's pool of today: all of it for the consultant, themselves for each of its people. */
export const listPool = reading<
  PoolRequest,
  Round | null,
  { readonly items: readonly PoolMember[]; readonly nextCursor: string | null }
>({
  authorise: async (work, { roundId }) => {
    const pool = await loadPool(work)
    const allowed = allow(
      isConsultant(work.actor) || pool.some(({ personId }) => personId === work.actor.personId),
      'The pool is for its moderators and reviewers, each for themselves, and for the consultant.',
    )
    if (!allowed.ok) return allowed
    return roundId === undefined ? success(await latestOpenRound(work)) : roundToRead(work, roundId)
  },
  run: async (work, input, round) => {
    const everybody = await loadPool(work)
    const shown = isConsultant(work.actor)
      ? everybody
      : everybody.filter(({ personId }) => personId === work.actor.personId)
    const ids = shown.map(({ personId }) => personId)
    const page = await pageOf(
      selectPeopleAmong(work.trx, ids),
      { column: 'name', type: 'text', idColumn: 'id' },
      input,
    )
    if (!page.ok) return page
    const members = await withLoads(work, shown, round)
    const names = await loadNames(work.trx, regionOf(work).id)
    const items = page.value.items.flatMap(({ id, name }): PoolMember[] =>
      members
        .filter(({ personId }) => personId === id)
        .map(({ authorityIds, ...member }) => ({
          ...member,
          name,
          authorities: authorityIds.map((home) => ({ id: home, name: names.authorities[home] ?? '' })),
          roundId: round?.id ?? null,
        })),
    )
    return success({ ...page.value, items })
  },
})

/** Who is in the pool today, whichever round is looked at. */
interface InPool extends Pick<PoolMember, 'personId' | 'moderator' | 'reviewer' | 'themes'> {
  readonly authorityIds: readonly string[]
}

const loadPool = async (work: Work): Promise<InPool[]> => {
  const { id: regionId } = regionOf(work)
  const today = todayOf(work)
  const moderators = Map.groupBy(
    (await loadAppointmentsInRoles(work.trx, regionId, ['moderator'])).filter((each) => validOn(each, today)),
    ({ personId }) => personId,
  )
  const profiles = await loadProfiles(work.trx, regionId)
  const reviewers = [...profiles].filter(([, { reviewer }]) => reviewer).map(([id]) => id)
  return [...new Set([...moderators.keys(), ...reviewers])].map((personId) => {
    const { reviewer, themes, authorityId } = profiles.get(personId) ?? NO_PROFILE
    const posts = moderators.get(personId) ?? []
    const homes = posts.flatMap(({ authorityIds }) => authorityIds)
    return {
      personId,
      moderator: posts.length > 0,
      reviewer,
      themes,
      authorityIds: [...new Set(authorityId === null ? homes : [...homes, authorityId])],
    }
  })
}

/** People of the pool with their trainings on a day, today where none is said, and what they have to do in a round. */
const withLoads = async (work: Work, people: readonly InPool[], round: Round | null, day = todayOf(work)) => {
  const trainings = await loadTrainings(
    work.trx,
    people.map(({ personId }) => personId),
  )
  const none = new Map<string, number>()
  const load = round ? await countLoads(work.trx, { roundId: round.id, exceptPaperId: null }) : none
  const before = round ? await countEarlierLoads(work.trx, regionOf(work).id, round) : none
  return people.map((each) => {
    const trainedOn = trainings.get(each.personId) ?? []
    const validMonths = round?.policy.moderation.trainingValidMonths ?? null
    const { expiresOn, expired } = trainingOf(trainedOn, validMonths, day)
    return {
      ...each,
      trainedOn,
      expiresOn,
      expired,
      load: load.get(each.personId) ?? 0,
      loadBefore: before.get(each.personId) ?? 0,
    }
  })
}

/** Where a round needs more than the pool can give, for the consultant. */
export const listShortages = reading<{ id: string }, Round, Shortage[]>({
  authorise: async (work, { id }) => {
    const round = await roundToRead(work, id)
    if (!round.ok || isConsultant(work.actor)) return round
    return forbidden('What a round needs of the pool is for the programme consultant.')
  },
  run: async (work, _input, round) => {
    const { moderators, ceiling, trainingValidMonths, themes } = round.policy.moderation
    const day = dayThatCounts(round.window.first, todayOf(work))
    const pool = await withLoads(work, await loadPool(work), round, day)
    const standing = await countStanding(work.trx, round.id)
    const assignments = standing.reduce((sum, count) => sum + Math.max(0, moderators - count), 0)
    const strength = pool.map((each) => ({
      moderator: each.moderator,
      themes: each.themes,
      room: Math.max(0, ceiling - each.load),
      trained: isTrained(each, trainingValidMonths),
    }))
    return success(shortagesOf({ assignments, themes }, strength))
  },
})

const latestOpenRound = async (work: Work): Promise<Round | null> => {
  const row = await selectRounds(work.trx)
    .where('regionId', '=', regionOf(work).id)
    .where('state', '=', 'open')
    .orderBy('windowFrom', 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ? roundOf(row) : null
}

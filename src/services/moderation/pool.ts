import { countLoads } from '../../db/assignments.ts'
import { loadNames } from '../../db/names.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { loadAppointmentsInRoles, selectPeopleAmong } from '../../db/people.ts'
import { loadTrainings } from '../../db/pool.ts'
import { roundOf, selectRounds } from '../../db/rounds.ts'
import { validOn } from '../../domain/access/actor.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import { type LocalDate, localDate } from '../../domain/intervals.ts'
import { trainingOf } from '../../domain/moderation/training.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { roundToRead } from '../rounds/access.ts'
import { allow, reading, regionOf, type Work } from '../use-case.ts'

/** One moderator of the region, with what they have to do in one round. */
export interface PoolMember {
  readonly personId: string
  readonly name: string
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
}

interface PoolRequest extends PageRequest {
  /** The round looked at; without it the open one that begins last. */
  readonly roundId?: string | undefined
}

/** The region's moderators of today: all of them for the consultant, themselves for each of them. */
export const listPool = reading<
  PoolRequest,
  Round | null,
  { readonly items: readonly PoolMember[]; readonly nextCursor: string | null }
>({
  authorise: async (work, { roundId }) => {
    const moderates = work.actor.appointments.some(({ role }) => role === 'moderator')
    const allowed = allow(
      isConsultant(work.actor) || moderates,
      'The pool is for its moderators, each for themselves, and for the consultant.',
    )
    if (!allowed.ok) return allowed
    return roundId === undefined ? success(await latestOpenRound(work)) : roundToRead(work, roundId)
  },
  run: async (work, input, round) => {
    const region = regionOf(work)
    const today = localDate(work.now, region.timezone)
    const appointed = (await loadAppointmentsInRoles(work.trx, region.id, ['moderator'])).filter((each) =>
      validOn(each, today),
    )
    const everybody = [...new Set(appointed.map(({ personId }) => personId))]
    const shown = isConsultant(work.actor) ? everybody : [work.actor.personId]
    const page = await pageOf(
      selectPeopleAmong(work.trx, shown),
      { column: 'name', type: 'text', idColumn: 'id' },
      input,
    )
    if (!page.ok) return page
    const names = await loadNames(work.trx, region.id)
    const trainings = await loadTrainings(work.trx, shown)
    const load =
      round === null
        ? new Map<string, number>()
        : await countLoads(work.trx, { roundId: round.id, exceptPaperId: null })
    const items = page.value.items.map(({ id, name }): PoolMember => {
      const homes = appointed
        .filter(({ personId }) => personId === id)
        .flatMap(({ authorityIds }) => authorityIds)
      const trainedOn = trainings.get(id) ?? []
      const validMonths = round?.policy.moderation.trainingValidMonths ?? null
      const { expiresOn, expired } = trainingOf(trainedOn, validMonths, today)
      return {
        personId: id,
        name,
        authorities: [...new Set(homes)].map((home) => ({ id: home, name: names.authorities[home] ?? '' })),
        trainedOn,
        expiresOn,
        expired,
        roundId: round?.id ?? null,
        load: load.get(id) ?? 0,
      }
    })
    return success({ ...page.value, items })
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

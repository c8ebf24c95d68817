import { loadNames } from '../../db/names.ts'
import { loadOutcomes } from '../../db/outcomes.ts'
import { loadPriorities, type Priority, replacePriorities } from '../../db/priorities.ts'
import { lockRound } from '../../db/rounds.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { holdsOffice, isConsultant } from '../../domain/access/operations.ts'
import { standingOn } from '../../domain/authorities/succession.ts'
import { type Fault, failure, type Result, success } from '../../domain/failures.ts'
import { countThemes, type PublishedTheme } from '../../domain/outcomes/themes.ts'
import { type AuthorityRef, lookUpAuthorities, resolveKnown } from '../people/authorities.ts'
import { allow, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type Harvest, harvestOf } from './access.ts'
import { todayOf } from './action-access.ts'
import { publishedThemes } from './themes.ts'

interface Named {
  readonly id: string
  readonly name: string
}

/** A region's improvement priorities of a round, and the themes from which they were made. */
export interface PrioritiesView {
  readonly priorities: readonly {
    readonly theme: string
    readonly statement: string
    /** An office of an authority, or of those that took over from it. */
    readonly leads: readonly { readonly authorities: readonly Named[]; readonly office: string }[]
  }[]
  /** Counted whole for whoever reads all the outcomes of the round; as outside the region for everybody else. */
  readonly themes: readonly PublishedTheme[]
}

const themesSeen = async (work: Work, harvest: Harvest): Promise<readonly PublishedTheme[]> => {
  const { round, papers, readable } = harvest
  if (readable.length < papers.length) return publishedThemes(work, round)
  const outcomes = await loadOutcomes(
    work.trx,
    readable.map(({ id }) => id),
  )
  return countThemes(outcomes).map((count) => ({ ...count, orMore: false }))
}

const viewOf = async (work: Work, harvest: Harvest): Promise<PrioritiesView> => {
  const region = regionOf(work)
  const priorities = await loadPriorities(work.trx, harvest.round.id)
  const successions = await loadSuccessions(work.trx, region.id)
  const { authorities } = await loadNames(work.trx, region.id)
  return {
    priorities: priorities.map((priority) => ({
      ...priority,
      leads: priority.leads.map(({ authorityId, office }) => ({
        authorities: standingOn([authorityId], todayOf(work), successions).map((id) => ({
          id,
          name: authorities[id] ?? '',
        })),
        office,
      })),
    })),
    themes: await themesSeen(work, harvest),
  }
}

/** The improvement priorities of a round, for its directors' offices and the consultant. */
export const readPriorities = reading<{ id: string }, Harvest, PrioritiesView>({
  authorise: async (work, { id }) => {
    const harvest = await harvestOf(work, id)
    if (!harvest.ok) return harvest
    const ofAnOffice = work.actor.appointments.some(({ authorityIds }) =>
      authorityIds.some((authorityId) => holdsOffice(work.actor, authorityId)),
    )
    const allowed = allow(
      isConsultant(work.actor) || ofAnOffice,
      'The region’s priorities are for its directors’ offices and the consultant.',
    )
    return allowed.ok ? harvest : allowed
  },
  run: async (work, _input, harvest) => {
    work.record('round', harvest.round.id, { priorities: true })
    return success(await viewOf(work, harvest))
  },
})

/** A priority as asked for. */
export interface PriorityRequest extends Pick<Priority, 'theme' | 'statement'> {
  readonly leads: readonly { readonly authority: AuthorityRef; readonly office: string }[]
}

/** The consultant writes down what the directors made the priorities of a round, and which offices lead on each. */
export const changePriorities = writing<
  { id: string; priorities: readonly PriorityRequest[] },
  Harvest,
  PrioritiesView
>({
  authorise: async (work, { id }) => {
    const harvest = await harvestOf(work, id)
    const allowed = allow(
      isConsultant(work.actor),
      'Only a programme consultant writes down the region’s priorities.',
    )
    return harvest.ok && !allowed.ok ? allowed : harvest
  },
  run: async (work, { id, priorities }, harvest) => {
    await lockRound(work.trx, id)
    const same = work.unchanged(await viewOf(work, harvest))
    if (!same.ok) return same
    const once = checkThemesOnce(priorities)
    if (!once.ok) return once
    const resolved = await resolveLeads(work, priorities)
    if (!resolved.ok) return resolved
    await replacePriorities(work.trx, harvest.round, resolved.value)
    work.record('round', id, { priorities: resolved.value.map(({ theme }) => theme) })
    return success(await viewOf(work, harvest))
  },
})

const checkThemesOnce = (priorities: readonly PriorityRequest[]): Result<null> => {
  const faults = priorities.flatMap(({ theme }, index): Fault[] =>
    priorities.findIndex((other) => other.theme === theme) < index
      ? [{ pointer: `/priorities/${index}/theme`, detail: `${theme} is a priority already.` }]
      : [],
  )
  const [first] = faults
  return first ? failure('invalid-request', first.detail, faults) : success(null)
}

/** An office that is named twice for one priority leads on it once. */
const resolveLeads = async (
  work: Work,
  priorities: readonly PriorityRequest[],
): Promise<Result<Priority[]>> => {
  const idOf = await lookUpAuthorities(
    work,
    priorities.flatMap(({ leads }) => leads.map(({ authority }) => authority)),
  )
  const resolved: Priority[] = []
  for (const [index, { leads, ...priority }] of priorities.entries()) {
    const offices = new Map<string, Priority['leads'][number]>()
    for (const [place, { authority, office }] of leads.entries()) {
      const ids = resolveKnown(work, idOf, [authority], () => `/priorities/${index}/leads/${place}/authority`)
      if (!ids.ok) return ids
      for (const authorityId of ids.value) offices.set(`${authorityId} ${office}`, { authorityId, office })
    }
    resolved.push({ ...priority, leads: [...offices.values()] })
  }
  return success(resolved)
}

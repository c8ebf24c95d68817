import { takingPartIn, triadsIn } from '../../db/circles.ts'
import { eventOf, selectEvents } from '../../db/events.ts'
import { lookUp } from '../../db/lookups.ts'
import { loadCommonThemes } from '../../db/outcomes.ts'
import { type Result, success } from '../../domain/failures.ts'
import { maySeeThemes } from '../../domain/outcomes/access.ts'
import { subjectsOf } from '../../domain/outcomes/outcome.ts'
import { type PublishedTheme, publishThemes } from '../../domain/outcomes/themes.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { exported } from '../spreadsheets/exporting.ts'
import { allow, reading, type Work } from '../use-case.ts'
import { type Harvest, harvestOf } from './access.ts'

const allowThemes = async (work: Work, id: string): Promise<Result<Harvest>> => {
  const harvest = await harvestOf(work, id)
  if (!harvest.ok) return harvest
  const facts = harvest.value.papers.map((paper) => paper.facts)
  const allowed = allow(
    maySeeThemes(work.actor, facts, work.now),
    'The themes of a round are for its directors’ offices, the consultant, and an observer to whom one of its self-assessments is opened.',
  )
  return allowed.ok ? harvest : allowed
}

/** How many authorities there are about which a held event could have found something; everybody may know that. */
const challengedSoFar = async (work: Work, round: Round): Promise<number> => {
  const rows = await selectEvents(work.trx)
    .where('challengeEvent.roundId', '=', round.id)
    .where('challengeEvent.state', '=', 'held')
    .execute()
  const ids = [round.id]
  const { triads, ...found } = await lookUp(work.trx, {
    triads: triadsIn(ids),
    takingPart: takingPartIn(ids),
  })
  const takingPart = found.takingPart.get(round.id) ?? []
  const subjects = rows
    .map(eventOf)
    .flatMap((event) =>
      subjectsOf(
        event,
        event.triadId === null ? takingPart : (triads.get(event.triadId)?.authorityIds ?? []),
      ),
    )
  return new Set(subjects).size
}

/** The themes of a round as whoever may not know whose they are may know them: the same for everybody. */
export const publishedThemes = async (work: Work, round: Round): Promise<PublishedTheme[]> => {
  const { fewest } = round.policy.outcomes
  const counts = await loadCommonThemes(work.trx, round.id, fewest)
  return publishThemes(counts, { population: await challengedSoFar(work, round), fewest })
}

/** The themes of a round's outcomes without an authority's name, for use outside the region. */
export const listThemes = reading<{ id: string }, Harvest, readonly PublishedTheme[]>({
  authorise: (work, { id }) => allowThemes(work, id),
  run: async (work, _input, { round }) => {
    work.record('round', round.id, { themes: true })
    return success(await publishedThemes(work, round))
  },
})

/** The same as a spreadsheet. */
export const exportThemes = reading<{ id: string }, Harvest, string>({
  authorise: (work, { id }) => allowThemes(work, id),
  run: async (work, _input, { round }) => {
    const themes = await publishedThemes(work, round)
    return exported(
      work,
      { type: 'round', id: round.id },
      'themes',
      ['theme', 'kind', 'authorities', 'or_more'],
      themes.map(({ theme, kind, authorities, orMore }) => [theme, kind, authorities, orMore]),
    )
  },
})

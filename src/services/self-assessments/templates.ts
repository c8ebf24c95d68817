import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { roundOf, selectRounds } from '../../db/rounds.ts'
import {
  findTemplate,
  insertTemplate,
  latestTemplate,
  selectTemplates,
  type Template,
  templateBefore,
  templateOf,
} from '../../db/templates.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { checkNotClosed, type Round, roundBefore } from '../../domain/rounds/round.ts'
import {
  checkTemplate,
  type TemplateDifferences,
  type TemplateSection,
  templateDifferences,
} from '../../domain/self-assessments/template.ts'
import { roundToChange, roundToRead } from '../rounds/access.ts'
import { reading, regionOf, type Work, writing } from '../use-case.ts'

export type { Template } from '../../db/templates.ts'

/** The versions of a round's template, oldest first. */
export const listTemplates = reading<{ id: string } & PageRequest, Round, Page<Template>>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, input, round) => {
    const page = await pageOf(
      selectTemplates(work.trx).where('roundId', '=', round.id),
      { column: 'version', type: 'integer', idColumn: 'id' },
      input,
    )
    return page.ok ? success({ ...page.value, items: page.value.items.map(templateOf) }) : page
  },
})

export interface NewTemplate {
  readonly id: string
  readonly sections: readonly TemplateSection[]
  readonly note: string | null
}

/** The consultant gives a round the next version of its template: drafts are measured by it from now on. */
export const createTemplate = writing<NewTemplate, Round, Template>({
  authorise: (work, { id }) => roundToChange(work, id),
  run: async (work, { sections, note }, round) => {
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const checked = checkTemplate(sections)
    if (!checked.ok) return checked
    const version = ((await latestTemplate(work.trx, round.id))?.version ?? 0) + 1
    const template = await insertTemplate(
      work.trx,
      { regionId: regionOf(work).id, roundId: round.id, version, sections, note },
      { personId: work.actor.personId, at: work.now },
    )
    work.record('self-assessment-template', template.id, { roundId: round.id, version })
    return success(template)
  },
})

/** A new round begins with the last template of the round that it is copied from, if that has one. */
export const copyTemplate = async (work: Work, source: Round, round: Round): Promise<void> => {
  const template = await latestTemplate(work.trx, source.id)
  if (template === null) return
  const { sections } = template
  await insertTemplate(
    work.trx,
    { regionId: round.regionId, roundId: round.id, version: 1, sections, note: `As in ${source.label}.` },
    { personId: work.actor.personId, at: work.now },
  )
}

/** How one template differs from another, with which these are. */
export interface TemplateComparison extends TemplateDifferences {
  readonly earlier: Template
  readonly later: Template
}

interface ComparisonRequest {
  readonly id: string
  /** One of the round's; the last one where none is named. */
  readonly template?: string | undefined
  /** Of any round of the region; where none is named, the version before or else last year's last. */
  readonly since?: string | undefined
}

/** What became of the sections since an earlier version, or since last year. */
export const compareTemplates = reading<ComparisonRequest, Round, TemplateComparison>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, { template, since }, round) => {
    const later = await laterOf(work, round, template)
    if (!later.ok) return later
    const earlier = await earlierOf(work, round, later.value, since)
    if (!earlier.ok) return earlier
    const differences = templateDifferences(earlier.value.sections, later.value.sections)
    return success({ ...differences, earlier: earlier.value, later: later.value })
  },
})

const laterOf = async (work: Work, round: Round, id: string | undefined): Promise<Result<Template>> => {
  const template =
    id === undefined ? await latestTemplate(work.trx, round.id) : await findTemplate(work.trx, id)
  return template?.roundId === round.id
    ? success(template)
    : fault('?template', `The round ${round.label} has no ${id === undefined ? '' : 'such '}template.`)
}

const earlierOf = async (
  work: Work,
  round: Round,
  later: Template,
  id: string | undefined,
): Promise<Result<Template>> => {
  const template =
    id === undefined
      ? ((await templateBefore(work.trx, later)) ?? (await lastOfYearBefore(work, round)))
      : await findTemplate(work.trx, id)
  return template
    ? success(template)
    : fault('?since', 'There is no earlier template to compare with: name one of another round.')
}

const lastOfYearBefore = async (work: Work, round: Round): Promise<Template | null> => {
  const rows = await selectRounds(work.trx).where('regionId', '=', round.regionId).execute()
  const before = roundBefore(round, rows.map(roundOf))
  return before && latestTemplate(work.trx, before.id)
}

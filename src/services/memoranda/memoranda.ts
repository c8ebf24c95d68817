import { insertMemorandum, loadMemoranda, memorandumOf, selectMemoranda } from '../../db/memoranda.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { isConsultant, maySeeProgramme } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { blankOf, checkBeginning, type Memorandum } from '../../domain/memoranda/memorandum.ts'
import { refreshReaders } from '../moderation/readers.ts'
import { allow, reading, regionOf, writing } from '../use-case.ts'
import { describe, findMemorandum, type MemorandumView, viewOf } from './views.ts'

/** The region's memoranda, the first version first. */
export const listMemoranda = reading<PageRequest, null, Page<MemorandumView>>({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async (work, input) => {
    const order = { column: 'memorandum.version', type: 'integer', idColumn: 'memorandum.id' } as const
    const page = await pageOf(selectMemoranda(work.trx, regionOf(work).id), order, input)
    if (!page.ok) return page
    return success({ ...page.value, items: await describe(work, page.value.items.map(memorandumOf)) })
  },
})

/** One memorandum. */
export const readMemorandum = reading<{ id: string }, Memorandum, MemorandumView>({
  authorise: (work, { id }) => findMemorandum(work, id),
  run: async (work, _input, memorandum) => success(await viewOf(work, memorandum)),
})

/** A memorandum as it is printed to be signed. */
export const readBlank = reading<{ id: string }, Memorandum, string>({
  authorise: (work, { id }) => findMemorandum(work, id),
  run: async (_work, _input, memorandum) => success(blankOf(memorandum)),
})

/** The consultant publishes the next version. From its day on nobody reads others' papers who has not accepted it. */
export const createMemorandum = writing<Omit<Memorandum, 'id' | 'version'>, null, MemorandumView>({
  authorise: async ({ actor }) =>
    allow(isConsultant(actor), 'Only a programme consultant publishes a memorandum.'),
  run: async (work, input) => {
    const region = regionOf(work)
    const versions = await loadMemoranda(work.trx, region.id)
    const begins = checkBeginning(input.from, versions, localDate(work.now, region.timezone))
    if (!begins.ok) return begins
    const memorandum = { ...input, version: versions.length + 1 }
    const by = { personId: work.actor.personId, at: work.now }
    const id = await insertMemorandum(work.trx, region.id, memorandum, by)
    await refreshReaders(work)
    work.record('memorandum', id, { version: memorandum.version, from: input.from })
    return success(await viewOf(work, { ...memorandum, id }))
  },
})

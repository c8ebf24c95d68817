import { sql } from 'kysely'
import { grantOf, insertGrant, revokeGrantRow, selectGrants } from '../../db/grants.ts'
import { type Page, type PageRequest, pageOf } from '../../db/page.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { loadSuccessions } from '../../db/successions.ts'
import {
  checkGrantSpan,
  type Grant,
  giverOf,
  grantsSomething,
  mayReceive,
  mayRevoke,
  papersSeenIn,
  type Receiver,
} from '../../domain/access/granting.ts'
import { isConsultant, maySeeProgramme, officesOf } from '../../domain/access/operations.ts'
import { authorsAt } from '../../domain/access/paper.ts'
import { forebearsOf, standingOn } from '../../domain/authorities/succession.ts'
import { type Failure, failure, fault, type Result, success } from '../../domain/failures.ts'
import { localDate } from '../../domain/intervals.ts'
import { dayInWords } from '../../domain/words.ts'
import { refreshReaders } from '../moderation/readers.ts'
import { allow, forbidden, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'

export interface GrantRequest extends Receiver {
  /** One of the two: some papers, or those of a triad's members. */
  readonly selfAssessmentIds?: readonly string[] | undefined
  readonly triadId?: string | undefined
  /** Null for now. */
  readonly from: Date | null
  readonly until: Date
  readonly reason: string
}

/** The papers of a grant about to be given, each by an actor in that one capacity. */
interface Opening {
  readonly papers: readonly Paper[]
  readonly givenAs: Grant['givenAs']
}

const NOT_TO_ASSISTANTS = 'Only the director of an authority opens its papers to an assistant of the office.'
const MAY_GRANT =
  "A programme consultant opens papers to facilitators and observers, and a director their own authority's papers."

/**
 * Reading of some papers is granted to one person in one role, until an instant. A paper that is not the actor's
 * to open is answered like one that is not there.
 */
export const createGrant = writing<GrantRequest, Opening, Grant>({
  authorise: async (work, input) => {
    if (work.actor.personId === input.personId) return forbidden('Nobody opens papers to themselves.')
    if (!grantsSomething(work.actor, input))
      return forbidden(input.as === 'assistant' ? NOT_TO_ASSISTANTS : MAY_GRANT)
    return openingOf(work, input)
  },
  run: async (work, input, { papers, givenAs }) => {
    const region = regionOf(work)
    const { personId, as, reason } = input
    const span = { from: input.from ?? work.now, until: input.until }
    const runs = checkGrantSpan(span, work.now)
    if (!runs.ok) return runs
    const day = localDate(span.from, region.timezone)
    if (!papers.every(({ facts }) => mayReceive(input, facts, day))) {
      const office = as === 'assistant' ? ' in that office' : ''
      return fault('/personId', `There is nobody of that id who is ${as}${office} on ${dayInWords(day)}.`)
    }
    const grant = {
      personId,
      as,
      papers: papers.map(({ id, facts }) => ({ id, authorityIds: authorsAt(facts, work.now) })),
      span,
      reason,
      givenBy: work.actor.personId,
      givenAs,
      createdAt: work.now,
    }
    const id = await insertGrant(work.trx, region.id, grant)
    const ids = papers.map((paper) => paper.id)
    await refreshReaders(work, { ids })
    work.record('grant', id, { personId, as, selfAssessmentIds: ids, until: span.until })
    return success({ ...grant, id, revokedAt: null })
  },
})

/** The papers that a request names, all of which must be the actor's to open in one capacity. */
const openingOf = async (work: Work, input: GrantRequest): Promise<Result<Opening>> => {
  const { selfAssessmentIds, triadId } = input
  const papers = await loadPapers(
    work.trx,
    regionOf(work),
    triadId === undefined ? { ids: selfAssessmentIds ?? [] } : { triadId },
  )
  const giver = (paper: Paper | undefined) => paper && giverOf(work.actor, input, paper.facts)
  const detail = 'There is no such self-assessment here that is yours to open.'
  const faults = (selfAssessmentIds ?? []).flatMap((id, index) =>
    giver(papers.find((paper) => paper.id === id))
      ? []
      : [{ pointer: `/selfAssessmentIds/${index}`, detail }],
  )
  if (faults.length > 0) return failure('invalid-request', detail, faults)
  const capacities = new Set(papers.map(giver))
  const [givenAs] = capacities
  if (!givenAs || capacities.size > 1)
    return fault('/triadId', 'There is no such triad here whose self-assessments are all yours to open.')
  return success({ papers, givenAs })
}

const grantsOf = (work: Work) => selectGrants(work.trx).where('readingGrant.regionId', '=', regionOf(work).id)

/** Grants with the authorities whose papers they open today: those that took over included. */
const loadPassingOn = async (work: Work) => {
  const { id, timezone } = regionOf(work)
  const successions = await loadSuccessions(work.trx, id)
  const today = localDate(work.now, timezone)
  return {
    /** The authorities whose papers are the actor's office's to know of. */
    officesBefore: officesOf(work.actor).flatMap((office) => forebearsOf(office, successions)),
    passedOn: (grant: Grant): Grant => ({
      ...grant,
      papers: grant.papers.map((paper) => ({
        ...paper,
        authorityIds: standingOn(paper.authorityIds, today, successions),
      })),
    }),
  }
}

/** The grant as the actor may see it: with those of its papers that they may know of; null with none. */
const seen = (work: Work, grant: Grant): Grant | null => {
  const papers = papersSeenIn(work.actor, grant)
  return papers.length === 0 ? null : { ...grant, papers }
}

/** Grants that the actor may see: to themselves, on their office's papers, or all; past ones too, oldest first. */
export const listGrants = reading<PageRequest, null, Page<Grant>>({
  authorise: async (work) =>
    allow(maySeeProgramme(work.actor, regionOf(work).id), 'You hold no office here now.'),
  run: async (work, input) => {
    const { officesBefore, passedOn } = await loadPassingOn(work)
    const query = grantsOf(work).$if(!isConsultant(work.actor), (all) =>
      all.where((row) =>
        row.or([
          row('readingGrant.personId', '=', work.actor.personId),
          sql<boolean>`exists (select from reading_grant_paper named
            join self_assessment paper on paper.id = named.self_assessment_id
            where named.grant_id = reading_grant.id and paper.authority_id = any(${officesBefore}::uuid[]))`,
        ]),
      ),
    )
    const page = await pageOf(
      query,
      { column: 'readingGrant.createdAt', type: 'timestamptz', idColumn: 'readingGrant.id' },
      input,
    )
    if (!page.ok) return page
    return success({
      ...page.value,
      items: page.value.items.flatMap((row) => seen(work, passedOn(grantOf(row))) ?? []),
    })
  },
})

const findSeenGrant = async (work: Work, id: string): Promise<Result<Grant>> => {
  const row = await grantsOf(work)
    .where('readingGrant.id', '=', id)
    .forUpdate('readingGrant')
    .executeTakeFirst()
  const { passedOn } = await loadPassingOn(work)
  const grant = row && passedOn(grantOf(row))
  return grant && seen(work, grant) !== null ? success(grant) : notFound()
}

/** One grant that the actor may see. */
export const readGrant = reading<{ id: string }, Grant, Grant>({
  authorise: (work, { id }) => findSeenGrant(work, id),
  run: async (work, _input, grant) => success(seen(work, grant) ?? grant),
})

const OVER: Failure = { code: 'wrong-state', detail: 'This grant has ended already.' }

/** A grant ends at once: by the consultant, or by the director whose authority's papers alone it opens. */
export const revokeGrant = writing<{ id: string }, Grant, undefined>({
  authorise: async (work, { id }) => {
    const grant = await findSeenGrant(work, id)
    if (!grant.ok || mayRevoke(work.actor, grant.value)) return grant
    return forbidden(
      'A grant is revoked by a programme consultant, or by the director whose papers alone it opens.',
    )
  },
  run: async (work, { id }, grant) => {
    if (grant.revokedAt !== null || grant.span.until <= work.now) return { ok: false, failure: OVER }
    await revokeGrantRow(work.trx, id, work.now)
    const ids = grant.papers.map((paper) => paper.id)
    await refreshReaders(work, { ids })
    work.record('grant', id, { personId: grant.personId, selfAssessmentIds: ids })
    return success(undefined)
  },
})

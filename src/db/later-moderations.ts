import { sql } from 'kysely'
import type { LaterAssignment } from '../domain/access/paper.ts'
import { forebearsOf, type Succession } from '../domain/authorities/succession.ts'
import { roundBefore } from '../domain/rounds/round.ts'
import type { Handle } from './database.ts'
import { roundPolicyOf } from './rounds.ts'

/**
 * The assignments of the self-assessments whose moderators read the one before them, by that one's id: the last that the
 * authority, or those from which it took over, wrote in an earlier round. Those of rounds alone whose policy says so.
 */
export const loadLaterAssignments = async (
  trx: Handle,
  regionId: string,
  successions: readonly Succession[],
): Promise<Map<string, LaterAssignment[]>> => {
  const rows = await trx
    .selectFrom('selfAssessment')
    .innerJoin('round', 'round.id', 'selfAssessment.roundId')
    .select([
      'selfAssessment.id',
      'selfAssessment.authorityId',
      'round.windowFrom',
      'round.windowTo',
      'round.policy',
    ])
    .where('selfAssessment.regionId', '=', regionId)
    .execute()
  const papers = rows.map(({ windowFrom, windowTo, policy, ...row }) => ({
    ...row,
    window: { first: windowFrom, last: windowTo },
    moderation: roundPolicyOf(policy).moderation,
  }))
  const later = papers.filter(({ moderation }) => moderation.lastYearInPack)
  const assignments = await trx
    .selectFrom('moderationAssignment')
    .select(['selfAssessmentId', 'moderatorId', 'acceptedAt', 'endedAt'])
    .where(sql<boolean>`self_assessment_id = any(${later.map(({ id }) => id)}::uuid[])`)
    .execute()
  const found = new Map<string, LaterAssignment[]>()
  for (const paper of later) {
    const forebears = forebearsOf(paper.authorityId, successions)
    const own = papers.filter(({ authorityId }) => forebears.includes(authorityId))
    const before = roundBefore(paper, own)
    const given = assignments
      .filter(({ selfAssessmentId }) => selfAssessmentId === paper.id)
      .map(({ selfAssessmentId: _, ...each }) => ({ ...each, anonymous: paper.moderation.anonymous }))
    for (const { id } of own.filter(({ window }) => window.first === before?.window.first))
      found.set(id, [...(found.get(id) ?? []), ...given])
  }
  return found
}

/** The ids of the papers that the authorities of these lineages have in the region beside them. */
export const loadKindred = async (
  trx: Handle,
  regionId: string,
  papers: readonly { readonly id: string; readonly lineageIds: readonly string[] }[],
): Promise<string[]> => {
  const known = papers.map(({ id }) => id)
  const lineage = [...new Set(papers.flatMap(({ lineageIds }) => lineageIds))]
  const rows = await trx
    .selectFrom('selfAssessment')
    .select('id')
    .where('regionId', '=', regionId)
    .where(sql<boolean>`authority_id = any(${lineage}::uuid[])`)
    .where(sql<boolean>`not id = any(${known}::uuid[])`)
    .execute()
  return rows.map(({ id }) => id)
}

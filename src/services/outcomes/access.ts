import type { ChallengeEvent } from '../../db/events.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { findRound } from '../../db/rounds.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import { mayReadOutcomes, mayWriteOutcomes } from '../../domain/outcomes/access.ts'
import { checkHeld, subjectsOf } from '../../domain/outcomes/outcome.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { eventToRead } from '../events/access.ts'
import { loadCircles } from '../events/circles.ts'
import { type AuthorityRef, lookUpAuthorities, resolveKnown } from '../people/authorities.ts'
import { seesProgramme } from '../rounds/access.ts'
import { allow, notFound, regionOf, type Work } from '../use-case.ts'

/** A challenge event with the papers of the authorities that its outcomes are about, whoever may read them. */
export interface Challenged {
  readonly event: ChallengeEvent
  /** Of every authority that the event is for, as its triad or round names it. */
  readonly memberIds: readonly string[]
  readonly papers: readonly Paper[]
}

/** Whether the actor reads the outcomes about the authority of a paper now. */
export const readsOutcomes = (work: Work, paper: Paper): boolean =>
  mayReadOutcomes(work.actor, paper.facts, work.now)

/** An event with its papers, for everybody who holds an appointment in its region. */
export const challengedAt = async (work: Work, id: string): Promise<Result<Challenged>> => {
  const event = await eventToRead(work, id)
  if (!event.ok) return event
  const memberIds = (await loadCircles(work, [event.value.roundId])).members(event.value)
  const subjects = subjectsOf(event.value, memberIds)
  const papers = await loadPapers(work.trx, regionOf(work), { roundId: event.value.roundId })
  return success({
    event: event.value,
    memberIds,
    papers: papers.filter(({ authority }) => subjects.includes(authority.id)),
  })
}

/** An event that was held, about one of whose authorities the actor writes down what came of it. */
export interface Written extends Challenged {
  readonly paper: Paper
}

const WHO_WRITES =
  'What came of an event is written down for an authority by its director, a delegate, those who challenged it, the event’s facilitator under a grant, and the consultant.'

/** Goes on where the actor may write about an authority of a held event; one that took over stands for the one before. */
export const challengedToWrite = async (
  work: Work,
  id: string,
  ref: AuthorityRef,
): Promise<Result<Written>> => {
  const challenged = await challengedAt(work, id)
  if (!challenged.ok) return challenged
  const authorityId = await resolveAuthority(work, ref, '/authority')
  if (!authorityId.ok) return authorityId
  const paper = challenged.value.papers.find(({ facts }) => facts.authorIds.includes(authorityId.value))
  if (paper === undefined)
    return fault('/authority', 'This event challenges no self-assessment of that authority.')
  const allowed = allow(mayWriteOutcomes(work.actor, paper.facts, work.now), WHO_WRITES)
  if (!allowed.ok) return allowed
  const held = checkHeld(challenged.value.event.state)
  return held.ok ? success({ ...challenged.value, paper }) : held
}

/** The id of one authority named in a request. */
export const resolveAuthority = async (
  work: Work,
  ref: AuthorityRef,
  pointer: string,
): Promise<Result<string>> => {
  const ids = resolveKnown(work, await lookUpAuthorities(work, [ref]), [ref], () => pointer)
  if (!ids.ok) return ids
  const [id] = ids.value
  return id === undefined ? notFound() : success(id)
}

/** A round with its papers, those that the actor reads outcomes about apart. */
export interface Harvest {
  readonly round: Round
  readonly papers: readonly Paper[]
  readonly readable: readonly Paper[]
}

/** A round with its papers, for everybody who holds an appointment in its region. */
export const harvestOf = async (work: Work, roundId: string): Promise<Result<Harvest>> => {
  const round = seesProgramme(work) ? await findRound(work.trx, roundId) : null
  if (round === null) return notFound()
  const papers = await loadPapers(work.trx, regionOf(work), { roundId })
  return success({ round, papers, readable: papers.filter((paper) => readsOutcomes(work, paper)) })
}

/** The one paper with an id, undefined for that of nothing found: the same statements for both. */
export const paperOf = async (work: Work, id: string | undefined): Promise<Paper | null> => {
  const [paper = null] = await loadPapers(work.trx, regionOf(work), { ids: id === undefined ? [] : [id] })
  return paper
}

import { type Assignment, countLoads, loadOffers } from '../../../db/assignments.ts'
import { loadNames } from '../../../db/names.ts'
import { loadPaperModerations } from '../../../db/paper-moderation.ts'
import { loadEveryAppointment, loadPapers, type Paper } from '../../../db/papers.ts'
import { countEarlierLoads, loadProfiles, loadTrainings, NO_PROFILE } from '../../../db/pool.ts'
import { loadPriorities } from '../../../db/priorities.ts'
import { loadTriads, type Triad } from '../../../db/rounds.ts'
import { validOn } from '../../../domain/access/actor.ts'
import { type Result, success } from '../../../domain/failures.ts'
import { stands } from '../../../domain/moderation/assignment.ts'
import { type AssignmentDeadlines, deadlinesOfOffer } from '../../../domain/moderation/deadlines.ts'
import { isTrained } from '../../../domain/moderation/shortages.ts'
import { type Training, trainingOf } from '../../../domain/moderation/training.ts'
import type { ModerationFacts, PoolModerator } from '../../../domain/planning/moderation-facts.ts'
import type { ModerationPlanRequest } from '../../../domain/planning/moderation-request.ts'
import type { Barred } from '../../../domain/planning/moderators.ts'
import type { Round } from '../../../domain/rounds/round.ts'
import { dateInWords } from '../../../domain/words.ts'
import { regionOf, type Work } from '../../use-case.ts'
import { providersToday, reasonsAgainst, type Standing, todayOf } from '../eligible.ts'
import { readsPaper } from '../papers.ts'
import { type IsAway, loadAway } from './away.ts'

/** A self-assessment that the actor reads, with who has it and by when it would be offered. */
export interface GroundPaper {
  readonly paper: Paper
  /** How many moderators it has not got yet; none where its moderation is closed. */
  readonly places: number
  /** All that was ever offered of it. */
  readonly offers: readonly Assignment[]
  readonly deadlines: AssignmentDeadlines
}

/** What a round's moderators are allocated from, as it stands: the facts are of every paper that wants some. */
export interface ModerationGround {
  readonly round: Round
  /** By id; those that the actor may not read are not among them, as if they were not there. */
  readonly papers: ReadonlyMap<string, GroundPaper>
  readonly facts: ModerationFacts
}

interface PooledModerator extends PoolModerator {
  readonly training: Training
}

/** Reads it. Refused at `/commentsDue` where neither the request nor the round says by when comments are due. */
export const loadModerationGround = async (
  work: Work,
  round: Round,
  request: Pick<ModerationPlanRequest, 'withinTriads' | 'acceptUntrained' | 'acceptBy' | 'commentsDue'>,
): Promise<Result<ModerationGround>> => {
  const papers = await loadGroundPapers(work, round, request)
  if (!papers.ok) return papers
  const moderators = await loadModerators(work, round)
  const open = papers.value.filter(({ places }) => places > 0)
  const isAway = await loadAway(
    work,
    moderators.map(({ id }) => id),
    open.reduce((last, { deadlines: { commentsDue } }) => (commentsDue > last ? commentsDue : last), ''),
  )
  const providers = await providersToday(work)
  const triads = request.withinTriads ? await loadTriads(work.trx, round.id) : null
  const priorities = await loadPriorities(work.trx, round.id)
  const { themes, ceiling, oneAuthority } = round.policy.moderation
  return success({
    round,
    papers: new Map(papers.value.map((each) => [each.paper.id, each])),
    facts: {
      papers: open.map(({ paper, places }) => ({ id: paper.id, name: paper.authority.name, places })),
      moderators: moderators.map(({ training: _, ...each }) => each),
      barred: open.flatMap((each) =>
        moderators.flatMap((moderator) =>
          barredFrom(work, each, moderator, request, { isAway, providers, triads }),
        ),
      ),
      ceiling,
      oneAuthority,
      themes: [...new Set([...themes, ...priorities].map(({ theme }) => theme))],
    },
  })
}

const loadGroundPapers = async (
  work: Work,
  round: Round,
  request: Pick<ModerationPlanRequest, 'acceptBy' | 'commentsDue'>,
): Promise<Result<GroundPaper[]>> => {
  const { trx } = work
  const all = await loadPapers(trx, regionOf(work), { roundId: round.id })
  const papers = all.filter((paper) => readsPaper(work, paper))
  const ids = papers.map(({ id }) => id)
  const moderations = await loadPaperModerations(trx, ids)
  const offers = Map.groupBy(await loadOffers(trx, ids), ({ selfAssessmentId }) => selfAssessmentId)
  const found: GroundPaper[] = []
  for (const paper of papers) {
    const own = offers.get(paper.id) ?? []
    const isClosed = (moderations.get(paper.id)?.closedAt ?? null) !== null
    const missing = round.policy.moderation.moderators - own.filter(({ state }) => stands(state)).length
    const deadlines = deadlinesOfOffer(request, paper.deadlines, todayOf(work))
    if (!deadlines.ok) return deadlines
    const places = isClosed ? 0 : Math.max(0, missing)
    found.push({ paper, places, offers: own, deadlines: deadlines.value })
  }
  return success(found)
}

/** The pool's moderators of today, with what the round and those before gave them to do. */
const loadModerators = async (work: Work, round: Round): Promise<PooledModerator[]> => {
  const { trx } = work
  const { id: regionId } = regionOf(work)
  const today = todayOf(work)
  const posts = (await loadEveryAppointment(trx, regionId)).filter((post) => validOn(post, today))
  const ids = [...new Set(posts.filter(({ role }) => role === 'moderator').map(({ personId }) => personId))]
  const { offices } = await loadNames(trx, regionId)
  const profiles = await loadProfiles(trx, regionId)
  const trainings = await loadTrainings(trx, ids)
  const loads = await countLoads(trx, { roundId: round.id, exceptPaperId: null })
  const before = await countEarlierLoads(trx, regionId, round)
  return ids.toSorted().map((id) => {
    const { trainingValidMonths } = round.policy.moderation
    const training = trainingOf(trainings.get(id) ?? [], trainingValidMonths, today)
    return {
      id,
      name: offices[id] ?? '',
      homeIds: [
        ...new Set(
          posts.filter(({ personId }) => personId === id).flatMap(({ authorityIds }) => authorityIds),
        ),
      ],
      themes: (profiles.get(id) ?? NO_PROFILE).themes,
      training,
      isTrained: training.expired === false,
      earlier: before.get(id) ?? 0,
      load: loads.get(id) ?? 0,
    }
  })
}

/** Why somebody is not given a paper, if there are reasons: all of them. */
const barredFrom = (
  work: Work,
  { paper, offers, deadlines: { commentsDue } }: GroundPaper,
  { id, homeIds, load, training }: PooledModerator,
  { acceptUntrained }: Pick<ModerationPlanRequest, 'acceptUntrained'>,
  {
    isAway,
    providers,
    triads,
  }: Pick<Standing, 'providers'> & { readonly isAway: IsAway; readonly triads: readonly Triad[] | null },
): Barred[] => {
  const own = offers.filter(({ moderator }) => moderator.id === id)
  const has = own.some(({ state }) => stands(state))
  const standing = {
    moderatorIds: offers.filter(({ state }) => stands(state)).map(({ moderator }) => moderator.id),
    loads: new Map([[id, load - Number(has)]]),
    providers,
  }
  const untrained =
    !acceptUntrained && !isTrained(training, paper.round.policy.moderation.trainingValidMonths)
  const reasons = [
    ...(has ? ['They moderate it already, or are asked to.'] : []),
    ...(own.some((each) => gaveUp(each, offers)) ? ['They have declined it or given it up.'] : []),
    ...reasonsAgainst(work, paper, standing, id).map(({ sentence }) => sentence),
    ...(triads && !sharesTriad(triads, paper, homeIds) ? ['They are not of its triad.'] : []),
    ...(untrained ? [trainingInWords(training)] : []),
    ...(isAway(id, commentsDue)
      ? [
          `They are out of office on every working day until ${dateInWords(commentsDue)}, when comments are due.`,
        ]
      : []),
  ]
  return reasons.length === 0 ? [] : [{ paperId: paper.id, moderatorId: id, because: reasons.join(' ') }]
}

/** Whether a paper is not for somebody any more; an offer that the consultant took back unanswered says nothing. */
const gaveUp = ({ id, state, acceptedAt }: Assignment, offers: readonly Assignment[]): boolean =>
  state === 'declined' ||
  (state === 'ended' && (acceptedAt !== null || offers.some(({ replacesId }) => replacesId === id)))

const sharesTriad = (triads: readonly Triad[], { authority }: Paper, homeIds: readonly string[]): boolean =>
  triads.some(
    ({ authorityIds }) =>
      authorityIds.includes(authority.id) && homeIds.some((id) => authorityIds.includes(id)),
  )

const trainingInWords = ({ expiresOn }: Training): string =>
  expiresOn === null
    ? 'They are not recorded as trained, which the round’s policy asks for.'
    : `Their training ran out on ${dateInWords(expiresOn)}.`

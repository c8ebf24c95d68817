import type { StoredChallengePlan } from '../../db/challenge-plans.ts'
import { loadChallenges } from '../../db/challenges.ts'
import { keepDeployment, keepUndeployed } from '../../db/deployments.ts'
import { lockRound } from '../../db/rounds.ts'
import { type Challenge, challengesOfEach } from '../../domain/challenges/challenge.ts'
import { checkDirected } from '../../domain/challenges/rules.ts'
import { failure, type Result, success } from '../../domain/failures.ts'
import { isDeployed } from '../../domain/planning/deployment.ts'
import type { DirectedProblem } from '../../domain/planning/directed.ts'
import { holds } from '../../domain/planning/directed-reasons.ts'
import type { DirectedFacts } from '../../domain/planning/directed-round.ts'
import { checkNotClosed, type Round } from '../../domain/rounds/round.ts'
import { listInWords } from '../../domain/words.ts'
import { writeChallenges } from '../rounds/challenges.ts'
import { notFound, type Work, writing } from '../use-case.ts'
import { challengePlanToRead } from './access.ts'
import { viewChallengePlan } from './challenge-plans.ts'
import { loadDirectedFacts } from './facts.ts'
import { type ChallengePlanView, outcomeOf } from './views.ts'

/**
 * The consultant makes a plan real: its challenges become the round's, all of them or none. Refused, as `wrong-state`,
 * where others take part by now, where the round's challenges were changed, or where something stands against one.
 */
export const deployChallengePlan = writing<{ readonly id: string }, StoredChallengePlan, ChallengePlanView>({
  authorise: (work, { id }) => challengePlanToRead(work, id, 'for-change'),
  run: async (work, { id }, plan) => {
    if (isDeployed(plan)) return failure('wrong-state', 'This plan is deployed already.')
    const outcome = outcomeOf(plan)
    if (outcome?.kind !== 'planned')
      return failure('wrong-state', 'There is no plan here that could be deployed.')
    const round = await roundOf(work, plan)
    if (!round.ok) return round
    const { challenges: after } = outcome
    const same = checkSame(plan.problem, after, await loadDirectedFacts(work, round.value))
    if (!same.ok) return same
    const written = await write(work, round.value, after)
    if (!written.ok) return written
    const deployment = { before: plan.problem.standing, after }
    await keepDeployment(work.trx, 'challengePlan', id, deployment, work.now)
    work.record('challenge-plan', id, { deploy: true, roundId: plan.roundId, ...deployment })
    return viewChallengePlan(work, id)
  },
})

/**
 * The consultant takes a deployed plan back: the round has the challenges that it had before. Refused, as `wrong-state`,
 * where they were changed since, or where they may not be any more.
 */
export const undeployChallengePlan = writing<{ readonly id: string }, StoredChallengePlan, ChallengePlanView>(
  {
    authorise: (work, { id }) => challengePlanToRead(work, id, 'for-change'),
    run: async (work, { id }, plan) => {
      const { deployment } = plan
      if (deployment === null || !isDeployed(plan))
        return failure('wrong-state', 'This plan is not deployed.')
      const round = await roundOf(work, plan)
      if (!round.ok) return round
      if (!areSame(await loadChallenges(work.trx, plan.roundId), deployment.after))
        return failure(
          'wrong-state',
          'Who challenges whom was changed since the plan was deployed. It cannot be taken back any more.',
        )
      const written = await write(work, round.value, deployment.before)
      if (!written.ok) return written
      await keepUndeployed(work.trx, 'challengePlan', id, work.now)
      work.record('challenge-plan', id, { undeploy: true, roundId: plan.roundId })
      return viewChallengePlan(work, id)
    },
  },
)

/** The round of a plan, locked, unless it is closed or has another method by now. */
const roundOf = async (work: Work, { roundId }: StoredChallengePlan): Promise<Result<Round>> => {
  const round = await lockRound(work.trx, roundId)
  if (round === null) return notFound()
  const directed = checkDirected(round)
  if (!directed.ok) return directed
  const open = checkNotClosed(round)
  return open.ok ? success(round) : open
}

const checkSame = (
  { seats, standing, groups }: DirectedProblem,
  chosen: readonly Challenge[],
  now: DirectedFacts,
): Result<null> => {
  const listed = (all: readonly { readonly id: string }[]) =>
    all
      .map(({ id }) => id)
      .toSorted()
      .join()
  if (listed(seats) !== listed(now.authorities))
    return failure('wrong-state', 'Others take part in the round than when it was planned. Plan it again.')
  if (!areSame(standing, now.standing))
    return failure('wrong-state', 'Who challenges whom was changed since it was planned. Plan it again.')
  const isInTriad = ({ authorityId, challengerId }: Challenge) =>
    now.triads.some((ids) => ids.includes(authorityId) && ids.includes(challengerId))
  if (groups !== null && !chosen.every(isInTriad))
    return failure('wrong-state', 'The triads were changed since it was planned. Plan it again.')
  const names = new Map(now.authorities.map(({ id, name }) => [id, name]))
  const against = now.apart.find(({ authorityIds }) =>
    chosen.some(
      (each) => authorityIds.includes(each.authorityId) && authorityIds.includes(each.challengerId),
    ),
  )
  if (against === undefined) return success(null)
  const two = listInWords(against.authorityIds.map((id) => names.get(id) ?? '').toSorted())
  return failure(
    'wrong-state',
    `${two}, of whom one would challenge the other: ${against.because} Plan the round again.`,
  )
}

const areSame = (some: readonly Challenge[], others: readonly Challenge[]): boolean =>
  some.length === others.length && some.every(holds(others))

/** Writes challenges as those are that somebody sends, the request's fields left out of what is refused. */
const write = async (work: Work, round: Round, challenges: readonly Challenge[]): Promise<Result<null>> => {
  const authors = [...new Set(challenges.map(({ authorityId }) => authorityId))]
  const written = await writeChallenges(work, round, challengesOfEach(authors, challenges))
  return written.ok ? success(null) : failure('wrong-state', written.failure.detail)
}

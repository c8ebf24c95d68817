import { assignmentOf, loadAssignmentStates, selectAssignments } from '../../db/assignments.ts'
import { loadChallenges } from '../../db/challenges.ts'
import { takingPartIn } from '../../db/circles.ts'
import { selectContacts } from '../../db/contacts.ts'
import { type ChallengeEvent, daysOfEvent, eventOf, selectEvents } from '../../db/events.ts'
import { loadUnused } from '../../db/invitations.ts'
import { lookUpOne } from '../../db/lookups.ts'
import { loadNames } from '../../db/names.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import { roundOf, selectRounds, selectTriads } from '../../db/rounds.ts'
import { loadVersions } from '../../db/submissions.ts'
import { loadSuccessions } from '../../db/successions.ts'
import { beginningOf, endOf, officeOn, standingOn } from '../../domain/authorities/succession.ts'
import { type Challenge, challengesOfEach } from '../../domain/challenges/challenge.ts'
import { blocking } from '../../domain/clashes/waivers.ts'
import { confirmationDue, confirmationRunsOut } from '../../domain/contacts/confirmation.ts'
import { answerOf } from '../../domain/events/attendance.ts'
import type { HandOverFacts } from '../../domain/hand-over/hand-over.ts'
import type { Named } from '../../domain/hand-over/item.ts'
import { localDate } from '../../domain/intervals.ts'
import { isModerated, type Round } from '../../domain/rounds/round.ts'
import { listInWords } from '../../domain/words.ts'
import { judge } from '../clashes/judging.ts'
import { type Circles, loadCircles } from '../events/circles.ts'
import { readsPaper } from '../moderation/papers.ts'
import { regionOf, type Work } from '../use-case.ts'

const loadOffices = async (work: Work): Promise<HandOverFacts['offices']> => {
  const { id, timezone } = regionOf(work)
  const today = localDate(work.now, timezone)
  const offices = await selectContacts(work.trx, id, today).execute()
  const directors = await loadAppointmentsInRoles(work.trx, id, ['director'])
  const successions = await loadSuccessions(work.trx, id)
  const begins = (id: string) => {
    const day = beginningOf(id, successions)
    return day !== null && day > today ? day : null
  }
  return offices.map((office) => ({
    authority: { id: office.id, name: office.name },
    begins: begins(office.id),
    ends: endOf(office.id, successions),
    directors: directors.filter(({ authorityIds }) => authorityIds.includes(office.id)),
    contactDue: confirmationDue(office.confirmedAt, work.now, timezone),
    confirmedUntil: confirmationRunsOut(office.confirmedAt, timezone),
  }))
}

const loadRounds = async (work: Work): Promise<HandOverFacts['rounds']> => {
  const rows = await selectRounds(work.trx).where('regionId', '=', regionOf(work).id).execute()
  const rounds = rows.map(roundOf).filter(({ state }) => state !== 'closed')
  const { authorities } = await loadNames(work.trx, regionOf(work).id)
  const ids = rounds.map(({ id }) => id)
  const takingPart = await lookUpOne(work.trx, takingPartIn(ids))
  const triads = await selectTriads(work.trx).where('triad.regionId', '=', regionOf(work).id).execute()
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  const challengesIn = new Map<string, Challenge[]>()
  for (const { id } of rounds) challengesIn.set(id, await loadChallenges(work.trx, id))
  return rounds.map((round) => {
    const grouped = new Set(
      triads.filter(({ roundId }) => roundId === round.id).flatMap(({ authorityIds }) => authorityIds),
    )
    const members = takingPart.get(round.id) ?? []
    const named = (ids: readonly string[]) => ids.map((id) => ({ id, name: authorities[id] ?? '' }))
    const challenges = challengesIn.get(round.id) ?? []
    const unchallenged = challengesOfEach(members, challenges).filter(
      (each) => each.challengerIds.length === 0,
    )
    const ended = members.flatMap((id) => {
      const on = endOf(id, successions)
      if (on === null || on > round.window.first) return []
      const successors = named(standingOn([id], round.window.first, successions)).map(({ name }) => name)
      return [{ id, name: authorities[id] ?? '', on, successors: successors.toSorted() }]
    })
    return {
      ...round,
      ended,
      withoutTriad: round.method === 'triad' ? named(members.filter((id) => !grouped.has(id))) : [],
      withoutChallenger:
        round.method === 'directed' ? named(unchallenged.map(({ authorityId }) => authorityId)) : [],
    }
  })
}

const loadEvents = async (work: Work): Promise<HandOverFacts['events']> => {
  const rows = await selectEvents(work.trx)
    .where('challengeEvent.regionId', '=', regionOf(work).id)
    .where('challengeEvent.state', 'in', ['proposed', 'confirmed', 'deferred'])
    .execute()
  const events = rows.map(eventOf)
  const coming = events.filter(({ state, span }) => state === 'confirmed' && span.until > work.now)
  const judged = new Map((await judge(work, coming)).events.map(({ event, clashes }) => [event.id, clashes]))
  const circles = await loadCircles(
    work,
    coming.map(({ roundId }) => roundId),
  )
  const { authorities } = await loadNames(work.trx, regionOf(work).id)
  const awaiting = new Set(coming.map(({ id }) => id))
  return events.map((event) => ({
    id: event.id,
    title: event.title,
    state: event.state,
    days: daysOfEvent(event),
    blockingClashes: blocking(judged.get(event.id) ?? []).length,
    awaited: awaiting.has(event.id) ? awaitedBy(circles, event, authorities) : [],
  }))
}

/** The offices of an event with a director in post that have not answered; one of several authorities as one. */
const awaitedBy = (
  circles: Circles,
  event: ChallengeEvent,
  authorities: Readonly<Record<string, string>>,
): Named[] =>
  circles
    .offices(event)
    .filter((office) => office.directorId !== null)
    .filter((office) => (answerOf(office, circles.answers(event.id))?.answer ?? 'awaited') === 'awaited')
    .map(({ authorityIds }) => ({
      id: authorityIds[0] ?? '',
      name: listInWords(authorityIds.map((id) => authorities[id] ?? '').toSorted()),
    }))

/** Of those that the actor may read now, in open rounds; once its window is over, of one that has a deadline. */
const loadOpenPapers = async (work: Work): Promise<Paper[]> => {
  const today = localDate(work.now, regionOf(work).timezone)
  const goesOn = ({ state, window, deadlines }: Round) =>
    state === 'open' && (window.last >= today || deadlines.selfAssessmentDue !== null)
  return (await loadPapers(work.trx, regionOf(work), 'all')).filter(
    (paper) => goesOn(paper.round) && readsPaper(work, paper),
  )
}

const loadAssignments = async (work: Work, papers: readonly Paper[]) => {
  const known = new Set(papers.map(({ id }) => id))
  const rows = await selectAssignments(work.trx)
    .where('assignment.regionId', '=', regionOf(work).id)
    .where('assignment.state', 'in', ['offered', 'accepted'])
    .execute()
  return rows.map(assignmentOf).filter(({ selfAssessmentId }) => known.has(selfAssessmentId))
}

const loadInvitations = async (work: Work): Promise<HandOverFacts['invitations']> => {
  const { id, timezone } = regionOf(work)
  const unused = await loadUnused(work.trx, id)
  return unused.map(({ personId, personName, expiresAt }) => ({
    person: { id: personId, name: personName },
    expired: expiresAt <= work.now,
    expiresOn: localDate(expiresAt, timezone),
  }))
}

/** The facts of the region's hand-over list, as far as the actor may know them, with the papers that they tell of. */
export const loadHandOver = async (
  work: Work,
): Promise<{ readonly facts: HandOverFacts; readonly paperIds: readonly string[] }> => {
  const papers = await loadOpenPapers(work)
  const paperIds = papers.map(({ id }) => id)
  const submitted = new Set((await loadVersions(work.trx, paperIds)).map(({ paperId }) => paperId))
  const assignments = await loadAssignments(work, papers)
  const states = await loadAssignmentStates(work.trx, paperIds)
  const moderated = new Set(
    states
      .filter(({ state, commented }) => commented || state === 'offered' || state === 'accepted')
      .map(({ paperId }) => paperId),
  )
  const successions = await loadSuccessions(work.trx, regionOf(work).id)
  const { authorities } = await loadNames(work.trx, regionOf(work).id)
  const today = localDate(work.now, regionOf(work).timezone)
  const officeNow = (authority: Named, authorIds: readonly string[]): Named =>
    officeOn(authority, today, { authorIds, successions, names: authorities })
  const nameOf = ({ id, label }: { readonly id: string; readonly label: string }) => ({ id, name: label })
  const facts = {
    today,
    offices: await loadOffices(work),
    rounds: await loadRounds(work),
    events: await loadEvents(work),
    papers: papers.map(({ id, authority, round, deadlines, workflow, facts: { authorIds } }) => ({
      id,
      authority,
      office: officeNow(authority, authorIds),
      round: nameOf(round),
      submitted: submitted.has(id) && workflow.state !== 'withdrawn',
      moderated: !isModerated(round) || moderated.has(id),
      selfAssessmentDue: deadlines.selfAssessmentDue,
      commentsDue: deadlines.commentsDue,
    })),
    assignments: assignments.map(({ round, ...assignment }) => ({ ...assignment, round: nameOf(round) })),
    invitations: await loadInvitations(work),
  }
  return { facts, paperIds }
}

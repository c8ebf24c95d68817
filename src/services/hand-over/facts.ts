import { assignmentOf, loadAssignmentStates, selectAssignments } from '../../db/assignments.ts'
import { loadTakingPartIn } from '../../db/circles.ts'
import { selectContacts } from '../../db/contacts.ts'
import { daysOfEvent, eventOf, selectEvents } from '../../db/events.ts'
import { loadUnused } from '../../db/invitations.ts'
import { loadNames } from '../../db/names.ts'
import { loadPapers, type Paper } from '../../db/papers.ts'
import { loadAppointmentsInRoles } from '../../db/people.ts'
import { roundOf, selectRounds, selectTriads } from '../../db/rounds.ts'
import { loadVersions } from '../../db/submissions.ts'
import { blocking } from '../../domain/clashes/waivers.ts'
import { confirmationDue, confirmationRunsOut } from '../../domain/contacts/confirmation.ts'
import type { HandOverFacts } from '../../domain/hand-over/hand-over.ts'
import { localDate } from '../../domain/intervals.ts'
import { judge } from '../clashes/judging.ts'
import { readsPaper } from '../moderation/papers.ts'
import { regionOf, type Work } from '../use-case.ts'

const loadOffices = async (work: Work): Promise<HandOverFacts['offices']> => {
  const { id, timezone } = regionOf(work)
  const offices = await selectContacts(work.trx, id, localDate(work.now, timezone)).execute()
  const directors = await loadAppointmentsInRoles(work.trx, id, ['director'])
  return offices.map((office) => ({
    authority: { id: office.id, name: office.name },
    directors: directors.filter(({ authorityIds }) => authorityIds.includes(office.id)),
    contactDue: confirmationDue(office.confirmedAt, work.now, timezone),
    confirmedUntil: confirmationRunsOut(office.confirmedAt, timezone),
  }))
}

const loadRounds = async (work: Work): Promise<HandOverFacts['rounds']> => {
  const rows = await selectRounds(work.trx).where('regionId', '=', regionOf(work).id).execute()
  const rounds = rows.map(roundOf).filter(({ state }) => state !== 'closed')
  const { authorities } = await loadNames(work.trx, regionOf(work).id)
  const takingPart = await loadTakingPartIn(
    work.trx,
    rounds.map(({ id }) => id),
  )
  const triads = await selectTriads(work.trx).where('triad.regionId', '=', regionOf(work).id).execute()
  return rounds.map((round) => {
    const grouped = new Set(
      triads.filter(({ roundId }) => roundId === round.id).flatMap(({ authorityIds }) => authorityIds),
    )
    const without = round.method === 'triad' ? (takingPart.get(round.id) ?? []) : []
    return {
      ...round,
      withoutTriad: without
        .filter((id) => !grouped.has(id))
        .map((id) => ({ id, name: authorities[id] ?? '' })),
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
  return events.map((event) => ({
    id: event.id,
    title: event.title,
    state: event.state,
    days: daysOfEvent(event),
    blockingClashes: blocking(judged.get(event.id) ?? []).length,
  }))
}

/** Of those that the actor may read now, in rounds that are not closed. */
const loadOpenPapers = async (work: Work): Promise<Paper[]> =>
  (await loadPapers(work.trx, regionOf(work), 'all')).filter(
    (paper) => paper.round.state !== 'closed' && readsPaper(work, paper),
  )

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
  const nameOf = ({ id, label }: { readonly id: string; readonly label: string }) => ({ id, name: label })
  const facts = {
    today: localDate(work.now, regionOf(work).timezone),
    offices: await loadOffices(work),
    rounds: await loadRounds(work),
    events: await loadEvents(work),
    papers: papers.map(({ id, authority, round }) => ({
      id,
      authority,
      round: nameOf(round),
      submitted: submitted.has(id),
      moderated: moderated.has(id),
      selfAssessmentDue: round.deadlines.selfAssessmentDue,
      commentsDue: round.deadlines.commentsDue,
    })),
    assignments: assignments.map(({ round, ...assignment }) => ({ ...assignment, round: nameOf(round) })),
    invitations: await loadInvitations(work),
  }
  return { facts, paperIds }
}

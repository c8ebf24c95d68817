import type { ChallengeEvent } from '../../db/events.ts'
import { insertMessage, type OutboxMessage, selectMessages } from '../../db/outbox.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import { mayChangeProgramme } from '../../domain/access/operations.ts'
import type { Clash } from '../../domain/clashes/clash.ts'
import { CLASH_DETECTED, type ClashDetected } from '../../domain/clashes/detected.ts'
import type { Cause } from '../../domain/clashes/found.ts'
import { success } from '../../domain/failures.ts'
import { allow, reading, regionOf, type Work } from '../use-case.ts'
import { bestAlternatives } from './alternatives.ts'
import type { Ground } from './ground.ts'
import { seenBy } from './judging.ts'

export type { OutboxMessage } from '../../db/outbox.ts'

/** How many dates are told with a clash. */
const ALTERNATIVES = 3

/** Puts into the outbox that a confirmed event has come to clash, with the dates that it could take instead. */
export const tellDetected = async (
  work: Work,
  ground: Ground,
  event: ChallengeEvent,
  clashes: readonly Clash[],
  cause: Cause,
): Promise<void> => {
  const payload: ClashDetected = {
    eventId: event.id,
    roundId: event.roundId,
    title: event.title,
    cause,
    clashes: seenBy(work, ground, clashes).map(
      ({ rule, severity, message, from, to, calendarId, commitmentId, authorityIds, personIds }) => ({
        rule,
        severity,
        message,
        from,
        to,
        calendarId,
        commitmentId,
        authorityIds,
        personIds,
      }),
    ),
    alternatives: (await bestAlternatives(work, event, ALTERNATIVES)).map(({ occasion, clashes: left }) => ({
      date: occasion.date,
      days: occasion.days,
      startTime: occasion.startTime,
      endTime: occasion.endTime,
      against: left.map(({ message }) => message),
    })),
  }
  await insertMessage(work.trx, regionOf(work).id, {
    topic: CLASH_DETECTED,
    subjectId: event.id,
    payload,
    at: work.now,
  })
}

/** What the service has to tell the region's consultant, the first first. */
export const listMessages = reading({
  authorise: async (work) =>
    allow(
      mayChangeProgramme(work.actor, regionOf(work).id),
      'What the service has to tell is for the programme consultant.',
    ),
  run: async (work, input: PageRequest) => {
    const page = await pageOf(
      selectMessages(work.trx, regionOf(work).id),
      { column: 'at', type: 'timestamptz', idColumn: 'id' },
      input,
    )
    if (!page.ok) return page
    const items = page.value.items.map(
      ({ id, topic, subjectId, payload, at }): OutboxMessage => ({ id, topic, subjectId, payload, at }),
    )
    return success({ ...page.value, items })
  },
})

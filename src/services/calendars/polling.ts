import {
  type ClaimedSubscription,
  claimDueSubscription,
  putSubscription,
  stillClaimed,
} from '../../db/calendar-subscriptions.ts'
import type { Database } from '../../db/database.ts'
import { nextPollAt } from '../../domain/calendars/subscription.ts'
import { failure, type Result } from '../../domain/failures.ts'
import { everyRegion, inRegion } from '../background.ts'
import { type Region, regionOf, type Work } from '../use-case.ts'
import type { Answer, Outside } from './asking.ts'
import { findCalendar } from './calendars.ts'
import { type Ground, groundOf } from './sources.ts'
import { askSubscribed, takeAnswer } from './subscribing.ts'

/** Polls the addresses that calendars are subscribed to. */
export interface CalendarPolls {
  /** Polls all that are due, and returns how many; begins none any more once `stopped`. */
  poll(stopped?: AbortSignal): Promise<number>
}

/** A fetch takes 15 seconds at most and the reading of a file 10: a poll not over by then has died with its process. */
const LEASE_SECONDS = 120

/** So many addresses are asked at once, so that a slow server holds up few others. */
const AT_ONCE = 4

interface Claim {
  readonly subscription: ClaimedSubscription
  readonly ground: Ground
}

/** Polls over every region of a database. Any number of processes may poll: each address is asked by one of them. */
export const createCalendarPolls = (
  database: Database,
  now: () => Date,
  key: Buffer,
  outside: Outside,
): CalendarPolls => {
  const settle = (region: Region, claim: Claim, answer: Result<Answer>) =>
    inRegion(database, region, now(), (work) => settleClaim(work, claim, answer))

  const pollNext = async (region: Region): Promise<boolean> => {
    const claim = await inRegion(database, region, now(), claimDue)
    if (claim === null) return false
    const answer = await askSubscribed(outside, key, claim.ground, claim.subscription)
    try {
      await settle(region, claim, answer)
    } catch (error) {
      // Else one file that cannot be written would be fetched again as often as its lease ends.
      await settle(region, claim, failure('calendar-unreachable', 'The calendar could not be taken.'))
      throw error
    }
    return true
  }

  return {
    poll: async (stopped) => {
      let polled = 0
      for (const region of await everyRegion(database, now())) {
        const pollOn = async () => {
          while (!stopped?.aborted && (await pollNext(region))) polled += 1
        }
        await Promise.all(Array.from({ length: AT_ONCE }, pollOn))
      }
      return polled
    },
  }
}

const claimDue = async (work: Work): Promise<Claim | null> => {
  const leaseEndsAt = new Date(work.now.getTime() + LEASE_SECONDS * 1000)
  const subscription = await claimDueSubscription(work.trx, regionOf(work).id, { now: work.now, leaseEndsAt })
  if (subscription === null) return null
  const calendar = await findCalendar(work, subscription.calendarId)
  return calendar.ok ? { subscription, ground: await groundOf(work, calendar.value) } : null
}

/** Writes what a poll came to, unless the subscription has become another, or another process's, meanwhile. */
const settleClaim = async (
  work: Work,
  { subscription: { lease, ...subscription }, ground }: Claim,
  answer: Result<Answer>,
): Promise<void> => {
  // The calendar's lock comes first, as it does for who subscribes.
  const calendar = await findCalendar(work, subscription.calendarId, 'for-change')
  if (!calendar.ok || !(await stillClaimed(work.trx, { ...subscription, lease }))) return
  const to = { asked: ground.asked, emptied: 'refused' } as const
  const taken = answer.ok
    ? await takeAnswer(work, calendar.value, subscription, { ...to, answer: answer.value })
    : answer
  if (taken.ok) return
  const failures = subscription.failures + 1
  await putSubscription(work.trx, regionOf(work).id, {
    ...subscription,
    askedAt: work.now,
    failures,
    failure: taken.failure.detail,
    nextAt: nextPollAt(work.now, { ...subscription, failures }, Math.random()),
  })
}

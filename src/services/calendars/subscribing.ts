import {
  deleteSubscription,
  findSubscription,
  putSubscription,
  type StoredSubscription,
} from '../../db/calendar-subscriptions.ts'
import { updateCalendar } from '../../db/calendars.ts'
import type { Calendar } from '../../domain/calendars/calendar.ts'
import {
  type CalendarSubscription,
  keptValidators,
  nextPollAt,
  USUAL_MINUTES,
  USUAL_STALE_AFTER_DAYS,
  validatorsFor,
} from '../../domain/calendars/subscription.ts'
import { failure, fault, type Result, success } from '../../domain/failures.ts'
import type { Days } from '../../domain/intervals.ts'
import { lookUp, type Runner } from '../runner.ts'
import { seal, unseal } from '../sealing.ts'
import { type Caller, notFound, reading, regionOf, type Work, writing } from '../use-case.ts'
import { type Answer, askAddress, type Outside } from './asking.ts'
import { findForSource, takeSource } from './importing.ts'
import { findGround, type Ground, groundOf } from './sources.ts'

/** An address that somebody gave for a calendar. */
export interface AddressGiven {
  readonly id: string
  readonly address: string
  readonly everyMinutes: number | null
}

/** That an address was asked, and what it answered. */
interface Asked {
  readonly id: string
  readonly asked: Days
  readonly answer: Answer
}

/** A subscription whose first copy has been fetched. */
export type NewSubscription = Asked &
  Pick<StoredSubscription, 'host' | 'address'> & { readonly everyMinutes: number }

/** A subscribed address that was asked again because somebody wished it. */
export type Refresh = Asked & { readonly acceptEmpty: boolean }

/** Addresses on their way into calendars, up to where they have been asked: no transaction may stay open meanwhile. */
export interface CalendarAddresses {
  /** Asks an address for who may write the calendar; gives what `subscribeCalendar` takes. */
  ask(caller: Caller, given: AddressGiven): Promise<Result<NewSubscription>>
  /** Asks a calendar's own address again; gives what `refreshCalendar` takes. */
  askAgain(caller: Caller, again: { id: string; acceptEmpty: boolean }): Promise<Result<Refresh>>
}

interface SubscribedGround extends Ground {
  readonly subscription: StoredSubscription
}

const findSubscribedGround = reading<{ id: string }, Calendar, SubscribedGround>({
  authorise: (work, { id }) => findForSource(work, id),
  run: async (work, _input, calendar) => {
    const subscription = await findSubscription(work.trx, calendar.id)
    return subscription ? success({ ...(await groundOf(work, calendar)), subscription }) : notSubscribed()
  },
})

const notSubscribed = () => failure('not-found', 'This calendar is subscribed to no address.')

const placeOf = (calendarId: string): Buffer => Buffer.from(`calendar address ${calendarId}`)

/** Asks the address of a subscription for what is wanted now. */
export const askSubscribed = async (
  outside: Outside,
  key: Buffer,
  ground: Ground,
  { calendarId, address, validators, asked }: StoredSubscription,
): Promise<Result<Answer>> => {
  const opened = unseal(key, placeOf(calendarId), address)
  if (opened === null)
    return failure('calendar-unreachable', 'The address is damaged: subscribe to it again.')
  return askAddress(outside, ground, opened.toString(), validatorsFor(validators, asked, ground.asked))
}

/** The way of addresses into calendars; `key` is the service's own 32 bytes, under which an address is kept. */
export const createCalendarAddresses = (
  runner: Runner,
  key: Buffer,
  outside: Outside,
): CalendarAddresses => ({
  ask: async (caller, { id, address, everyMinutes }) => {
    const ground = await lookUp(runner, { caller, operation: 'subscribeCalendar' }, findGround, { id })
    if (!ground.ok) return ground
    const fit = outside.fetcher.check(address)
    if (!fit.ok) return fault('/address', fit.failure.detail)
    const answer = await askAddress(outside, ground.value, address, { etag: null, lastModified: null })
    if (!answer.ok) return answer
    return success({
      id,
      asked: ground.value.asked,
      answer: answer.value,
      host: new URL(address).hostname,
      address: seal(key, placeOf(id), Buffer.from(address)),
      everyMinutes: everyMinutes ?? USUAL_MINUTES,
    })
  },
  askAgain: async (caller, { id, acceptEmpty }) => {
    const by = { caller, operation: 'refreshCalendar' }
    const ground = await lookUp(runner, by, findSubscribedGround, { id })
    if (!ground.ok) return ground
    const answer = await askSubscribed(outside, key, ground.value, ground.value.subscription)
    return answer.ok ? success({ id, acceptEmpty, asked: ground.value.asked, answer: answer.value }) : answer
  },
})

/** What of a subscription an answer does not change. */
type Standing = Pick<StoredSubscription, 'calendarId' | 'host' | 'address' | 'everyMinutes'>

/**
 * Takes what an address answered into a calendar that is locked for it, and writes its subscription: new, or
 * `before` with its failures forgotten.
 */
export const takeAnswer = async (
  work: Work,
  calendar: Calendar,
  before: Standing & Partial<StoredSubscription>,
  { asked, answer, emptied }: Omit<Asked, 'id'> & { readonly emptied: 'taken' | 'refused' },
): Promise<Result<StoredSubscription>> => {
  const { everyMinutes } = before
  const now = {
    askedAt: work.now,
    failures: 0,
    failure: null,
    nextAt: nextPollAt(work.now, { everyMinutes, failures: 0 }, Math.random()),
  }
  const copy = await takeCopy(work, calendar, before, { asked, answer, emptied })
  if (!copy.ok) return copy
  const subscription = { ...before, ...copy.value, ...now }
  await putSubscription(work.trx, regionOf(work).id, subscription)
  return success(subscription)
}

type Copy = Pick<StoredSubscription, 'taken' | 'asked' | 'validators'>

const takeCopy = async (
  work: Work,
  calendar: Calendar,
  before: Partial<Copy>,
  { asked, answer, emptied }: Omit<Asked, 'id'> & { readonly emptied: 'taken' | 'refused' },
): Promise<Result<Copy>> => {
  if (answer.kind === 'file') {
    const report = await takeSource(work, calendar, answer.file, { emptied })
    if (!report.ok) return report
    const { coversFrom: _from, coversTo: _to, ...taken } = report.value
    return success({ taken, asked, validators: keptValidators(answer.validators) })
  }
  const { taken, asked: askedBefore, validators } = before
  if (!taken || !askedBefore || !validators) {
    return failure(
      'calendar-unreachable',
      'The server says that its calendar is unchanged, but has given none.',
    )
  }
  await updateCalendar(work.trx, calendar.id, { ...calendar, checkedAt: work.now })
  return success({ taken, asked: askedBefore, validators })
}

const summary = ({ added, changed, unchanged, removed }: CalendarSubscription['taken']) => ({
  added,
  changed,
  unchanged,
  removed,
})

/**
 * A calendar is fed from an address from now on, in place of any before; its first copy is taken at once. One that
 * was trusted for ever is trusted for a week, since the address may fall silent.
 */
export const subscribeCalendar = writing<NewSubscription, Calendar, CalendarSubscription>({
  authorise: (work, { id }) => findForSource(work, id, 'for-change'),
  run: async (work, { id, asked, answer, ...given }, calendar) => {
    const trusted = { ...calendar, staleAfterDays: calendar.staleAfterDays ?? USUAL_STALE_AFTER_DAYS }
    const to = { asked, answer, emptied: 'taken' } as const
    const subscription = await takeAnswer(work, trusted, { ...given, calendarId: id }, to)
    if (!subscription.ok) return subscription
    work.record('calendar', id, { host: given.host, ...summary(subscription.value.taken) })
    return subscription
  },
})

/** A calendar's subscription, for who may write the calendar. */
export const readSubscription = reading<{ id: string }, Calendar, CalendarSubscription>({
  authorise: (work, { id }) => findForSource(work, id),
  run: async (work, { id }) => {
    const subscription = await findSubscription(work.trx, id)
    return subscription ? success(subscription) : notSubscribed()
  },
})

/** A calendar is asked for no more. What it was given stays, and goes stale. */
export const unsubscribeCalendar = writing<{ id: string }, Calendar, undefined>({
  authorise: (work, { id }) => findForSource(work, id, 'for-change'),
  run: async (work, { id }) => {
    if (!(await deleteSubscription(work.trx, id))) return notSubscribed()
    work.record('calendar', id)
    return success(undefined)
  },
})

/** What a calendar's address answered when somebody had it asked. */
export const refreshCalendar = writing<Refresh, Calendar, CalendarSubscription>({
  authorise: (work, { id }) => findForSource(work, id, 'for-change'),
  run: async (work, { id, asked, answer, acceptEmpty }, calendar) => {
    const before = await findSubscription(work.trx, id)
    if (before === null) return notFound()
    const emptied = acceptEmpty ? 'taken' : 'refused'
    const subscription = await takeAnswer(work, calendar, before, { asked, answer, emptied })
    if (subscription.ok) work.record('calendar', id, summary(subscription.value.taken))
    return subscription
  },
})

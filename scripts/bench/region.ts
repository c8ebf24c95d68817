import { DateTime } from 'luxon'
import type { Api } from '../api.ts'
import type { Feed } from '../demo/calendar-app.ts'
import { must, one } from '../demo/must.ts'
import { proposeMeeting } from '../rounds/events.ts'
import { enter, type LoadedRegion, letIn } from '../rounds/load-region.ts'
import { type Round, triadsOf } from '../rounds/load-round.ts'
import { REGIONS } from '../rounds/published.ts'
import { seedRegion } from '../rounds/seed-region.ts'
import { BOOTSTRAP } from './process.ts'

/** Loads the South East, as `npm run seed` does, into a service that is new. */
export const seedSouthEast = async (url: string): Promise<LoadedRegion> => {
  const southEast = REGIONS.get('south-east')
  must(southEast !== undefined, 'the South East is among the regions.')
  return seedRegion(await enter(url, BOOTSTRAP, 'Operator of a bench'), southEast, () => {})
}

/** What the requests of a bench are about. */
export interface Ground {
  readonly consultant: Api
  readonly regionId: string
  readonly director: Api
  readonly directorId: string
  /** The body of a clash check of 100 days in a row. */
  readonly clashCheck: unknown
  /** The address of the director's feed, and the version it now has. */
  readonly feed: { readonly address: string; readonly etag: string }
}

/** The director whose calendar is asked for has this many meetings to come, one a week. */
const MEETINGS = 12
const CHECKED_DAYS = 100

/**
 * The South East with its published rounds, and a director with a feed. That round is long over and a feed shows
 * three months of the past, so the director's triad gets meetings to come as well.
 */
export const prepareGround = async (url: string): Promise<Ground> => {
  const region = await seedSouthEast(url)
  const { consultant } = region
  const rounds = await consultant.list<Round>('/v1/rounds')
  const round = one(rounds, ({ label }) => label === '2019-20', 'the round')
  const { personId } = one(region.directors, ({ name }) => name === 'Director, Kent', 'a director')
  const triads = await triadsOf(region, round)
  const triad = one(triads, ({ directors }) => directors.some(({ id }) => id === personId), 'a triad')
  const monday = DateTime.now().setZone('Europe/London').plus({ weeks: 1 }).startOf('week')
  for (let week = 0; week < MEETINGS; week++) {
    await proposeMeeting(consultant, round, triad, monday.plus({ weeks: week }).toFormat('yyyy-MM-dd'))
  }
  const director = await letIn(consultant, personId, 'Bench')
  const { addresses } = await director.create<Feed>('/v1/feeds', { name: 'Bench' })
  const response = await fetch(addresses.https)
  const events = (await response.text()).split('BEGIN:VEVENT').length - 1
  must(events >= MEETINGS, `the feed shows its ${MEETINGS} meetings.`)
  const me = await consultant.read<{ region: { id: string } }>('/v1/me')
  const first = DateTime.fromISO(round.window.first)
  const occasions = Array.from({ length: CHECKED_DAYS }, (_, days) => ({
    date: first.plus({ days }).toFormat('yyyy-MM-dd'),
  }))
  return {
    consultant,
    regionId: me.region.id,
    director,
    directorId: personId,
    clashCheck: { roundId: round.id, triadId: triad.id, occasions },
    feed: { address: addresses.https, etag: response.headers.get('etag') ?? '' },
  }
}

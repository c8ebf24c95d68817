import { inferred, type Say } from '../print.ts'
import type { ChallengeEvent } from '../rounds/events.ts'
import { sayEvents } from '../rounds/say-round.ts'
import type { Played } from './consultant.ts'

const TIMED = [
  { title: 'Briefing for directors', date: '2019-10-02', startTime: '10:00', endTime: '12:00' },
  { title: null, date: '2019-12-17', startTime: '10:00', endTime: '15:30' },
]

/** Pencils in two occasions of the whole round at ten in the morning, on both sides of the clock change. */
export const proposeTimed = async ({ region, round }: Played, say: Say): Promise<void> => {
  const events: ChallengeEvent[] = []
  for (const occasion of TIMED) {
    const body = { roundId: round.id, kind: 'summit', ...occasion }
    events.push(await region.consultant.create<ChallengeEvent>('/v1/challenge-events', body))
  }
  sayEvents('Two occasions for all directors, both at 10:00', events, say)
  say(
    inferred(
      'both occasions',
      'invented, to show hours; the summit published for this round before was 22 March 2019',
    ),
  )
}

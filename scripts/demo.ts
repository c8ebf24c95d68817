// `npm run demo`: starts a service of its own in May 2019, plays the South East's round of 2019-20 over HTTP as
// its consultant, a director and a moderator would, and stays up until Ctrl-C; with `-- --once` it ends there.
import { once } from 'node:events'
import { readFeed } from './demo/calendar-app.ts'
import * as consultant from './demo/consultant.ts'
import * as director from './demo/director.ts'
import { type Instance, startInstance } from './demo/instance.ts'
import { moderate } from './demo/moderator.ts'
import { moveTriad } from './demo/moving.ts'
import { must } from './demo/must.ts'
import { proposeTimed } from './demo/occasions.ts'
import { operatorOf } from './operator.ts'
import { readOptions } from './options.ts'
import { table } from './print.ts'
import { REGIONS } from './rounds/published.ts'
import { seedRegion } from './rounds/seed-region.ts'

const USAGE = `npm run demo [-- --once]
Plays a round on a service of its own and leaves it running until Ctrl-C; with --once it ends after the round.`

/** The Monday after the round was published. */
const STARTS_AT = '2019-05-13T09:00:00+01:00'

const say = (text = ''): void => {
  process.stdout.write(`${text}\n`)
}

const chapter = (title: string): void => say(`\n━━ ${title} ${'━'.repeat(96 - title.length)}`)

const play = async ({ url, dataDir }: Instance) => {
  const southEast = REGIONS.get('south-east')
  must(southEast !== undefined, 'the South East is among the regions.')
  chapter('What was there before: the region and its earlier rounds')
  const operator = await operatorOf(url, { dataDir })
  const region = await seedRegion(operator, southEast, say, (label) => label !== consultant.PLAYED.label)

  chapter('The programme consultant plans the round of 2019-20')
  const planned = await consultant.planRound(region, say)
  await consultant.tryLaterDates(planned, say)
  await consultant.askBeyondCover(planned, say)
  const played = await consultant.confirmDates(planned, say)
  await proposeTimed(played, say)

  chapter(`The director of ${director.FOLLOWED} subscribes`)
  const { director: office, feed } = await director.subscribe(played, say)
  const before = await readFeed(feed, 'What a calendar app shows', say)

  chapter('The consultant moves a triad')
  const moved = await moveTriad(played, say)

  chapter('The director sees the move, and submits the self-assessment')
  const after = await readFeed(feed, 'The same feed, after the move', say)
  must(JSON.stringify(before) !== JSON.stringify(after), 'the move reached the feed.')
  const paperId = await director.submitPapers(office, moved, say)

  chapter('A moderator reads and comments')
  const moderator = await moderate(moved, paperId, say)

  chapter('The director reads the comments')
  await director.readBack(office, paperId, say)

  return { operator, consultant: region.consultant, director: office, moderator, feed }
}

const sayAddresses = (url: string, { feed, ...people }: Awaited<ReturnType<typeof play>>): void => {
  chapter('Still running: try it')
  say(`Documentation:  ${url}/docs`)
  say(
    table(
      'Tokens',
      ['Who', 'Token'],
      Object.entries(people).map(([who, { token }]) => [who, token]),
    ),
  )
  say(`\ncurl -s ${url}/v1/me -H 'authorization: Bearer ${people.director.token}'`)
  say(`curl -s ${feed.addresses.https}`)
  say('\nCtrl-C ends it and removes its data.')
}

const demo = async (endsAtOnce: boolean): Promise<void> => {
  const instance = await startInstance(STARTS_AT)
  const heard = new AbortController()
  const interrupted = Promise.race(
    (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) =>
      once(process, signal, { signal: heard.signal }),
    ),
  ).then(
    () => 'interrupted' as const,
    () => 'interrupted' as const,
  )
  try {
    const story = play(instance)
    const first = await Promise.race([story, interrupted, instance.ended])
    if (typeof first === 'string') {
      story.catch(() => {})
      if (first !== 'interrupted') throw new Error(first)
      return
    }
    if (endsAtOnce) return
    sayAddresses(instance.url, await story)
    const reason = await Promise.race([interrupted, instance.ended])
    if (reason !== null && reason !== 'interrupted') throw new Error(reason)
  } finally {
    heard.abort()
    await instance.stop()
  }
}

const { once: endsAtOnce } = readOptions(USAGE, { once: { type: 'boolean', default: false } })
await demo(endsAtOnce).catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})

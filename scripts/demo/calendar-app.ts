import ICAL from 'ical.js'
import { DateTime } from 'luxon'
import { type Say, table } from '../print.ts'
import { day } from '../rounds/say-round.ts'
import { must } from './must.ts'

/** A feed's addresses, shown once. */
export interface Feed {
  readonly id: string
  readonly addresses: { readonly https: string; readonly webcal: string; readonly google: string }
}

/** A calendar app fetches the feed, twice. */
export const readFeed = async (
  { addresses }: Feed,
  title: string,
  say: Say,
): Promise<readonly FeedEntry[]> => {
  const first = await fetch(addresses.https)
  must(first.status === 200, 'the feed answers 200.')
  const entries = entriesOf(await first.text())
  const etag = first.headers.get('etag') ?? ''
  const second = await fetch(addresses.https, { headers: { 'if-none-match': etag } })
  must(second.status === 304, 'an unchanged feed answers 304.')
  say()
  say(
    table(
      `${title} (fetched again: ${second.status})`,
      ['Day', 'In London', 'In UTC', 'Entry', 'Takes time', 'Version'],
      entries.map(({ date, london, utc, title, busy, sequence }) => [
        day(date),
        london,
        utc,
        title,
        busy,
        sequence,
      ]),
    ),
  )
  return entries
}

/** An entry as a calendar app reads it. */
interface FeedEntry {
  readonly uid: string
  readonly date: string
  readonly london: string
  readonly utc: string
  readonly title: string
  readonly busy: string
  readonly sequence: string
}

const entriesOf = (feed: string): FeedEntry[] =>
  new ICAL.Component(ICAL.parse(feed)).getAllSubcomponents('vevent').map((component) => {
    const { uid, summary, startDate, endDate, sequence } = new ICAL.Event(component)
    const [from, to] = [startDate, endDate].map((time) => DateTime.fromJSDate(time.toJSDate()))
    const times = (zone: string) =>
      startDate.isDate ? 'all day' : [from, to].map((at) => at?.setZone(zone).toFormat('HH:mm')).join('–')
    return {
      uid,
      date: startDate.isDate ? startDate.toString() : (from?.setZone('Europe/London').toISODate() ?? ''),
      london: times('Europe/London'),
      utc: times('utc'),
      title: summary,
      busy: component.getFirstPropertyValue('transp') === 'TRANSPARENT' ? 'no' : 'yes',
      sequence: String(sequence),
    }
  })

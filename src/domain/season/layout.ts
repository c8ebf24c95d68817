import { sharedDays } from '../intervals.ts'
import {
  gravestOf,
  type Look,
  MARKS,
  type Mark,
  type SeasonClash,
  type SeasonCommitment,
  type SeasonEvent,
  type SeasonFacts,
  type SeasonRow,
  shownDays,
} from './facts.ts'
import { inLanes, type Stretch } from './lanes.ts'
import { type Scale, scaleOf } from './scale.ts'
import { boxText, commitmentInWords, eventInWords, seasonInWords, titleInWords } from './words.ts'

/** A rectangle on the page, in millimetres from its top left. */
export interface Box extends Stretch {
  readonly y: number
  readonly height: number
}

/** A stretch of days shaded for a commitment. */
export interface Shade extends Box {
  readonly look: Look
  readonly words: string
}

/** A shade of the strip above the rows, with its name beside it; empty where there is no room. */
export interface Named extends Shade {
  readonly text: string
  readonly textX: number
}

/** A row with its label. */
export interface Row extends Box {
  readonly authorityId: string
  readonly name: string
  readonly triadNumber: number | null
}

/** An event on one row, beginning at the left edge of its first day. */
export interface Flag extends Box {
  readonly authorityId: string
  readonly state: SeasonEvent['state']
  readonly text: string
  readonly mark: Mark | null
  readonly words: string
}

/** A look or mark that the picture shows, with what it means. */
export interface Legend {
  readonly looks: readonly { readonly look: Look; readonly labels: readonly string[] }[]
  readonly marks: readonly Mark[]
}

/** A season as positioned shapes. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly description: string
  readonly scale: Scale
  /** Below the header: the strip and the rows. */
  readonly grid: Box
  readonly strip: Box
  readonly named: readonly Named[]
  readonly rows: readonly Row[]
  /** Commitments of everybody, over all rows. */
  readonly bands: readonly Shade[]
  readonly shades: readonly Shade[]
  readonly flags: readonly Flag[]
  /** The left edge of the day of which it is; null when that is none of the days shown. */
  readonly today: number | null
  /** The edges of the round's window that lie within the days shown. */
  readonly edges: readonly number[]
  readonly legend: Legend
  readonly legendY: number
}

/** A3 landscape; a region of very many authorities makes it taller, so that its rows stay readable. */
export const PAGE = { width: 420, height: 297, margin: 8 } as const

const LABELS = 62
/** Room right of the last day, into which an event's box may reach. */
const SPILL = 8
const HEADER_BOTTOM = 33
const LEGEND_HEIGHT = 20
const STRIP_LANE = 2.8
const STRIP_LANES = 7
const SMALLEST_ROW = 3.4
const TALLEST_ROW = 15
/** The least width of an event's box, for two figures and a letter, and what its mark takes beside it. */
const FLAG_WIDTH = 4.8
const MARK_WIDTH = 2.8
/** The width of a letter in the strip's size, at most on average. */
const LETTER = 1.02

/** Lays a season out on its page. Equal facts, in whatever order, give equal shapes. */
export const layOut = (facts: SeasonFacts): Picture => {
  const days = shownDays(facts.window, facts.events)
  const left = PAGE.margin + LABELS
  const width = PAGE.width - PAGE.margin - SPILL - left
  const scale = scaleOf(days, left, width)
  const commitments = sorted(
    facts.commitments.flatMap((each) => {
      const shown = sharedDays(each.days, days)
      return shown ? [{ ...each, ...scale.across(shown), words: commitmentInWords(each) }] : []
    }),
    ({ x, width, look, words }) => [x, -width, look, words],
  )
  const events = sorted(
    facts.events.map(withSortedClashes),
    ({ days, triadNumber, title, state, clashes }) => [
      days.first,
      days.last,
      triadNumber ?? 0,
      title,
      state,
      JSON.stringify(clashes),
    ],
  )
  const named = nameInStrip(
    commitments.filter(({ rows }) => typeof rows === 'string'),
    left + width,
  )
  const stripHeight = 1 + STRIP_LANE * Math.max(1, ...named.map(({ lane }) => lane + 1))
  const strip = { x: left, y: HEADER_BOTTOM, width, height: stripHeight }
  const top = HEADER_BOTTOM + stripHeight
  const room = PAGE.height - PAGE.margin - LEGEND_HEIGHT - top
  const rowHeight = Math.min(TALLEST_ROW, Math.max(SMALLEST_ROW, room / Math.max(1, facts.rows.length)))
  const rows = sorted(facts.rows, ({ name, authorityId }) => [name, authorityId]).map(
    (row: SeasonRow, index): Row => ({
      ...row,
      x: left,
      width,
      y: top + index * rowHeight,
      height: rowHeight,
    }),
  )
  const bottom = top + rows.length * rowHeight
  const rest = { y: HEADER_BOTTOM, height: bottom - HEADER_BOTTOM }
  return {
    width: PAGE.width,
    height: Math.max(PAGE.height, bottom + LEGEND_HEIGHT + PAGE.margin),
    title: titleInWords(facts),
    description: seasonInWords(facts, events),
    scale,
    grid: { x: left, width, ...rest },
    strip,
    named: named.map(({ lane, ...each }) => ({
      ...each,
      y: HEADER_BOTTOM + 0.6 + lane * STRIP_LANE,
      height: STRIP_LANE - 0.4,
    })),
    rows,
    bands: commitments
      .filter((each) => each.rows === 'all')
      .map(({ x, width, look, words }) => ({ x, width, look, words, y: top, height: bottom - top })),
    shades: rows.flatMap((row) => shadesOf(row, commitments)),
    flags: rows.flatMap((row) => flagsOf(row, events, scale)),
    today: facts.asOf >= days.first && facts.asOf <= days.last ? scale.x(facts.asOf) : null,
    edges: [
      ...(facts.window.first > days.first ? [scale.x(facts.window.first)] : []),
      ...(facts.window.last < days.last ? [scale.x(facts.window.last) + scale.dayWidth] : []),
    ],
    legend: legendOf(commitments, events),
    legendY: bottom + 4,
  }
}

type Placed = SeasonCommitment & Stretch & { readonly words: string }

/** Commitments of one row, beside each other where they overlap. */
const shadesOf = (row: Row, commitments: readonly Placed[]): Shade[] => {
  const own = commitments.filter(({ rows }) => typeof rows !== 'string' && rows.includes(row.authorityId))
  return inLanes(own).map(({ item, lane, lanes }) => {
    const height = row.height / lanes
    const { x, width, look, words } = item
    return { x, width, look, words, y: row.y + lane * height, height }
  })
}

/** The events of one row with the gravest mark of the clashes there, above each other where they would overlap. */
const flagsOf = (row: Row, events: readonly SeasonEvent[], scale: Scale): Flag[] => {
  const own = events
    .filter(({ rows }) => rows.includes(row.authorityId))
    .map((event) => {
      const { x, width } = scale.across(event.days)
      const box = Math.max(width, FLAG_WIDTH)
      const mark = gravestOf(
        event.clashes
          .filter(({ rows }) => rows.length === 0 || rows.includes(row.authorityId))
          .map((clash) => clash.mark),
      )
      return { event, x, box, mark, width: box + (mark ? MARK_WIDTH : 0) + 0.2 }
    })
  return inLanes(own).map(({ item: { event, x, box, mark }, lane, lanes }) => {
    const share = row.height / lanes
    const height = Math.min(share * (lanes === 1 ? 0.7 : 0.92), 6)
    return {
      x,
      width: box,
      y: row.y + lane * share + (share - height) / 2,
      height,
      authorityId: row.authorityId,
      state: event.state,
      text: boxText(event),
      mark,
      words: eventInWords(event),
    }
  })
}

/** Names what concerns everybody in the strip: beside its shade, left of it at the page's edge, or not at all. */
const nameInStrip = (commitments: readonly Placed[], right: number) => {
  const ends: number[] = []
  return commitments.map(({ title, label, x, width, look, words }) => {
    const name = title === '' ? label : title
    const long = 1 + name.length * LETTER
    const inside = long <= width
    const fits = inside || x + width + long <= right + SPILL
    const free = (until: number) => {
      const lane = ends.findIndex((end) => end <= x)
      const chosen = lane < 0 ? ends.length : lane
      if (chosen >= STRIP_LANES) return null
      ends[chosen] = until
      return chosen
    }
    const lane = fits ? free(inside ? x + width : x + width + long) : free(x + width)
    const textX = inside ? x + 0.7 : x + width + 0.7
    return {
      x,
      width,
      look,
      words,
      text: fits && lane !== null ? name : '',
      textX,
      lane: lane ?? STRIP_LANES - 1,
    }
  })
}

const legendOf = (commitments: readonly Placed[], events: readonly SeasonEvent[]): Legend => {
  const marks = new Set(events.flatMap(({ clashes }) => clashes.map(({ mark }) => mark)))
  return {
    looks: [...Map.groupBy(commitments, ({ look }) => look)]
      .map(([look, all]) => ({ look, labels: [...new Set(all.map(({ label }) => label))].toSorted() }))
      .toSorted((a, b) => (a.look < b.look ? -1 : 1)),
    marks: MARKS.filter((mark) => marks.has(mark)),
  }
}

const withSortedClashes = (event: SeasonEvent): SeasonEvent => ({
  ...event,
  rows: event.rows.toSorted(),
  clashes: sorted(
    event.clashes.map((clash): SeasonClash => ({ ...clash, rows: clash.rows.toSorted() })),
    ({ mark, message }) => [MARKS.indexOf(mark), message],
  ),
})

/** In the order of some keys, compared one after the other. */
const sorted = <T>(items: readonly T[], keys: (item: T) => readonly (string | number)[]): T[] =>
  items
    .map((item) => ({ item, key: keys(item) }))
    .toSorted((a, b) => {
      const at = a.key.findIndex((key, index) => key !== b.key[index])
      if (at < 0) return 0
      return (a.key[at] ?? 0) < (b.key[at] ?? 0) ? -1 : 1
    })
    .map(({ item }) => item)

/** Something that takes a stretch of a row, in millimetres from the page's left. */
export interface Stretch {
  readonly x: number
  readonly width: number
}

/** A thing with the lane that it lies in, of as many as the row needs. */
export interface InLane<T> {
  readonly item: T
  /** From 0. */
  readonly lane: number
  readonly lanes: number
}

/**
 * Puts things into lanes of a row so that none lies on another: each into the first that is free from where it
 * begins. Only things that hang together share the row: one that stands alone has all of it.
 */
export const inLanes = <T extends Stretch>(items: readonly T[]): InLane<T>[] =>
  groupsOf(items.toSorted((a, b) => a.x - b.x)).flatMap((group) => {
    const ends: number[] = []
    const placed = group.map((item) => {
      const free = ends.findIndex((end) => end <= item.x + SLACK)
      const lane = free < 0 ? ends.length : free
      ends[lane] = item.x + item.width
      return { item, lane }
    })
    return placed.map((each) => ({ ...each, lanes: ends.length }))
  })

/** Things in the order of their beginning, parted wherever all before have ended. */
const groupsOf = <T extends Stretch>(sorted: readonly T[]): T[][] => {
  const groups: T[][] = []
  let end = Number.NEGATIVE_INFINITY
  for (const item of sorted) {
    const group = groups.at(-1)
    if (group && item.x + SLACK < end) group.push(item)
    else groups.push([item])
    end = Math.max(end, item.x + item.width)
  }
  return groups
}

/** What touches does not overlap, though sums of fractions may say so. */
const SLACK = 1e-6

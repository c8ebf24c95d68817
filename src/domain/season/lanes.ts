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
 * begins. Things in the order of their beginning take as few lanes as there can be.
 */
export const inLanes = <T extends Stretch>(items: readonly T[]): InLane<T>[] => {
  const ends: number[] = []
  const placed = items
    .toSorted((a, b) => a.x - b.x)
    .map((item) => {
      const free = ends.findIndex((end) => end <= item.x + SLACK)
      const lane = free < 0 ? ends.length : free
      ends[lane] = item.x + item.width
      return { item, lane }
    })
  return placed.map((each) => ({ ...each, lanes: ends.length }))
}

/** What touches does not overlap, though sums of fractions may say so. */
const SLACK = 1e-6

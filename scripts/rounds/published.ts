import eastMidlands from '../data/east-midlands.json' with { type: 'json' }
import eastOfEngland from '../data/east-of-england.json' with { type: 'json' }
import england from '../data/england.json' with { type: 'json' }
import northWest from '../data/north-west.json' with { type: 'json' }
import southEast from '../data/south-east.json' with { type: 'json' }
import southWest from '../data/south-west.json' with { type: 'json' }
import yorkshire from '../data/yorkshire-and-the-humber.json' with { type: 'json' }
import type { Programme, PublishedRound } from './programme.ts'

/** A region of England as published. */
export type PublishedRegion = (typeof england.regions)[number]
export type PublishedAuthority = PublishedRegion['authorities'][number]

/** "South East" is asked for as `south-east`. */
export const slugOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

/** The nine regions by slug. */
export const REGIONS: ReadonlyMap<string, PublishedRegion> = new Map(
  england.regions.map((region) => [slugOf(region.name), region]),
)

/** The programmes of which something is published. */
export const PROGRAMMES: readonly Programme[] = [
  southEast,
  eastOfEngland,
  southWest,
  eastMidlands,
  northWest,
  yorkshire,
]

/** A region's published programme of peer challenge, or null. */
export const programmeOf = ({ name }: Pick<PublishedRegion, 'name'>): Programme | null =>
  PROGRAMMES.find(({ region }) => region === name) ?? null

/** The South East's programme, which the demonstration plays. */
export const SOUTH_EAST: Programme = southEast

/** The South East's round with this label. */
export const publishedRound = (label: string): PublishedRound => {
  const round = SOUTH_EAST.rounds.find((each) => each.label === label)
  if (!round) throw new Error(`No round ${label} is published.`)
  return round
}

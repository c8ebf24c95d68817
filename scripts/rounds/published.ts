import england from '../data/england.json' with { type: 'json' }
import southEast from '../data/south-east.json' with { type: 'json' }

/** A region of England as published. */
export type PublishedRegion = (typeof england.regions)[number]
export type PublishedAuthority = PublishedRegion['authorities'][number]
export type PublishedRound = (typeof southEast.rounds)[number]
export type PublishedTriad = PublishedRound['triads'][number]
export type PublishedCommitment = (typeof southEast.commitments)[number]

/** What is known of a region beyond its authorities: only the South East's programme is published. */
export type Programme = typeof southEast

/** "South East" is asked for as `south-east`. */
export const slugOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-')

/** The nine regions by slug. */
export const REGIONS: ReadonlyMap<string, PublishedRegion> = new Map(
  england.regions.map((region) => [slugOf(region.name), region]),
)

/** A region's published programme of peer challenge, or null. */
export const programmeOf = (region: PublishedRegion): Programme | null =>
  region.name === southEast.region ? southEast : null

/** The South East's programme. */
export const SOUTH_EAST: Programme = southEast

/** The round with this label. */
export const publishedRound = (label: string): PublishedRound => {
  const round = southEast.rounds.find((each) => each.label === label)
  if (!round) throw new Error(`No round ${label} is published.`)
  return round
}

import type { Office } from './problem.ts'

/** The mean radius of the earth, in kilometres. */
const RADIUS = 6371.0088

const radians = (degrees: number): number => (degrees * Math.PI) / 180

/** The great-circle distance between two offices, by the haversine formula on a sphere: within 0.6 % of the ellipsoid's. */
export const distanceInKm = (a: Office, b: Office): number => {
  const halfChord =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2 +
    Math.cos(radians(a.latitude)) *
      Math.cos(radians(b.latitude)) *
      Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * RADIUS * Math.asin(Math.min(1, Math.sqrt(halfChord)))
}

/** The most years without a repeat that are known, by the number of directors; of 19 the most that anybody has found. */
export const KNOWN_ROTATIONS: Readonly<Record<number, number>> = {
  9: 4,
  12: 4,
  13: 4,
  14: 4,
  15: 7,
  16: 6,
  18: 8,
  19: 7,
  21: 10,
  24: 11,
  27: 13,
  30: 14,
  33: 16,
  36: 17,
  39: 19,
  48: 23,
}

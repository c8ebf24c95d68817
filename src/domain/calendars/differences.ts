/** What a calendar's source calls one of its entries; the same name is the same entry, however it changed. */
export interface SourceKey {
  readonly uid: string
  /** Which occurrence of a recurring entry; null for one that does not recur. */
  readonly recurrenceId: string | null
}

/** What a file changes in what was taken from its source before. */
export interface Differences<Before, After> {
  readonly added: readonly After[]
  readonly changed: readonly { readonly before: Before; readonly after: After }[]
  readonly unchanged: readonly Before[]
  readonly removed: readonly Before[]
}

/** A key as one word: the UID's length keeps two keys apart whose parts run together. */
export const sourceName = ({ uid, recurrenceId }: SourceKey): string =>
  `${uid.length} ${uid} ${recurrenceId ?? ''}`

/**
 * Compares what was taken before with what the file says now, each of which names an entry at most once. What the
 * file no longer names is removed, but only where it `speaks` for it: a file asked about one year says nothing of
 * another, and one with an entry that cannot be understood says nothing of what that entry was.
 */
export const differencesOf = <Before extends SourceKey, After extends SourceKey>(
  before: readonly Before[],
  after: readonly After[],
  {
    same,
    speaks,
  }: {
    readonly same: (before: Before, after: After) => boolean
    readonly speaks: (before: Before) => boolean
  },
): Differences<Before, After> => {
  const known = new Map(before.map((each) => [sourceName(each), each]))
  const said = new Set(after.map(sourceName))
  const pairs = after.flatMap((each) => {
    const old = known.get(sourceName(each))
    return old ? [{ before: old, after: each }] : []
  })
  return {
    added: after.filter((each) => !known.has(sourceName(each))),
    changed: pairs.filter((pair) => !same(pair.before, pair.after)),
    unchanged: pairs.filter((pair) => same(pair.before, pair.after)).map((pair) => pair.before),
    removed: before.filter((each) => !said.has(sourceName(each)) && speaks(each)),
  }
}

/** Whether all of these can hold; null where it was ended before that was known. */
export type CanHold<T> = (these: readonly T[]) => Promise<boolean | null>

/** Thrown through the search when it is ended before. */
export class Unfinished extends Error {}

/**
 * A minimal set of `all` that cannot hold together with `fixed`: without any one of it, the rest can. By QuickXplain
 * (Junker 2004), which asks some k·log(n/k) times where a deletion filter asks n times: a region has hundreds of
 * commitments, and a conflict a handful. `all` must not be able to hold. Throws `Unfinished` when ended before.
 */
export const minimalConflict = async <T>(
  all: readonly T[],
  fixed: readonly T[],
  canHold: CanHold<T>,
): Promise<T[]> => {
  const holds = async (these: readonly T[]): Promise<boolean> => {
    const answer = await canHold(these)
    if (answer === null) throw new Unfinished()
    return answer
  }
  const explain = async (kept: readonly T[], isNew: boolean, rest: readonly T[]): Promise<T[]> => {
    if (isNew && !(await holds(kept))) return []
    if (rest.length === 1) return [...rest]
    const half = Math.ceil(rest.length / 2)
    const [first, second] = [rest.slice(0, half), rest.slice(half)]
    const ofSecond = await explain([...kept, ...first], first.length > 0, second)
    const ofFirst = await explain([...kept, ...ofSecond], ofSecond.length > 0, first)
    return [...ofFirst, ...ofSecond]
  }
  return all.length === 0 || !(await holds(fixed)) ? [] : explain(fixed, false, all)
}

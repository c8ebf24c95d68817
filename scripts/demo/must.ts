/** Stops the demonstration where the service answers otherwise than it should: nothing is shown that is not so. */
export function must(isSo: boolean, sentence: string): asserts isSo {
  if (!isSo) throw new Error(`The demonstration stops: it is not so that ${sentence}`)
}

/** The item that must be there. */
export const one = <T>(items: readonly T[], isIt: (item: T) => boolean, what: string): T => {
  const found = items.find(isIt)
  must(found !== undefined, `there is ${what}.`)
  return found
}

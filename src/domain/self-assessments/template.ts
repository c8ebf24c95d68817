import { type Fault, failure, type Result, success } from '../failures.ts'
import { countOf } from '../words.ts'

/** What a round asks of one chapter. `key` stays the same from year to year, whatever the title becomes. */
export interface TemplateSection {
  readonly key: string
  readonly title: string
  /** What to write about, for its contributors; null where the title says it. */
  readonly guidance: string | null
  /** The most words; null for no limit. */
  readonly wordLimit: number | null
  /** Whether nothing is signed off without it. */
  readonly required: boolean
}

/** A chapter as it is written. */
export interface WrittenSection {
  readonly key: string
  readonly text: string
}

/** How many words a text has as word processors count them: what stands between white space. */
export const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length

/** Refuses a template in which two sections have one key: the second is named, at `/sections/3/key`. */
export const checkTemplate = (sections: readonly Pick<TemplateSection, 'key'>[]): Result<null> => {
  const keys = sections.map(({ key }) => key)
  const faults = keys.flatMap((key, index) =>
    keys.indexOf(key) === index
      ? []
      : [{ pointer: `/sections/${index}/key`, detail: `Another section has the key ${key} already.` }],
  )
  return faults.length === 0
    ? success(null)
    : failure('invalid-request', faults.map(({ detail }) => detail).join(' '), faults)
}

/**
 * What keeps written sections from answering a template: a required one that is empty, one over its limit of words,
 * one that the template does not have. Each is told at the place that `pointerOf` gives its key; none when all is well.
 */
export const openPoints = (
  template: readonly TemplateSection[],
  written: readonly WrittenSection[],
  pointerOf: (key: string) => string,
): Fault[] => {
  const textOf = new Map(written.map(({ key, text }) => [key, text]))
  const ofTemplate = template.flatMap(({ key, title, required, wordLimit }) => {
    const words = countWords(textOf.get(key) ?? '')
    if (words === 0 && required)
      return [{ pointer: pointerOf(key), detail: `“${title}” is required and empty.` }]
    if (wordLimit === null || words <= wordLimit) return []
    const over = countOf(words - wordLimit, 'word')
    return [
      {
        pointer: pointerOf(key),
        detail: `“${title}” has ${words} words: ${over} over its limit of ${wordLimit}.`,
      },
    ]
  })
  const strange = written
    .filter(({ key }) => !template.some((section) => section.key === key))
    .map(({ key }) => ({ pointer: pointerOf(key), detail: `The template has no section ${key}.` }))
  return [...ofTemplate, ...strange]
}

/** What of a section differs between two templates that both have it. */
export type SectionChange =
  | { readonly field: 'title'; readonly from: string; readonly to: string }
  | { readonly field: 'guidance'; readonly from: string | null; readonly to: string | null }
  | { readonly field: 'wordLimit'; readonly from: number | null; readonly to: number | null }
  | { readonly field: 'required'; readonly from: boolean; readonly to: boolean }

/** How one template differs from an earlier one; sections are the same where their keys are. */
export interface TemplateDifferences {
  readonly added: readonly TemplateSection[]
  readonly gone: readonly TemplateSection[]
  readonly changed: readonly {
    readonly key: string
    readonly title: string
    readonly changes: readonly SectionChange[]
  }[]
  /** Whether the sections that both have stand in another order. */
  readonly reordered: boolean
}

const FIELDS = ['title', 'guidance', 'wordLimit', 'required'] as const

/** What became of one template in another: of years, or of two versions of one year. */
export const templateDifferences = (
  earlier: readonly TemplateSection[],
  later: readonly TemplateSection[],
): TemplateDifferences => {
  const before = new Map(earlier.map((section) => [section.key, section]))
  const after = new Map(later.map((section) => [section.key, section]))
  const kept = later.flatMap((section) => {
    const old = before.get(section.key)
    return old ? [{ old, section }] : []
  })
  const changed = kept.flatMap(({ old, section }) => {
    const changes = FIELDS.filter((field) => old[field] !== section[field]).map(
      (field) => ({ field, from: old[field], to: section[field] }) as SectionChange,
    )
    return changes.length === 0 ? [] : [{ key: section.key, title: section.title, changes }]
  })
  const order = earlier.filter(({ key }) => after.has(key)).map(({ key }) => key)
  return {
    added: later.filter(({ key }) => !before.has(key)),
    gone: earlier.filter(({ key }) => !after.has(key)),
    changed,
    reordered: kept.some(({ section }, index) => section.key !== order[index]),
  }
}

import type { Fault } from '../failures.ts'
import { openPoints, type TemplateSection, type WrittenSection } from './template.ts'

/** A chapter of a draft: what the template asks, and what is written. */
export interface Chapter extends TemplateSection, WrittenSection {
  /** Whether the template has it; one that was written and is asked for no more is kept, not submitted. */
  readonly asked: boolean
}

const NOT_ASKED = { guidance: null, wordLimit: null, required: false, asked: false }

/** The chapters of a draft in the order of its template, then those that are asked for no more. */
export const chaptersOf = <Written extends WrittenSection>(
  template: readonly TemplateSection[],
  written: readonly Written[],
): (Chapter & { readonly written: Written | null })[] => {
  const of = (key: string) => written.find((each) => each.key === key) ?? null
  const known = new Set(template.map(({ key }) => key))
  return [
    ...template.map((section) => {
      const found = of(section.key)
      return { ...section, asked: true, text: found?.text ?? '', written: found }
    }),
    ...written
      .filter(({ key, text }) => !known.has(key) && text !== '')
      .map((found) => ({ ...NOT_ASKED, key: found.key, title: found.key, text: found.text, written: found })),
  ]
}

/**
 * What stands between a draft and its sign-off, at places of the draft: chapters that do not answer the template, or
 * nothing at all. A file that the authority mailed stands for its chapters: these are then not asked for.
 */
export const draftPoints = (
  chapters: readonly Chapter[],
  documents: readonly { readonly source: string | null }[],
): Fault[] => {
  const asked = chapters.filter((chapter) => chapter.asked)
  if (documents.length === 0 && asked.every(({ text }) => text === '')) {
    return [{ pointer: '/documents', detail: 'There is no chapter and no document yet.' }]
  }
  const mailed = documents.some(({ source }) => source !== null)
  const template = asked.map((section) => (mailed ? { ...section, required: false } : section))
  return openPoints(template, asked, (key) => `/chapters/${key}`)
}

import { safeFileNames } from './file-name.ts'

/** One file that goes into a pack, by the name that it has where it comes from. */
export interface PackFile<Content> {
  readonly name: string
  readonly content: Content
}

/** One part of a pack: a folder of files or, of what is always one file, the file itself. */
export interface PackChapter<Content> {
  readonly title: string
  readonly files: readonly PackFile<Content>[]
  /** Whether its one file stands at the top, named by the title with this ending; null for a folder. */
  readonly alone: string | null
  /** What is missing, and why. */
  readonly notes: readonly string[]
}

/** A pack as it was put together. */
export interface Pack<Content> {
  /** What it is, in the lines that stand first in its list of contents. */
  readonly heading: readonly string[]
  readonly chapters: readonly PackChapter<Content>[]
}

/** A pack's files, each at its path, and the list of them for people. */
export interface LaidOutPack<Content> {
  readonly contents: { readonly path: string; readonly text: string }
  readonly files: readonly { readonly path: string; readonly content: Content }[]
}

/** Lays a pack out: chapters are numbered, folders and names safe on every system, and the contents say what is missing. */
export const layOut = <Content>({ heading, chapters }: Pack<Content>): LaidOutPack<Content> => {
  const laid = chapters.map((chapter, index) => {
    const numbered = `${index + 1} ${chapter.title}`
    const names = safeFileNames(chapter.files.map(({ name }) => name))
    const { alone, notes } = chapter
    const files = chapter.files.map(({ content }, at) => ({
      content,
      path: alone === null ? `${numbered}/${names[at]}` : `${numbered}.${alone}`,
      listed: alone === null ? `${names[at]}` : `${numbered}.${alone}`,
    }))
    return { files, lines: ['', numbered, ...files.map(({ listed }) => `  ${listed}`), ...notes.map(indent)] }
  })
  const lines = [...heading, ...laid.flatMap((chapter) => chapter.lines)]
  return {
    // With the mark and the line ends by which the oldest Notepad knows its own.
    contents: { path: '0 Contents.txt', text: `\uFEFF${lines.join('\r\n')}\r\n` },
    files: laid.flatMap(({ files }) => files.map(({ path, content }) => ({ path, content }))),
  }
}

const indent = (note: string): string => `  (${note})`

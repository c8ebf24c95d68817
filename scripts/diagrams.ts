import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ASSIGNMENT_WORKFLOW } from '../src/domain/moderation/assignment.ts'
import { SELF_ASSESSMENT_TRANSITIONS } from '../src/domain/self-assessments/workflow.ts'
import type { Transition } from '../src/domain/workflow.ts'

export const README_FILE = join(import.meta.dirname, '..', 'README.md')

type Table = readonly Transition<string, string, string>[]

/** The workflows that the README draws, by the name between its markers. */
const DIAGRAMS: Readonly<Record<string, Table>> = {
  'self-assessment': SELF_ASSESSMENT_TRANSITIONS,
  'moderation-assignment': ASSIGNMENT_WORKFLOW.transitions,
}

/** Mermaid takes no hyphen in the name of a state. */
const nameOf = (state: string): string => state.replaceAll('-', '_')

/** A table as a Mermaid state diagram: an arrow for each two states, with the events that lead from one to the other. */
export const diagramOf = (table: Table): string => {
  const states = [...new Set(table.flatMap(({ from, to }) => [from, to]))]
  const arrows = Map.groupBy(table, ({ from, to }) => `${nameOf(from)} --> ${nameOf(to)}`)
  const hyphened = states.filter((state) => state.includes('-'))
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...hyphened.map((state) => `  state "${state}" as ${nameOf(state)}`),
    `  [*] --> ${nameOf(states[0] ?? '')}`,
    ...[...arrows].map(([arrow, rows]) => `  ${arrow}: ${rows.map(({ event }) => event).join(', ')}`),
    '```',
  ].join('\n')
}

/** A README with each diagram between its markers as the tables give it; a marker without a table is an error. */
export const withDiagrams = (readme: string): string =>
  readme.replaceAll(
    /(<!-- diagram: ([a-z-]+) -->\n)[\s\S]*?(<!-- end of diagram -->)/g,
    (_, begin: string, name: string, end: string) => {
      const table = DIAGRAMS[name]
      if (table === undefined) throw new Error(`there is no workflow ${name}`)
      return `${begin}${diagramOf(table)}\n${end}`
    },
  )

if (import.meta.main) {
  await writeFile(README_FILE, withDiagrams(await readFile(README_FILE, 'utf8')))
}

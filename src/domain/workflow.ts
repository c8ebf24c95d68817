import { listInWords } from './words.ts'

/** One row of a workflow's table: what leads where, and who may do it. What has no row cannot happen. */
export interface Transition<State extends string, Event extends string, Party extends string> {
  readonly from: State
  readonly event: Event
  readonly to: State
  readonly by: readonly Party[]
}

/** The row of a table for an event in a state; null for a pair that is not in it. */
export const transitionOf = <Row extends { readonly from: string; readonly event: string }>(
  table: readonly Row[],
  from: Row['from'],
  event: Row['event'],
): Row | null => table.find((row) => row.from === from && row.event === event) ?? null

/** The words in which a table is told. */
export interface Words<State extends string, Event extends string, Party extends string> {
  readonly states: Readonly<Record<State, string>>
  readonly events: Readonly<Record<Event, string>>
  readonly parties: Readonly<Record<Party, string>>
}

/** In which states an event is possible and where it leads, as a sentence of Markdown for the API's document. */
export const eventInWords = <State extends string, Event extends string, Party extends string>(
  table: readonly Transition<State, Event, Party>[],
  event: Event,
  { parties }: Pick<Words<State, Event, Party>, 'parties'>,
): string => {
  const rows = table.filter((row) => row.event === event)
  const ways = rows.map(({ from, to }) => (from === to ? `\`${from}\`` : `\`${from}\` → \`${to}\``))
  const by = [...new Set(rows.flatMap((row) => row.by))].map((party) => parties[party])
  return `Possible in ${listInWords(ways)}; for ${listInWords(by)}. Anywhere else it is refused as \`wrong-state\`, and the refusal says what is possible.`
}

/** A whole table in Markdown: a row a state, what is possible in it and where that leads. */
export const tableInMarkdown = <State extends string, Event extends string, Party extends string>(
  table: readonly Transition<State, Event, Party>[],
  { parties }: Pick<Words<State, Event, Party>, 'parties'>,
): string => {
  const line = ({ from, event, to, by }: Transition<State, Event, Party>) =>
    `| \`${from}\` | \`${event}\` | \`${to}\` | ${listInWords(by.map((party) => parties[party]))} |`
  return ['| in | event | then | by |', '|---|---|---|---|', ...table.map(line)].join('\n')
}

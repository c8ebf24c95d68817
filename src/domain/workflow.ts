import { failure, type Result, success } from './failures.ts'
import { listInWords } from './words.ts'

/** One row of a workflow's table: what leads where, and who may do it. What has no row cannot happen. */
export interface Transition<State extends string, Event extends string, Party extends string> {
  readonly from: State
  readonly event: Event
  readonly to: State
  readonly by: readonly Party[]
}

/** A workflow whole: its table, which alone decides, and the words in which it is told. */
export interface Workflow<State extends string, Event extends string, Party extends string> {
  /** What it is about, as a sentence begins: “This assignment”. */
  readonly subject: string
  /** Every state, as the sentence goes on: “has ended”. */
  readonly states: Readonly<Record<State, string>>
  /** Every event, as what can be done: “accepted”. */
  readonly events: Readonly<Record<Event, string>>
  readonly parties: Readonly<Record<Party, string>>
  readonly transitions: readonly Transition<State, Event, Party>[]
}

/**
 * The state after an event. Fails with `wrong-state` when the event does not follow from `state`, saying what is
 * possible now, and with `forbidden` when it does but is not `by`'s to make.
 */
export const step = <State extends string, Event extends string, Party extends string>(
  workflow: Workflow<State, Event, Party>,
  state: State,
  event: Event,
  by: Party,
): Result<State> => {
  const { subject, states, events, parties, transitions } = workflow
  const transition = transitions.find((row) => row.from === state && row.event === event)
  if (!transition) {
    const refused = `${subject} ${states[state]}: it cannot be ${events[event]}.`
    return failure('wrong-state', `${refused} ${possibleNow(workflow, state)}`)
  }
  if (!transition.by.includes(by)) {
    const who = listInWords(
      transition.by.map((party) => parties[party]),
      'or',
    )
    return failure('forbidden', `Here this can be ${events[event]} only by ${who}.`)
  }
  return success(transition.to)
}

/** What can be done in a state and by whom, as a sentence. */
export const possibleNow = <State extends string, Event extends string, Party extends string>(
  { events, parties, transitions }: Workflow<State, Event, Party>,
  state: State,
): string => {
  const rows = transitions.filter(({ from }) => from === state)
  if (rows.length === 0) return 'Nothing more can be done with it.'
  const byWhom = Map.groupBy(rows, ({ by }) =>
    listInWords(
      by.map((party) => parties[party]),
      'or',
    ),
  )
  const parts = [...byWhom].map(([who, group]) => {
    const done = listInWords(
      group.map(({ event }) => events[event]),
      'or',
    )
    return `${done} by ${who}`
  })
  return `Now it can be ${parts.join('; ')}.`
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

import { failure, type Result, success } from './failures.ts'
import { listInWords } from './words.ts'

/** One row of a workflow: a move that leads from a state to a state, and who may make it. */
export interface Transition<State extends string, Move extends string, Mover extends string> {
  readonly from: State
  readonly move: Move
  readonly to: State
  readonly by: readonly Mover[]
}

/** A workflow whole: its table, which alone decides, and the words in which it is told. */
export interface Workflow<State extends string, Move extends string, Mover extends string> {
  /** What it is about, as a sentence begins: “This assignment”. */
  readonly subject: string
  /** Every state, as the sentence goes on: “has ended”. */
  readonly states: Readonly<Record<State, string>>
  /** Every move, as what can be done: “accepted”. */
  readonly moves: Readonly<Record<Move, string>>
  readonly movers: Readonly<Record<Mover, string>>
  readonly transitions: readonly Transition<State, Move, Mover>[]
}

/**
 * The state after a move. Fails with `wrong-state` when the move does not follow from `state`, saying what is
 * possible now, and with `forbidden` when it does but is not `by`'s to make.
 */
export const step = <State extends string, Move extends string, Mover extends string>(
  workflow: Workflow<State, Move, Mover>,
  state: State,
  move: Move,
  by: Mover,
): Result<State> => {
  const { subject, states, moves, movers, transitions } = workflow
  const transition = transitions.find((row) => row.from === state && row.move === move)
  if (!transition) {
    const refused = `${subject} ${states[state]}: it cannot be ${moves[move]}.`
    return failure('wrong-state', `${refused} ${possibleNow(workflow, state)}`)
  }
  if (!transition.by.includes(by)) {
    const who = listInWords(
      transition.by.map((mover) => movers[mover]),
      'or',
    )
    return failure('forbidden', `Here this can be ${moves[move]} only by ${who}.`)
  }
  return success(transition.to)
}

/** What can be done in a state and by whom, as a sentence. */
export const possibleNow = <State extends string, Move extends string, Mover extends string>(
  { moves, movers, transitions }: Workflow<State, Move, Mover>,
  state: State,
): string => {
  const rows = transitions.filter(({ from }) => from === state)
  if (rows.length === 0) return 'Nothing more can be done with it.'
  const byWhom = Map.groupBy(rows, ({ by }) =>
    listInWords(
      by.map((mover) => movers[mover]),
      'or',
    ),
  )
  const parts = [...byWhom].map(([who, group]) => {
    const done = listInWords(
      group.map(({ move }) => moves[move]),
      'or',
    )
    return `${done} by ${who}`
  })
  return `Now it can be ${parts.join('; ')}.`
}

/** The table as Markdown, for documentation: a line a transition. */
export const tableInMarkdown = <State extends string, Move extends string, Mover extends string>({
  movers,
  transitions,
}: Workflow<State, Move, Mover>): string =>
  [
    '| in state | move | leads to | by |',
    '|---|---|---|---|',
    ...transitions.map(
      ({ from, move, to, by }) =>
        `| \`${from}\` | \`${move}\` | \`${to}\` | ${by.map((mover) => movers[mover]).join(', ')} |`,
    ),
  ].join('\n')

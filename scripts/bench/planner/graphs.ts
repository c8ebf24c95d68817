/** Events that share people, as the graphs whose fewest colours are known. */
export interface Graph {
  readonly events: number
  readonly shared: readonly (readonly [number, number])[]
}

/** The squares of a chessboard, of which two share somebody where a queen moves from one to the other. */
export const queens = (size: number): Graph => {
  const shared: [number, number][] = []
  for (let a = 0; a < size * size; a++)
    for (let b = a + 1; b < size * size; b++) {
      const across = Math.abs((a % size) - (b % size))
      const down = Math.floor(b / size) - Math.floor(a / size)
      if (across === 0 || down === 0 || across === down) shared.push([a, b])
    }
  return { events: size * size, shared }
}

/** Mycielski's graphs: no three events share somebody with each other, and yet they need one date more each time. */
export const mycielski = (order: number): Graph => {
  let graph: Graph = { events: 2, shared: [[0, 1]] }
  for (let step = 1; step < order; step++) {
    const { events, shared } = graph
    const copies = shared.flatMap(([a, b]): [number, number][] => [
      [a, events + b],
      [b, events + a],
    ])
    const top = Array.from({ length: events }, (_, at): [number, number] => [events + at, 2 * events])
    graph = { events: 2 * events + 1, shared: [...shared, ...copies, ...top] }
  }
  return graph
}

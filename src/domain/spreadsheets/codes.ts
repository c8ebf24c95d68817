import type { DatedCode } from '../authorities/codes.ts'
import { failure, type Result, success } from '../failures.ts'
import { listCell, readList } from './cells.ts'
import { readDate } from './dates.ts'

/** An authority's codes as one cell: "E10000002 until 2020-04-01; E06000060 from 2020-04-01". */
export const codesCell = (codes: readonly DatedCode[]): string =>
  listCell(
    codes.map(
      ({ gssCode, from, until }) =>
        `${gssCode}${from === null ? '' : ` from ${from}`}${until === null ? '' : ` until ${until}`}`,
    ),
  )

/** The codes of a cell as `codesCell` writes it, their dates as spreadsheets write any; an empty one has none. */
export const readCodes = (cell: string): Result<DatedCode[]> => {
  const codes: DatedCode[] = []
  for (const item of readList(cell)) {
    const [, gssCode, from, until] = /^(\S+)(?: +from +(.+?))?(?: +until +(.+))?$/i.exec(item) ?? []
    if (gssCode === undefined)
      return failure(
        'invalid-request',
        `“${item}” is no dated code: write “E10000002 until 2020-04-01; E06000060 from 2020-04-01”.`,
      )
    const first = dayOf(from)
    if (!first.ok) return first
    const end = dayOf(until)
    if (!end.ok) return end
    codes.push({ gssCode, from: first.value, until: end.value })
  }
  return success(codes)
}

const dayOf = (cell: string | undefined): Result<string | null> =>
  cell === undefined ? success(null) : readDate(cell)

import type { SeasonEvent } from '../../domain/season/facts.ts'
import { PAGE, type Picture } from '../../domain/season/layout.ts'
import { MARK_WORDS } from '../../domain/season/words.ts'
import { listInWords } from '../../domain/words.ts'
import { fillOf, INK } from './looks.ts'
import { boxOf, markAt } from './signs.ts'
import { svg, words } from './svg.ts'

const SIZE = 2.4
const LINE = 4.6
const LETTER = 1.3

/** Something that the legend explains: how it is drawn at a point, and what it means. */
interface Explained {
  readonly draw: (x: number, y: number) => string
  readonly text: string
}

const STATES: readonly SeasonEvent['state'][] = ['proposed', 'confirmed', 'held']

/** What the shapes and patterns of a season mean, in lines below its rows. */
export const legendOf = ({ legend, legendY }: Picture): string[] => {
  const events = STATES.map(
    (state): Explained => ({
      draw: (x, y) => boxOf({ x, y: y - 2, width: 5, height: 4 }, state, '1', SIZE),
      text: `${state} event of triad 1`,
    }),
  )
  const marks = legend.marks.map(
    (mark): Explained => ({ draw: (x, y) => markAt(mark, x + 2.5, y), text: MARK_WORDS[mark] }),
  )
  const looks = legend.looks.map(
    ({ look, labels }): Explained => ({
      draw: (x, y) =>
        svg('rect', {
          x,
          y: y - 1.7,
          width: 5,
          height: 3.4,
          fill: fillOf(look),
          stroke: INK,
          'stroke-width': 0.15,
        }),
      text: listInWords(labels),
    }),
  )
  const others: Explained[] = [
    {
      draw: (x, y) =>
        svg('rect', { x, y: y - 1.7, width: 5, height: 3.4, fill: '#000', 'fill-opacity': 0.08 }),
      text: 'Weekend',
    },
  ]
  const letters: Explained[] = [
    { draw: () => '', text: 'V visit · T training, S summit, M meeting of the whole round' },
  ]
  return [
    ...inLine([...events, ...letters], legendY),
    ...inLine([...marks], legendY + LINE),
    ...inLine([...looks, ...others], legendY + (marks.length > 0 ? 2 : 1) * LINE),
  ]
}

const inLine = (items: readonly Explained[], top: number): string[] => {
  let [x, y]: [number, number] = [PAGE.margin, top]
  return items.map(({ draw, text }) => {
    const width = 7 + text.length * LETTER + 3
    if (x + width > PAGE.width - PAGE.margin && x > PAGE.margin) [x, y] = [PAGE.margin, y + LINE]
    const at = x
    x += width
    return svg(
      'g',
      { class: 'legend' },
      draw(at, y),
      svg('text', { x: at + 6.5, y: y + 0.9, 'font-size': SIZE }, words(text)),
    )
  })
}

import type { SeasonFacts } from '../../domain/season/facts.ts'
import { type Box, layOut, PAGE, type Picture, type Shade } from '../../domain/season/layout.ts'
import { fillOf, INK, patternsOf } from './looks.ts'
import { page, type } from './page.ts'
import { legendOf } from './season-legend.ts'
import { boxOf, MARK_SIZE, markAt } from './signs.ts'
import { svg, words } from './svg.ts'

/** Sizes of type in millimetres; five points, the least that is read at A3, are 1.76. */
const SIZES = { week: 2.3, month: 2.6, row: 2.6, least: 1.8 }

/** The widest that a row's name may be, and a letter of it on average, in millimetres per size. */
const NAME_WIDTH = 50
const LETTER = 0.56

/** The season as seen by one viewer, as SVG: equal facts give equal bytes. */
export const drawSeason = (facts: SeasonFacts): string => {
  const picture = layOut(facts)
  const { width, height, title, description, scale, grid, strip, rows, today } = picture
  return page(
    {
      width,
      height,
      margin: PAGE.margin,
      title,
      caption: 'A row an authority, a column a day; weeks are named by their Mondays.',
      description,
    },
    patternsOf(picture.legend.looks.map(({ look }) => look)),
    ...headerOf(picture),
    ...picture.bands.map((shade) => shaded('band', shade, { 'fill-opacity': 0.6 })),
    // Over the bands, so that weekends are seen through them.
    ...scale.weekends.map((stretch) =>
      rect({ ...grid, ...stretch }, { class: 'weekend', fill: '#000', 'fill-opacity': 0.08 }),
    ),
    ...picture.shades.map((shade) => shaded('commitment', shade, { stroke: INK, 'stroke-width': 0.15 })),
    ...scale.weeks.map(({ x }) => upright(x, grid, '#bbb', 0.12)),
    ...scale.months.map(({ x }) => upright(x, grid, '#555', 0.25)),
    ...rows.map((row) => rect(row, { fill: 'none', stroke: '#777', 'stroke-width': 0.12 })),
    ...picture.edges.map((x) => upright(x, grid, INK, 0.5, 'edge')),
    ...(today === null ? [] : [upright(today, grid, '#a3160b', 0.4, 'today', '1.6 .8')]),
    type(
      SIZES.row,
      { x: PAGE.margin, y: strip.y + strip.height / 2 + 1, 'font-style': 'italic' },
      'Whole region',
    ),
    ...picture.named.flatMap(({ text, textX, ...shade }) => [
      shaded('named', shade, { stroke: INK, 'stroke-width': 0.15 }),
      ...(text === '' ? [] : [type(SIZES.least, { x: textX, y: shade.y + 1.85, ...HALO }, text)]),
    ]),
    ...rows.flatMap((row) => labelOf(row)),
    ...picture.flags.map((flag) =>
      svg(
        'g',
        { class: `event ${flag.state}` },
        svg('title', {}, words(flag.words)),
        boxOf(flag, flag.state, words(flag.text), sizeIn(flag)),
        ...(flag.mark === null
          ? []
          : [markAt(flag.mark, flag.x + flag.width + 0.1 + MARK_SIZE / 2, flag.y + flag.height / 2)]),
      ),
    ),
    ...legendOf(picture),
  )
}

/** The size of what stands in an event's box: as its height and width allow. */
const sizeIn = ({ width, height, text }: Picture['flags'][number]): number =>
  Math.max(SIZES.least, Math.min(2.8, height * 0.62, (width - 0.8) / (text.length * BOLD_LETTER)))

/** A bold figure or letter in the widest of the fonts that a machine without Arial takes instead (DejaVu Sans), per size. */
const BOLD_LETTER = 0.78

/** White behind words that lie on a pattern. */
const HALO = { stroke: '#fff', 'stroke-width': 0.7, 'paint-order': 'stroke', 'stroke-linejoin': 'round' }

const rect = ({ x, y, width, height }: Box, more: Record<string, string | number>): string =>
  svg('rect', { x, y, width, height, ...more })

const shaded = (name: string, shade: Shade, more: Record<string, string | number>): string =>
  svg(
    'g',
    { class: name },
    svg('title', {}, words(shade.words)),
    rect(shade, { fill: fillOf(shade.look), ...more }),
  )

const upright = (
  x: number,
  { y, height }: Box,
  stroke: string,
  width: number,
  name?: string,
  dashes?: string,
): string =>
  svg('line', {
    class: name,
    x1: x,
    x2: x,
    y1: y,
    y2: y + height,
    stroke,
    'stroke-width': width,
    'stroke-dasharray': dashes,
  })

const headerOf = ({ scale, grid }: Picture): string[] => [
  ...scale.months.flatMap(({ x, width, text }) => [
    rect({ x, y: grid.y - 9, width, height: 5 }, { fill: '#f4f4f4', stroke: '#555', 'stroke-width': 0.2 }),
    type(SIZES.month, { class: 'month', x: x + 0.8, y: grid.y - 5.5, 'font-weight': 'bold' }, text),
  ]),
  ...scale.weeks.map(({ x, width, text }) =>
    type(width > 8 ? SIZES.week : SIZES.least, { class: 'week', x: x + 0.3, y: grid.y - 1.4 }, text),
  ),
]

const labelOf = ({ y, height, name, triadNumber }: Picture['rows'][number]): string[] => {
  const size = Math.max(SIZES.least, Math.min(SIZES.row, height * 0.6))
  const baseline = y + height / 2 + size * 0.36
  const narrow =
    name.length * size * LETTER > NAME_WIDTH
      ? { textLength: NAME_WIDTH, lengthAdjust: 'spacingAndGlyphs' }
      : {}
  return [
    type(size, { class: 'row', x: PAGE.margin, y: baseline, ...narrow }, name),
    ...(triadNumber === null
      ? []
      : [
          type(
            size,
            { class: 'triad', x: PAGE.margin + 60, y: baseline, 'text-anchor': 'end' },
            `Triad ${triadNumber}`,
          ),
        ]),
  ]
}

import type { Mark, SeasonEvent } from '../../domain/season/facts.ts'
import type { Box } from '../../domain/season/layout.ts'
import { INK } from './looks.ts'
import { svg } from './svg.ts'

/** The side of a mark, in millimetres. */
export const MARK_SIZE = 2.4

const outline = { stroke: INK, 'stroke-width': 0.25, 'stroke-linejoin': 'round' }
const sign = (d: string, ink: string) =>
  svg('path', { d, stroke: ink, 'stroke-width': 0.32, fill: 'none', 'stroke-linecap': 'round' })

/** Each its own shape, drawn about the middle of a square: a black octagon, a triangle, a ring, a tick. */
const SHAPES: Readonly<Record<Mark, readonly string[]>> = {
  blocking: [
    svg('path', { d: 'M-.5 -1.2H.5L1.2 -.5V.5L.5 1.2H-.5L-1.2 .5V-.5Z', fill: '#a3160b', ...outline }),
    sign('M-.5 -.5L.5 .5M.5 -.5L-.5 .5', '#fff'),
  ],
  warning: [
    svg('path', { d: 'M0 -1.15L1.2 1.05H-1.2Z', fill: '#ffd54a', ...outline }),
    sign('M0 -.4V.25M0 .65V.66', INK),
  ],
  unknown: [
    svg('circle', { r: 1.1, fill: '#fff', ...outline }),
    sign('M-.4 -.35A.42 .42 0 1 1 .1 .07Q0 .12 0 .3M0 .68V.69', INK),
  ],
  waived: [
    svg('rect', { x: -1.1, y: -1.1, width: 2.2, height: 2.2, fill: '#fff', ...outline }),
    sign('M-.6 .05L-.15 .5L.65 -.5', INK),
  ],
}

/** A mark about a point. */
export const markAt = (mark: Mark, x: number, y: number): string =>
  svg(
    'g',
    {
      class: `mark ${mark}`,
      transform: `translate(${Math.round(x * 1000) / 1000} ${Math.round(y * 1000) / 1000})`,
    },
    ...SHAPES[mark],
  )

/** The box of an event with what stands in it: dashed while proposed, full when confirmed, doubled once held. */
export const boxOf = (
  { x, y, width, height }: Box,
  state: SeasonEvent['state'],
  text: string,
  size: number,
): string => {
  const full = state === 'confirmed'
  const edge = (inset: number, more: object) =>
    svg('rect', {
      x: x + inset,
      y: y + inset,
      width: width - 2 * inset,
      height: height - 2 * inset,
      rx: 0.5,
      stroke: INK,
      ...more,
    })
  return [
    edge(0.15, {
      fill: full ? '#17324d' : '#fff',
      'stroke-width': 0.3,
      'stroke-dasharray': state === 'proposed' ? '.8 .5' : undefined,
    }),
    ...(state === 'held' ? [edge(0.6, { fill: 'none', 'stroke-width': 0.18 })] : []),
    svg(
      'text',
      {
        x: x + width / 2,
        y: y + height / 2 + size * 0.36,
        'font-size': size,
        'font-weight': 'bold',
        'text-anchor': 'middle',
        fill: full ? '#fff' : INK,
      },
      text,
    ),
  ].join('')
}

import type { Look } from '../../domain/season/facts.ts'
import { svg } from './svg.ts'

/** The ink of everything that is read. */
export const INK = '#111'

/** How a look is drawn: a tint, and lines or dots in a darker ink that tell it from the others without colour. */
interface Pattern {
  readonly tint: string
  /** The side of the square that repeats, in millimetres. */
  readonly size: number
  readonly marks: readonly string[]
}

const line = (d: string, ink: string, width = 0.22) =>
  svg('path', { d, stroke: ink, 'stroke-width': width, fill: 'none' })

const dot = (x: number, y: number, r: number, ink: string) => svg('circle', { cx: x, cy: y, r, fill: ink })

const PATTERNS: Readonly<Record<Look, Pattern>> = {
  'school-holiday': {
    tint: '#fdeebf',
    size: 1.6,
    marks: [line('M-.4 .4L.4 -.4M0 1.6L1.6 0M1.2 2L2 1.2', '#8a6a00')],
  },
  'ofsted-annual-conversation': {
    tint: '#d5e6f8',
    size: 1.2,
    marks: [line('M.3 0V1.2M.9 0V1.2', '#1b5a94')],
  },
  'inspection-on-site': {
    tint: '#f6d3ce',
    size: 1.4,
    marks: [line('M0 0L1.4 1.4M1.4 0L0 1.4', '#8f2416', 0.26)],
  },
  unavailable: { tint: '#dcdcdc', size: 1, marks: [dot(0.5, 0.5, 0.24, '#333')] },
  'bank-holiday': { tint: '#8d8d8d', size: 2, marks: [] },
  conference: {
    tint: '#e8daf3',
    size: 1.8,
    marks: [dot(0.45, 0.45, 0.22, '#5b2c83'), dot(1.35, 1.35, 0.22, '#5b2c83')],
  },
  'regional-meeting': { tint: '#d6efd9', size: 1.2, marks: [line('M0 .6H1.2', '#1f6b2d', 0.3)] },
  'pre-election-period': {
    tint: '#dff0ef',
    size: 4,
    marks: [line('M-1 3L1 5M0 0L4 4M3 -1L5 1', '#2a6f6b', 0.18)],
  },
}

/** The fill that shades a commitment of a look. */
export const fillOf = (look: Look): string => `url(#${look})`

/** The patterns of the looks that a picture shows. */
export const patternsOf = (looks: readonly Look[]): string =>
  svg(
    'defs',
    {},
    ...looks.map((look) => {
      const { tint, size, marks } = PATTERNS[look]
      return svg(
        'pattern',
        { id: look, width: size, height: size, patternUnits: 'userSpaceOnUse' },
        svg('rect', { width: size, height: size, fill: tint }),
        ...marks,
      )
    }),
  )

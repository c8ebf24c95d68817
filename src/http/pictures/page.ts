import { INK } from './looks.ts'
import { svg, words } from './svg.ts'

/** A picture's page in millimetres, with what is said above it, and to whoever hears it. */
export interface Page {
  readonly width: number
  readonly height: number
  readonly margin: number
  readonly title: string
  /** How the picture is read, below its title. */
  readonly caption: string
  readonly description: string
}

/** Sizes of type in millimetres. */
const SIZES = { title: 5.2, caption: 2.5 }

/** A line of text, which is escaped. */
export const type = (size: number, attributes: Record<string, string | number>, text: string): string =>
  svg('text', { 'font-size': size, ...attributes }, words(text))

/** A page with its title, on white. */
export const page = (
  { width, height, margin, title, caption, description }: Page,
  ...parts: readonly string[]
): string =>
  svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: `${width}mm`,
      height: `${Math.round(height * 1000) / 1000}mm`,
      viewBox: `0 0 ${width} ${Math.round(height * 1000) / 1000}`,
      role: 'img',
      'aria-labelledby': 'title description',
      lang: 'en-GB',
      'font-family': 'Arial, Helvetica, Liberation Sans, sans-serif',
      fill: INK,
    },
    svg('title', { id: 'title' }, words(title)),
    svg('desc', { id: 'description' }, words(description)),
    svg('rect', { width, height, fill: '#fff' }),
    type(SIZES.title, { x: margin, y: 14, 'font-weight': 'bold' }, title),
    type(SIZES.caption, { x: margin, y: 20 }, caption),
    ...parts,
  )

type Attributes = Readonly<Record<string, string | number | undefined>>

/** One element: its name, its attributes (those that are undefined left out), and its parts, made by `svg` or `words`. */
export const svg = (name: string, attributes: Attributes, ...parts: readonly string[]): string => {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? figure(value) : words(value ?? '')}"`)
    .join('')
  return parts.length === 0 ? `<${name}${said}/>` : `<${name}${said}>${parts.join('')}</${name}>`
}

/** Text as XML says it: what XML cannot hold (control characters, halves of a pair) is left out. */
export const words = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\t\n\r]/g, ' ')
    .replace(/[\p{Cc}\uFFFD-\uFFFF]/gu, '')
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** A length in millimetres, to a thousandth. */
const figure = (value: number): string => String(Math.round(value * 1000) / 1000)

/** The part of an OpenAPI document that names schemas; the rest is left as it is. */
interface Document {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> }
}

const REF = '#/components/schemas/'

/**
 * Every registered schema comes out twice, as it is read ("NewRoundInput") and as it is sent ("NewRound"),
 * used or not. This keeps those that the document refers to, and calls a schema that is used in one direction
 * only, or reads and writes alike, by its plain name. The bounds that every JavaScript integer has are left out.
 */
export const tidyComponents = <D extends object>(document: D & Document): D => {
  const schemas = document.components?.schemas ?? {}
  const { components, ...rest } = document as Document
  const used = reachable(rest, schemas)
  const plain = (name: string): string => {
    const base = name.replace(/Input$/, '')
    const alone = !used.has(base) || same(schemas[base], schemas[name])
    return name !== base && base in schemas && alone ? base : name
  }
  const rename = (value: unknown): unknown => mapRefs(value, plain)
  const kept = [...used].sort().map((name) => [plain(name), rename(schemas[name])])
  return { ...(rename(rest) as D), components: { ...components, schemas: Object.fromEntries(kept) } }
}

const reachable = (from: unknown, schemas: Readonly<Record<string, unknown>>): Set<string> => {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    mapRefs(value, (name) => {
      if (!found.has(name)) {
        found.add(name)
        look(schemas[name])
      }
      return name
    })
  }
  look(from)
  return found
}

/** Equal but for the names of the schemas they refer to, which differ by `Input` alone. */
const same = (a: unknown, b: unknown): boolean =>
  JSON.stringify(a) === JSON.stringify(mapRefs(b, (name) => name.replace(/Input$/, '')))

const mapRefs = (value: unknown, rename: (name: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapRefs(item, rename))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => Math.abs(Number(item)) !== Number.MAX_SAFE_INTEGER)
      .map(([key, item]) =>
        key === '$ref' && typeof item === 'string' && item.startsWith(REF)
          ? [key, REF + rename(item.slice(REF.length))]
          : [key, mapRefs(item, rename)],
      ),
  )
}

import { DateTime } from 'luxon'
import { z } from 'zod'

/**
 * Text from people: no NUL and no half of a surrogate pair (both database errors), and no other control
 * characters but line breaks and tabs.
 */
export const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, 'Control characters are not text.')
    .refine((value) => value.isWellFormed(), 'This is not well-formed Unicode text.')

/** A random identifier of this service. */
export const Id = z
  .uuid({ error: 'This is not an id of this service.' })
  .meta({ examples: ['0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11'] })

/** Something by its id and name. */
export const Named = z.strictObject({ id: Id, name: z.string() })

/** A date that exists, in the region's zone. */
export const LocalDateSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'Give a date as YYYY-MM-DD.', abort: true })
  .refine((date) => DateTime.fromISO(date, { zone: 'utc' }).isValid, {
    error: 'There is no such date.',
    abort: true,
  })
  .refine((date) => date >= '1900-01-01' && date < '2200-01-01', 'Give a date between 1900 and 2199.')
  .meta({ format: 'date', examples: ['2019-11-13'] })

/** A wall time in the region's zone. */
export const WallTimeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Give a time as HH:MM.')
  .meta({ examples: ['10:00'] })

/** An instant with its offset, RFC 3339. */
export const Instant = z.iso.datetime({ offset: true }).meta({ examples: ['2019-05-10T09:00:00.000Z'] })

/** The ONS nine-character code of a council in England. */
export const GssCode = z
  .string()
  .regex(/^E\d{8}$/, 'A GSS code is E and eight digits.')
  .meta({ examples: ['E10000016'] })

/** The name of one of the region's kinds of calendars. */
export const KindName = z
  .string()
  .max(40)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'A kind is named in small letters and hyphens, such as school-holiday.',
  )
  .meta({ examples: ['school-holiday'] })

/** A theme that somebody can review. */
export const ThemeName = z
  .string()
  .max(60)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'A theme is named in small letters and hyphens, such as care-leavers.',
  )
  .meta({ examples: ['care-leavers'] })

/** Cursor and size of a list. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
})

/** `{items, nextCursor}`. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() })

/** An instant as sent: RFC 3339 in UTC. */
export const instant = <T extends Date | null>(at: T): T extends null ? string | null : string =>
  (at?.toISOString() ?? null) as T extends null ? string | null : string

/** A page as sent. */
export const presentPage =
  <T, Wire>(presentItem: (item: T) => Wire) =>
  (page: { readonly items: readonly T[]; readonly nextCursor: string | null }) => ({
    items: page.items.map(presentItem),
    nextCursor: page.nextCursor,
  })

/** The address of one record. */
export const ById = z.strictObject({ id: Id })

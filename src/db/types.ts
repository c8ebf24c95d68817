import { type CustomTypesConfig, types } from 'pg'

const INT8 = 20
const DATE = 1082
const TEXT_ARRAY: number = 1009
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182

/** An int8 as a number; throws past 2^53 rather than give a nearby one. */
export const parseInt8 = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a JavaScript number exactly`)
  return value
}

const same = (text: string): string => text

const each =
  <T>(parse: (text: string) => T) =>
  (text: string): (T | null)[] =>
    (types.getTypeParser(TEXT_ARRAY)(text) as (string | null)[]).map((item) =>
      item === null ? null : parse(item),
    )

const PARSERS = new Map<number, (text: string) => unknown>([
  [INT8, parseInt8],
  [INT8_ARRAY, each(parseInt8)],
  [DATE, same],
  [DATE_ARRAY, each(same)],
])

/**
 * How columns become values: a date stays 'YYYY-MM-DD' (pg would make it local midnight), an int8 becomes a
 * number (pg leaves it text), timestamptz a Date. Given to each client, so that nothing global changes.
 */
export const columnTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    (format === 'binary' ? undefined : PARSERS.get(oid)) ?? types.getTypeParser(oid, format as 'text'),
}

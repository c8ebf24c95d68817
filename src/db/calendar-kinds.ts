import { sql } from 'kysely'
import type { CalendarKind, CalendarKinds } from '../domain/calendars/kinds.ts'
import type { CommitmentRule, SeverityOverride } from '../domain/clashes/policy.ts'
import type { Handle } from './database.ts'
import { type Lookup, lookUpOne, lookup } from './lookups.ts'

/** A region's kinds of calendars, as rows; `calendarKindOf` reads one. */
export const selectCalendarKinds = (trx: Handle, regionId: string) =>
  trx
    .selectFrom('calendarKind')
    .select(['id', 'name', 'label', 'entries', 'feeds', 'severity', 'unknownByAbsence'])
    .where('regionId', '=', regionId)

type KindRow = Awaited<ReturnType<ReturnType<typeof selectCalendarKinds>['executeTakeFirstOrThrow']>>

/** A row of `selectCalendarKinds` as the domain knows it. */
export const calendarKindOf = (row: KindRow): CalendarKind => ({
  name: row.name,
  label: row.label,
  entries: row.entries,
  feeds: row.feeds as CommitmentRule,
  severity: row.severity as SeverityOverride | null,
  unknownByAbsence: row.unknownByAbsence,
})

const selectKindsIn = (trx: Handle, { regionId }: { readonly regionId: string }) =>
  selectCalendarKinds(trx, regionId)

/** A region's kinds of calendars by their names. */
export const calendarKindsIn = (regionId: string): Lookup<CalendarKinds> =>
  lookup(selectKindsIn, { regionId }, (rows) =>
    Object.fromEntries(rows.map((row) => [row.name, calendarKindOf(row)])),
  )

/** `calendarKindsIn` by itself. */
export const loadCalendarKinds = (trx: Handle, regionId: string): Promise<CalendarKinds> =>
  lookUpOne(trx, calendarKindsIn(regionId))

const json = (severity: SeverityOverride | null) =>
  severity === null ? null : sql<string>`${JSON.stringify(severity)}::jsonb`

export const insertCalendarKind = async (
  trx: Handle,
  regionId: string,
  { severity, ...kind }: CalendarKind,
  now: Date,
): Promise<void> => {
  await trx
    .insertInto('calendarKind')
    .values({ ...kind, severity: json(severity), regionId, createdAt: now })
    .execute()
}

/** Writes what of a kind can change: neither its name nor the rule that it feeds. */
export const updateCalendarKind = async (
  trx: Handle,
  regionId: string,
  { name, label, entries, severity }: CalendarKind,
): Promise<void> => {
  await trx
    .updateTable('calendarKind')
    .set({ label, entries, severity: json(severity), revision: sql`revision + 1` })
    .where('regionId', '=', regionId)
    .where('name', '=', name)
    .execute()
}

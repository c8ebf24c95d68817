import { sql } from 'kysely'
import type { Clash, ClashRule, Severity } from '../domain/clashes/clash.ts'
import type { Cause } from '../domain/clashes/found.ts'
import type { Handle } from './database.ts'

/** A clash as it was found; of one that is over, as it was last. */
export interface FoundClash {
  readonly id: string
  readonly identity: string
  readonly eventId: string
  /** Its waiver's reason in `waived`, its calendar's age as of now in `checkedAt`. */
  readonly clash: Clash
  readonly waiverId: string | null
  readonly openedAt: Date
  readonly openedBy: Cause
  /** Null while it stands. */
  readonly closedAt: Date | null
  readonly closedBy: Cause | null
}

/** The clashes that the transaction may see, those that are over too; `foundClashOf` reads a row. */
export const selectFoundClashes = (trx: Handle) =>
  trx
    .selectFrom('clash')
    .leftJoin('waiver', 'waiver.id', 'clash.waiverId')
    .leftJoin('calendar', 'calendar.id', 'clash.calendarId')
    .select([
      'clash.id',
      'clash.eventId',
      'clash.identity',
      'clash.basis',
      'clash.rule',
      'clash.severity',
      'clash.found',
      'clash.waiverId',
      'clash.openedAt',
      'clash.openedBy',
      'clash.closedAt',
      'clash.closedBy',
      'waiver.reason as waived',
      'calendar.checkedAt',
    ])

type ClashRow = Awaited<ReturnType<ReturnType<typeof selectFoundClashes>['executeTakeFirstOrThrow']>>

/** A row of `selectFoundClashes` as services know it. */
export const foundClashOf = (row: ClashRow): FoundClash => ({
  id: row.id,
  identity: row.identity,
  eventId: row.eventId,
  clash: {
    ...(row.found as unknown as Omit<Clash, keyof typeof kept>),
    basis: row.basis,
    eventId: row.eventId,
    rule: row.rule as ClashRule,
    severity: row.severity as Severity,
    waived: row.waived,
    checkedAt: row.checkedAt,
  },
  waiverId: row.waiverId,
  openedAt: row.openedAt,
  openedBy: row.openedBy as Cause,
  closedAt: row.closedAt,
  closedBy: row.closedBy as Cause | null,
})

/** What of a clash is kept beside its `found`, or known only when it is read. */
const kept = { basis: null, eventId: null, rule: null, severity: null, waived: null, checkedAt: null }

const foundOf = (clash: Clash): string =>
  JSON.stringify(Object.fromEntries(Object.entries(clash).filter(([name]) => !(name in kept))))

/** The clashes of these events that stand, as they were last found. */
export const loadOpenClashes = async (trx: Handle, eventIds: readonly string[]): Promise<FoundClash[]> => {
  if (eventIds.length === 0) return []
  const rows = await selectFoundClashes(trx)
    .where('clash.eventId', 'in', eventIds)
    .where('clash.closedAt', 'is', null)
    .execute()
  return rows.map(foundClashOf)
}

/** A clash to be written. */
export interface NewFinding {
  readonly regionId: string
  readonly roundId: string
  readonly eventId: string
  readonly identity: string
  readonly clash: Clash
  readonly waiverId: string | null
  readonly place: string
}

const columnsOf = ({ clash, waiverId, place }: Pick<NewFinding, 'clash' | 'waiverId' | 'place'>) => ({
  basis: clash.basis,
  rule: clash.rule,
  severity: clash.severity,
  found: foundOf(clash),
  calendarId: clash.calendarId,
  waiverId,
  place,
})

/** How many rows go into one statement: PostgreSQL takes 65,535 parameters. */
const ROWS_AT_ONCE = 4000

/** Writes clashes that were not there before. */
export const openClashes = async (
  trx: Handle,
  findings: readonly NewFinding[],
  opened: { readonly at: Date; readonly by: Cause },
): Promise<void> => {
  for (let from = 0; from < findings.length; from += ROWS_AT_ONCE) {
    const rows = findings.slice(from, from + ROWS_AT_ONCE).map((each) => ({
      ...columnsOf(each),
      regionId: each.regionId,
      roundId: each.roundId,
      eventId: each.eventId,
      identity: each.identity,
      openedAt: opened.at,
      openedBy: opened.by,
    }))
    await trx.insertInto('clash').values(rows).execute()
  }
}

/** Writes what became of a clash that still stands. */
export const updateClash = async (
  trx: Handle,
  id: string,
  finding: Pick<NewFinding, 'clash' | 'waiverId' | 'place'>,
): Promise<void> => {
  await trx.updateTable('clash').set(columnsOf(finding)).where('id', '=', id).execute()
}

/** Writes that clashes are gone. */
export const closeClashes = async (
  trx: Handle,
  ids: readonly string[],
  closed: { readonly at: Date; readonly by: Cause },
): Promise<void> => {
  if (ids.length === 0) return
  await sql`update clash set closed_at = ${closed.at}, closed_by = ${closed.by}
    where id = any(${ids}::uuid[])`.execute(trx)
}

/** What an event and its clashes were when it was judged. */
export interface EventCheck {
  readonly eventId: string
  readonly digest: string
  /** Null where it was not kept. */
  readonly state: string | null
}

/** What these events were when each was last judged, by event. */
export const loadChecks = async (
  trx: Handle,
  eventIds: readonly string[],
): Promise<Map<string, EventCheck>> => {
  if (eventIds.length === 0) return new Map()
  const rows = await trx
    .selectFrom('eventCheck')
    .select(['eventId', 'digest', 'state'])
    .where(sql<boolean>`event_id = any(${eventIds}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.eventId, row]))
}

/** Keeps what events and their clashes were when they were judged. */
export const keepChecks = async (
  trx: Handle,
  regionId: string,
  checks: readonly EventCheck[],
  now: Date,
): Promise<void> => {
  if (checks.length === 0) return
  await sql`insert into event_check (event_id, region_id, digest, state, checked_at)
    select id, ${regionId}, digest, state, ${now}
    from unnest(${checks.map(({ eventId }) => eventId)}::uuid[], ${checks.map(({ digest }) => digest)}::text[],
      ${checks.map(({ state }) => state)}::text[]) as judged (id, digest, state)
    on conflict (event_id) do update set digest = excluded.digest, state = excluded.state,
      checked_at = excluded.checked_at`.execute(trx)
}

/** The calendars that each event of a region clashes with, as far as was found. */
export const loadClashingCalendars = async (
  trx: Handle,
  regionId: string,
): Promise<Map<string, string[]>> => {
  const rows = await trx
    .selectFrom('clash')
    .select(['eventId', 'calendarId'])
    .distinct()
    .where('regionId', '=', regionId)
    .where('closedAt', 'is', null)
    .where('calendarId', 'is not', null)
    .execute()
  const byEvent = Map.groupBy(rows, ({ eventId }) => eventId)
  return new Map([...byEvent].map(([id, of]) => [id, of.flatMap(({ calendarId }) => calendarId ?? [])]))
}

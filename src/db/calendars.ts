import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Calendar, Commitment, Scope, ScopeRole } from '../domain/calendars/calendar.ts'
import type { SourceKey } from '../domain/calendars/differences.ts'
import type { CommitmentRule } from '../domain/clashes/policy.ts'
import type { Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'
import { type Lookup, lookUpOne, lookup } from './lookups.ts'
import { PREPARED } from './prepared.ts'

/**
 * Calendars with the authorities or people that each answers for, these gathered once for all of them: looked up for
 * each of 200 calendars they took 2.3 ms. `calendarOf` reads a row.
 */
export const selectCalendars = (trx: Handle) =>
  trx
    .selectFrom('calendar')
    .leftJoin(
      trx
        .selectFrom('calendarAuthority')
        .select(['calendarId', sql<string[]>`array_agg(authority_id order by authority_id)`.as('ids')])
        .groupBy('calendarId')
        .as('about'),
      (join) => join.onRef('about.calendarId', '=', 'calendar.id'),
    )
    .leftJoin(
      trx
        .selectFrom('calendarPerson')
        .select(['calendarId', sql<string[]>`array_agg(person_id order by person_id)`.as('ids')])
        .groupBy('calendarId')
        .as('of'),
      (join) => join.onRef('of.calendarId', '=', 'calendar.id'),
    )
    .select([
      'calendar.id',
      'calendar.kind',
      'calendar.feeds',
      'calendar.name',
      'calendar.scope',
      'calendar.roles',
      'calendar.coversFrom',
      'calendar.coversTo',
      'calendar.checkedAt',
      'calendar.staleAfterDays',
      'calendar.refusedEntries',
      sql<string[]>`coalesce(about.ids, '{}')`.as('authorityIds'),
      sql<string[]>`coalesce("of".ids, '{}')`.as('personIds'),
    ])

type CalendarRow = Awaited<ReturnType<ReturnType<typeof selectCalendars>['executeTakeFirstOrThrow']>>

const scopeOf = ({ scope, authorityIds, personIds, roles }: CalendarRow): Scope => {
  switch (scope) {
    case 'authorities':
      return { kind: 'authorities', ids: authorityIds }
    case 'persons':
      return { kind: 'persons', ids: personIds }
    case 'roles':
      return { kind: 'roles', roles: roles as ScopeRole[] }
    default:
      return { kind: 'region' }
  }
}

/** A row of `selectCalendars` as the domain knows it. */
export const calendarOf = (row: CalendarRow): Calendar => ({
  id: row.id,
  kind: row.kind,
  feeds: row.feeds as CommitmentRule,
  name: row.name,
  scope: scopeOf(row),
  coversFrom: row.coversFrom,
  coversTo: row.coversTo,
  checkedAt: row.checkedAt,
  staleAfterDays: row.staleAfterDays,
  refusedEntries: row.refusedEntries,
})

const selectCalendarsIn = (trx: Handle, { regionId }: { readonly regionId: string }) =>
  selectCalendars(trx).where('calendar.regionId', '=', regionId)

/** Every calendar of the region, people's own too, in no order that means anything. */
export const calendarsIn = (regionId: string): Lookup<Calendar[]> =>
  lookup(selectCalendarsIn, { regionId }, (rows) => rows.map(calendarOf))

/** `calendarsIn` by itself. */
export const loadCalendars = (trx: Handle, regionId: string): Promise<Calendar[]> =>
  lookUpOne(trx, calendarsIn(regionId))

/** Commitments, as rows; `commitmentOf` reads one. */
export const selectCommitments = (trx: Handle) =>
  trx
    .selectFrom('commitment')
    .select([
      'commitment.id',
      'commitment.calendarId',
      'commitment.title',
      'commitment.firstDay',
      'commitment.lastDay',
      'commitment.startsAt',
      'commitment.endsAt',
      'commitment.busy',
      'commitment.authorityIds',
    ])

type CommitmentRow = Awaited<ReturnType<ReturnType<typeof selectCommitments>['executeTakeFirstOrThrow']>>

/** A commitment as it is kept. */
export interface StoredCommitment extends Commitment {
  /** Those of its calendar's authorities that it is narrowed to; none when it is as wide as its calendar. */
  readonly authorityIds: readonly string[]
}

/** A row of `selectCommitments` as the domain knows it, its scope narrowed or its calendar's. */
export const commitmentOf = (row: CommitmentRow, calendarScope: Scope): StoredCommitment => ({
  id: row.id,
  calendarId: row.calendarId,
  title: row.title ?? '',
  span: { from: row.startsAt, until: row.endsAt },
  wholeDays: row.firstDay && row.lastDay ? { first: row.firstDay, last: row.lastDay } : null,
  scope: row.authorityIds.length > 0 ? { kind: 'authorities', ids: row.authorityIds } : calendarScope,
  busy: row.busy as StoredCommitment['busy'],
  authorityIds: row.authorityIds,
})

/** That a commitment shares an instant with a half-open span; an end that is null is open. */
export const duringSpan = ({ from, until }: { readonly from: Date | null; readonly until: Date | null }) =>
  sql<boolean>`(commitment.starts_at < coalesce(${until}::timestamptz, 'infinity')
    and commitment.ends_at > coalesce(${from}::timestamptz, '-infinity'))`

/** A stretch of time that is asked of one calendar. */
export interface AskedOfCalendar extends Span {
  readonly calendar: Pick<Calendar, 'id' | 'scope'>
}

const A_WEEK = 168 * 60 * 60 * 1000

/** Worked out here: behind a policy an index is not used with what a subtraction gives, which might leak. */
const aWeekBefore = (instant: Date): Date => new Date(instant.getTime() - A_WEEK)

/**
 * The commitments that share an instant with a span asked of their calendar, each once, titles of people's own left
 * out. Each span is looked for by itself (`offset 0` keeps the planner from joining): nothing tells it how few entries
 * a span meets, and of a million it would rather read all (200 ms) than look 50 times into the index (1 ms). What lasts
 * more than a week, of 168 hours whatever the clocks do, is looked for apart: both look-ups read few entries
 * (migrations/0063).
 */
export const loadCommitments = async (
  trx: Handle,
  asked: readonly AskedOfCalendar[],
): Promise<StoredCommitment[]> => {
  if (asked.length === 0) return []
  const scopes = new Map(asked.map(({ calendar }) => [calendar.id, calendar.scope]))
  const meeting = selectCommitments(trx).where(
    sql<boolean>`calendar_id = asked.id and starts_at < asked.until_at and ends_at > asked.from_at`,
  )
  const met = meeting
    .where(sql<boolean>`not is_long and starts_at > asked.week_before`)
    .unionAll(meeting.where(sql<boolean>`is_long`))
    .offset(sql.lit(0))
  const rows = await trx
    .selectFrom(
      sql`unnest(${asked.map(({ calendar }) => calendar.id)}::uuid[], ${asked.map(({ from }) => from)}::timestamptz[],
        ${asked.map(({ until }) => until)}::timestamptz[], ${asked.map(({ from }) => aWeekBefore(from))}::timestamptz[])`.as<'asked'>(
        sql`asked (id, from_at, until_at, week_before)`,
      ),
    )
    .innerJoinLateral(met.as('met'), (join) => join.onTrue())
    .selectAll('met')
    .modifyFront(PREPARED)
    .execute()
  const once = new Map(rows.map((row) => [row.id, row]))
  return Array.from(once.values(), (row) =>
    commitmentOf(row, scopes.get(row.calendarId) ?? { kind: 'region' }),
  )
}

/** A calendar before it has an id, and before anything was read into it. */
export type NewCalendar = Omit<Calendar, 'id' | 'refusedEntries'>

/** Writes a calendar; one that is `keptByService` is the service's own to lengthen. */
export const insertCalendar = async (
  trx: Handle,
  regionId: string,
  { scope, ...calendar }: NewCalendar,
  now: Date,
  keptByService = false,
): Promise<Calendar> => {
  const roles = scope.kind === 'roles' ? [...scope.roles] : []
  const { id } = await trx
    .insertInto('calendar')
    .values({ ...calendar, regionId, scope: scope.kind, roles, createdAt: now, keptByService })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (scope.kind === 'authorities') {
    const rows = scope.ids.map((authorityId) => ({ regionId, calendarId: id, authorityId }))
    await trx.insertInto('calendarAuthority').values(rows).execute()
  }
  if (scope.kind === 'persons') {
    const rows = scope.ids.map((personId) => ({ regionId, calendarId: id, personId }))
    await trx.insertInto('calendarPerson').values(rows).execute()
  }
  return { ...calendar, id, scope, refusedEntries: 0 }
}

/** What of a calendar can change: whom it answers for, and about what, cannot. */
export type CalendarSettings = Pick<
  Calendar,
  'name' | 'coversFrom' | 'coversTo' | 'checkedAt' | 'staleAfterDays' | 'refusedEntries'
>

export const updateCalendar = async (trx: Handle, id: string, settings: CalendarSettings): Promise<void> => {
  const { name, coversFrom, coversTo, checkedAt, staleAfterDays, refusedEntries } = settings
  await trx
    .updateTable('calendar')
    .set({
      name,
      coversFrom,
      coversTo,
      checkedAt,
      staleAfterDays,
      refusedEntries,
      revision: sql`revision + 1`,
    })
    .where('id', '=', id)
    .execute()
}

/** A commitment before it has an id and a place. */
export type NewCommitment = Omit<StoredCommitment, 'id' | 'calendarId' | 'scope'>

const commitmentColumns = ({ title, span, wholeDays, busy, authorityIds }: NewCommitment) => ({
  title: title === '' ? null : title,
  firstDay: wholeDays?.first ?? null,
  lastDay: wholeDays?.last ?? null,
  startsAt: span.from,
  endsAt: span.until,
  busy,
  authorityIds: authorityIds.toSorted(),
})

/**
 * Writes commitments into a calendar, all in one statement, and returns their ids in the same order. Those without
 * a key of a source are entered by hand.
 */
export const insertCommitments = async (
  trx: Handle,
  regionId: string,
  calendarId: string,
  commitments: readonly (NewCommitment & Partial<SourceKey>)[],
  now: Date,
): Promise<string[]> => {
  if (commitments.length === 0) return []
  // Made here, because the order in which a statement returns the rows that it inserted is promised nowhere.
  const rows = commitments.map((commitment) => ({ id: randomUUID(), commitment }))
  await trx
    .insertInto('commitment')
    .values(
      rows.map(({ id, commitment }) => ({
        ...commitmentColumns(commitment),
        uid: commitment.uid ?? null,
        recurrenceId: commitment.recurrenceId ?? null,
        id,
        regionId,
        calendarId,
        createdAt: now,
      })),
    )
    .execute()
  return rows.map(({ id }) => id)
}

export const updateCommitment = async (trx: Handle, id: string, commitment: NewCommitment): Promise<void> => {
  await trx
    .updateTable('commitment')
    .set({ ...commitmentColumns(commitment), revision: sql`revision + 1` })
    .where('id', '=', id)
    .execute()
}

export const deleteCommitment = async (trx: Handle, id: string): Promise<void> => {
  await trx.deleteFrom('commitment').where('id', '=', id).execute()
}

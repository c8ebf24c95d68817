import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Calendar, Commitment, Scope, ScopeRole } from '../domain/calendars/calendar.ts'
import type { SourceKey } from '../domain/calendars/differences.ts'
import type { CommitmentRule } from '../domain/clashes/policy.ts'
import type { Span } from '../domain/intervals.ts'
import type { Handle } from './database.ts'

/** Calendars with the authorities or people that each answers for; `calendarOf` reads a row. */
export const selectCalendars = (trx: Handle) =>
  trx
    .selectFrom('calendar')
    .select((row) => [
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
      sql<string[]>`array(${row
        .selectFrom('calendarAuthority')
        .select('authorityId')
        .whereRef('calendarId', '=', 'calendar.id')
        .orderBy('authorityId')})`.as('authorityIds'),
      sql<string[]>`array(${row
        .selectFrom('calendarPerson')
        .select('personId')
        .whereRef('calendarId', '=', 'calendar.id')
        .orderBy('personId')})`.as('personIds'),
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
})

/** Every calendar of the region, people's own too, in no order that means anything. */
export const loadCalendars = async (trx: Handle, regionId: string): Promise<Calendar[]> =>
  (await selectCalendars(trx).where('calendar.regionId', '=', regionId).execute()).map(calendarOf)

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
  sql<boolean>`commitment.span && tstzrange(${from}, ${until}, '[)')`

/** A stretch of time that is asked of one calendar. */
export interface AskedOfCalendar extends Span {
  readonly calendar: Pick<Calendar, 'id' | 'scope'>
}

/** The commitments that share an instant with a span asked of their calendar, each once, titles of people's own left out. */
export const loadCommitments = async (
  trx: Handle,
  asked: readonly AskedOfCalendar[],
): Promise<StoredCommitment[]> => {
  if (asked.length === 0) return []
  const scopes = new Map(asked.map(({ calendar }) => [calendar.id, calendar.scope]))
  const rows = await selectCommitments(trx)
    .innerJoin(
      sql<{ id: string; spans: string }>`(
        select calendar_id as id, tstzrange(from_at, until_at, '[)') as asked_span
        from unnest(${asked.map(({ calendar }) => calendar.id)}::uuid[], ${asked.map(({ from }) => from)}::timestamptz[],
          ${asked.map(({ until }) => until)}::timestamptz[]) as t (calendar_id, from_at, until_at))`.as(
        'asked',
      ),
      (join) => join.onRef('commitment.calendarId', '=', 'asked.id'),
    )
    .where(sql<boolean>`commitment.span && asked.asked_span`)
    .execute()
  const once = new Map(rows.map((row) => [row.id, row]))
  return Array.from(once.values(), (row) =>
    commitmentOf(row, scopes.get(row.calendarId) ?? { kind: 'region' }),
  )
}

/** A calendar before it has an id. */
export type NewCalendar = Omit<Calendar, 'id'>

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
  return { ...calendar, id, scope }
}

/** What of a calendar can change: whom it answers for, and about what, cannot. */
export type CalendarSettings = Pick<
  Calendar,
  'name' | 'coversFrom' | 'coversTo' | 'checkedAt' | 'staleAfterDays'
>

export const updateCalendar = async (trx: Handle, id: string, settings: CalendarSettings): Promise<void> => {
  const { name, coversFrom, coversTo, checkedAt, staleAfterDays } = settings
  await trx
    .updateTable('calendar')
    .set({ name, coversFrom, coversTo, checkedAt, staleAfterDays, revision: sql`revision + 1` })
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

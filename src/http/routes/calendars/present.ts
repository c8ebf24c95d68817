import type { z } from 'zod'
import type { SeenCalendar } from '../../../domain/calendars/access.ts'
import type { Scope } from '../../../domain/calendars/calendar.ts'
import type { SeenCommitment } from '../../../services/calendars/commitments.ts'
import { instant } from '../../wire.ts'
import type { CalendarSchema, CommitmentSchema, ScopeSchema } from './schemas.ts'

const presentScope = (scope: Scope): z.input<typeof ScopeSchema> => {
  switch (scope.kind) {
    case 'region':
      return { kind: 'region' }
    case 'authorities':
      return { kind: 'authorities', authorities: scope.ids.map((authorityId) => ({ authorityId })) }
    case 'persons':
      return { kind: 'persons', personIds: [...scope.ids] }
    case 'roles':
      return { kind: 'roles', roles: [...scope.roles] }
  }
}

export const presentCalendar = (calendar: SeenCalendar): z.input<typeof CalendarSchema> => ({
  id: calendar.id,
  kind: calendar.kind,
  name: calendar.name,
  scope: presentScope(calendar.scope),
  coversFrom: calendar.coversFrom,
  coversTo: calendar.coversTo,
  checkedAt: instant(calendar.checkedAt),
  staleAfterDays: calendar.staleAfterDays,
  refusedEntries: calendar.refusedEntries,
})

export const presentCommitment = (commitment: SeenCommitment): z.input<typeof CommitmentSchema> => ({
  id: commitment.id,
  calendarId: commitment.calendarId,
  title: commitment.title === '' ? null : commitment.title,
  from: commitment.entered.from,
  to: commitment.entered.to,
  date: commitment.entered.date,
  startTime: commitment.entered.startTime,
  endTime: commitment.entered.endTime,
  startsAt: instant(commitment.span.from),
  endsAt: instant(commitment.span.until),
  busy: commitment.busy,
  scope: presentScope(commitment.scope),
})

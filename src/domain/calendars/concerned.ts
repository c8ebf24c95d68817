import type { EventPerson } from '../clashes/facts.ts'
import type { Calendar } from './calendar.ts'

/** Calendars, found by whom they can concern. */
export interface CalendarsByWhom {
  /** Those that answer for any of some authorities or people, the whole region's among them, each once. */
  concerning(whom: {
    readonly authorityIds: readonly string[]
    readonly people: readonly EventPerson[]
  }): Calendar[]
}

/** An index of calendars by their scope, so that an event looks at its own handful of them. */
export const indexByWhom = (calendars: readonly Calendar[]): CalendarsByWhom => {
  const region = calendars.filter(({ scope }) => scope.kind === 'region')
  const by = new Map<string, Calendar[]>()
  const add = (key: string, calendar: Calendar) => by.set(key, [...(by.get(key) ?? []), calendar])
  for (const calendar of calendars) {
    const { scope } = calendar
    if (scope.kind === 'authorities') for (const id of scope.ids) add(id, calendar)
    if (scope.kind === 'persons') for (const id of scope.ids) add(id, calendar)
    if (scope.kind === 'roles') for (const role of scope.roles) add(role, calendar)
  }
  return {
    concerning: ({ authorityIds, people }) => {
      // What is about directors is about every authority, whoever comes for it.
      const keys = new Set([
        'director',
        ...authorityIds,
        ...people.flatMap(({ personId, as }) => [personId, as]),
      ])
      return [...new Set([...region, ...[...keys].flatMap((key) => by.get(key) ?? [])])]
    },
  }
}

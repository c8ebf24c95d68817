import type { EventFacts, EventPerson } from '../clashes/facts.ts'
import { inOrder } from '../clashes/making.ts'
import { overlaps, type Span } from '../intervals.ts'
import type { Calendar, Scope } from './calendar.ts'

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
  const add = (key: string, calendar: Calendar) => {
    const there = by.get(key)
    if (there) there.push(calendar)
    else by.set(key, [calendar])
  }
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

/** Those of an event whom a stretch of time concerns; both lists are empty where it is the whole region. */
export interface Concerned {
  readonly authorityIds: readonly string[]
  readonly personIds: readonly string[]
}

/** Those of an event whom a commitment concerns, each once and in order of their ids; null for nobody. */
export const whomItConcerns = (
  event: Pick<EventFacts, 'authorityIds' | 'people' | 'span'>,
  { scope, span }: { readonly scope: Scope; readonly span: Span },
): Concerned | null => {
  if (scope.kind === 'region') return { authorityIds: [], personIds: [] }
  if (scope.kind === 'authorities') {
    const authorityIds = inOrder(event.authorityIds.filter((id) => scope.ids.includes(id)))
    return authorityIds.length > 0 ? { authorityIds, personIds: [] } : null
  }
  const there = event.people.filter((person) => overlaps(span, person.span ?? event.span))
  const people = there.filter((person) =>
    scope.kind === 'persons'
      ? scope.ids.includes(person.personId)
      : scope.roles.some((role) => role === person.as),
  )
  const personIds = inOrder(people.map((person) => person.personId))
  return personIds.length > 0 ? { authorityIds: [], personIds } : null
}

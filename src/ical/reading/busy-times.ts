import type { ReadEntry } from '../../domain/calendars/reading.ts'
import { all, type Component } from './components.ts'
import { type EventContext, periodLength } from './event.ts'
import { momentOf } from './times.ts'

/** The periods of a VFREEBUSY that are not free, each an entry of its own, named by its times. */
export const busyTimesOf = (component: Component, { zoneOf, refuse }: EventContext): ReadEntry[] =>
  all(component, 'FREEBUSY').flatMap((property) => {
    const kind = property.parameters.fbtype?.toUpperCase() ?? 'BUSY'
    if (kind === 'FREE') return []
    return property.value.split(',').flatMap((period): ReadEntry[] => {
      const [from = '', to = ''] = period.split('/')
      const start = momentOf(from, property, zoneOf)
      const length = start && periodLength(to, property, start, zoneOf)
      if (!start || start.wholeDay || !length || length < 0) {
        refuse({
          line: property.line,
          detail: 'One of the periods (FREEBUSY) does not say from when to when.',
        })
        return []
      }
      const begins = start.at.epochMilliseconds
      const span = { from: new Date(begins), until: new Date(begins + length) }
      const busy = kind === 'BUSY-UNAVAILABLE' ? 'out-of-office' : 'busy'
      const uid = `busy-${span.from.toISOString()}-${span.until.toISOString()}`
      return [{ uid, recurrenceId: null, title: 'Busy', span, wholeDays: null, busy, line: property.line }]
    })
  })

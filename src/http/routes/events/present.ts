import type { z } from 'zod'
import type { HistoryEntry } from '../../../services/events/moves.ts'
import type { EventView } from '../../../services/events/views.ts'
import { instant } from '../../wire.ts'
import { presentClash } from '../clashes/present.ts'
import type { EventSchema, HistoryEntrySchema } from './schemas.ts'

export const presentEvent = (event: EventView): z.input<typeof EventSchema> => ({
  id: event.id,
  roundId: event.roundId,
  triadId: event.triadId,
  kind: event.kind,
  state: event.state,
  title: event.title,
  hostAuthorityId: event.hostAuthorityId,
  venue: event.venue,
  joiningLink: event.joiningLink,
  ...event.occasion,
  startsAt: instant(event.span.from),
  endsAt: instant(event.span.until),
  authorityIds: [...event.authorityIds],
  people: event.people.map(({ personId, name, as }) => ({ personId, name, capacity: as })),
  vacantAuthorityIds: [...event.vacantAuthorityIds],
  facilitatorIds: [...event.facilitatorIds],
  placesPerOffice: event.placesPerOffice,
  datedOn: event.datedOn,
  stateSince: instant(event.stateSince),
  revision: event.revision,
  createdAt: instant(event.createdAt),
  changedAt: instant(event.changedAt),
  clashes: event.clashes.map(presentClash),
})

export const presentHistory = (entry: HistoryEntry): z.input<typeof HistoryEntrySchema> => ({
  revision: entry.revision,
  move: entry.move,
  from: entry.from,
  to: entry.to,
  old: entry.old && { ...entry.old },
  reason: entry.reason,
  personId: entry.personId,
  at: instant(entry.at),
})

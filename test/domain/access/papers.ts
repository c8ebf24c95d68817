import type { Appointment, Role } from '../../../src/domain/access/actor.ts'
import type { PaperFacts } from '../../../src/domain/access/paper.ts'
import { mayRead } from '../../../src/domain/access/readers.ts'
import type { StoredConflict } from '../../../src/domain/moderation/conflict.ts'

/** An appointment for everything, held from 1 January 2019 to the end of August 2020, unless told otherwise. */
export const post = (
  personId: string,
  role: Role,
  authorityIds: readonly string[] = [],
  dates: Partial<Pick<Appointment, 'from' | 'until' | 'eventId'>> = {},
): Appointment => ({
  id: `${role} ${personId}`,
  personId,
  role,
  authorityIds,
  from: '2019-01-01',
  until: '2020-09-01',
  eventId: null,
  ...dates,
})

/** Kent's paper of the 2019-20 round, challenged by Portsmouth and Medway, with somebody in every role. */
export const kentsPaper: PaperFacts = {
  regionId: 'south-east',
  zone: 'Europe/London',
  authorIds: ['kent'],
  challengerIds: ['portsmouth', 'medway'],
  authorsFrom: {},
  challengersFrom: {},
  facilitatorIds: ['facilitator'],
  readership: 'challengers',
  anonymousModerators: false,
  commentsShared: true,
  releasedAt: new Date('2019-10-01T09:00Z'),
  withdrawnAt: null,
  closedAt: new Date('2020-03-31T17:00Z'),
  deferredEvent: null,
  events: [],
  assignments: [
    {
      moderatorId: 'moderator',
      acceptedAt: new Date('2019-09-20T10:00Z'),
      endedAt: new Date('2019-11-20T10:00Z'),
    },
    { moderatorId: 'moderator offered', acceptedAt: null, endedAt: null },
  ],
  laterAssignments: [],
  grants: (['facilitator', 'observer', 'assistant'] as const).map((as) => ({
    personId: as,
    as,
    span: { from: new Date('2019-11-01T00:00Z'), until: new Date('2019-12-01T00:00Z') },
    givenBy: as === 'assistant' ? 'director' : 'consultant',
    givenAs: as === 'assistant' ? ('director' as const) : ('consultant' as const),
    givenAt: new Date('2019-10-20T00:00Z'),
  })),
  conflicts: [],
  memoranda: [],
  appointments: [
    post('director', 'director', ['kent']),
    post('delegate', 'delegate', ['kent']),
    post('contributor', 'contributor', ['kent']),
    post('assistant', 'assistant', ['kent']),
    post('assistant without grant', 'assistant', ['kent']),
    post('moderator', 'moderator', ['surrey']),
    post('moderator offered', 'moderator', ['surrey']),
    post('moderator of others', 'moderator', ['surrey']),
    post('challenger', 'director', ['portsmouth']),
    post('delegate of challenger', 'delegate', ['portsmouth']),
    post('assistant of challenger', 'assistant', ['portsmouth']),
    post('contributor of challenger', 'contributor', ['portsmouth']),
    post('director elsewhere', 'director', ['slough']),
    post('facilitator', 'facilitator'),
    post('facilitator of others', 'facilitator'),
    post('consultant', 'consultant'),
    post('observer', 'observer'),
    post('observer without grant', 'observer'),
  ],
}

/** Somebody of the paper's region. */
export const asker = (personId: string) => ({ personId, regionId: kentsPaper.regionId })

/** What happens to Kent's paper: a moment after each step. */
export const MOMENTS = {
  submitted: new Date('2019-09-10T12:00Z'),
  accepted: new Date('2019-09-25T12:00Z'),
  released: new Date('2019-10-10T12:00Z'),
  granted: new Date('2019-11-10T12:00Z'),
  'moderation ended, grants over': new Date('2020-01-10T12:00Z'),
  'round closed': new Date('2020-04-10T12:00Z'),
  'posts ended': new Date('2020-08-31T23:00Z'),
}

/** At which of the moments somebody reads: R for each, a dot for the others. */
export const lettersOf = (reads: (now: Date) => boolean): string =>
  Object.values(MOMENTS)
    .map((now) => (reads(now) ? 'R' : '.'))
    .join('')

/** A conflict with Kent, since the day of release. */
export const conflictOf = (personId: string, dates: Partial<StoredConflict> = {}): StoredConflict => ({
  id: 'c1',
  personId,
  authorityId: 'kent',
  type: 'former-post',
  source: 'person',
  reason: 'Worked there until 2018.',
  from: '2019-10-01',
  until: null,
  ...dates,
})

/** Why somebody may not read a paper; null for who may. */
export const reason = (personId: string, paper: PaperFacts, now: Date): string | null =>
  mayRead(asker(personId), paper, now)?.reason ?? null

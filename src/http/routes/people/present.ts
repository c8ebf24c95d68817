import type { z } from 'zod'
import type { Appointment } from '../../../domain/access/actor.ts'
import type { AuditEntry } from '../../../services/audit.ts'
import type { Authority } from '../../../services/people/authorities.ts'
import type { Invitation, IssuedInvitation } from '../../../services/people/invitations.ts'
import type { Me, Person } from '../../../services/people/people.ts'
import type { IssuedToken, Token, Welcome } from '../../../services/people/tokens.ts'
import type { Region } from '../../../services/use-case.ts'
import { instant } from '../../wire.ts'
import type {
  AppointmentSchema,
  AuditEntrySchema,
  AuthoritySchema,
  InvitationSchema,
  IssuedInvitationSchema,
  IssuedTokenSchema,
  MeSchema,
  PersonSchema,
  RegionSchema,
  TokenSchema,
  WelcomeSchema,
} from './schemas.ts'

export const presentRegion = ({ id, name, timezone }: Region): z.input<typeof RegionSchema> => ({
  id,
  name,
  timezone,
})

export const presentAuthority = (authority: Authority): z.input<typeof AuthoritySchema> => ({
  id: authority.id,
  gssCode: authority.gssCode,
  name: authority.name,
  kind: authority.kind as z.input<typeof AuthoritySchema>['kind'],
  officeTown: authority.officeTown,
  latitude: authority.latitude,
  longitude: authority.longitude,
  statisticalNeighbours: authority.statisticalNeighbours,
  beganOn: authority.beganOn,
  endedOn: authority.endedOn,
})

export const presentPerson = ({ id, name, email }: Person): z.input<typeof PersonSchema> => ({
  id,
  name,
  email,
})

export const presentAppointment = (appointment: Appointment): z.input<typeof AppointmentSchema> => ({
  id: appointment.id,
  personId: appointment.personId,
  role: appointment.role,
  authorityIds: [...appointment.authorityIds],
  from: appointment.from,
  until: appointment.until,
  eventId: appointment.eventId,
})

export const presentMe = (me: Me): z.input<typeof MeSchema> => ({
  ...presentPerson(me),
  region: me.region && presentRegion(me.region),
  operator: me.operator,
  appointments: me.appointments.map(presentAppointment),
})

export const presentInvitation = (invitation: Invitation): z.input<typeof InvitationSchema> => ({
  id: invitation.id,
  personId: invitation.personId,
  createdAt: instant(invitation.createdAt),
  expiresAt: instant(invitation.expiresAt),
  usedAt: instant(invitation.usedAt),
  revokedAt: instant(invitation.revokedAt),
  endsEarlierTokens: invitation.endsEarlierTokens,
})

export const presentIssuedInvitation = (
  invitation: IssuedInvitation,
): z.input<typeof IssuedInvitationSchema> => ({
  ...presentInvitation(invitation),
  code: invitation.code,
  link: invitation.link,
})

export const presentWelcome = (welcome: Welcome): z.input<typeof WelcomeSchema> => ({
  ...welcome,
  expiresAt: instant(welcome.expiresAt),
})

export const presentToken = ({ id, label, createdAt, expiresAt }: Token): z.input<typeof TokenSchema> => ({
  id,
  label,
  createdAt: instant(createdAt),
  expiresAt: instant(expiresAt),
})

export const presentIssuedToken = (token: IssuedToken): z.input<typeof IssuedTokenSchema> => ({
  ...presentToken(token),
  personId: token.personId,
  token: token.token,
})

export const presentAuditEntry = (entry: AuditEntry): z.input<typeof AuditEntrySchema> => ({
  ...entry,
  at: instant(entry.at),
  offices:
    entry.offices?.map(({ role, authorityIds }) => ({ role, authorityIds: [...authorityIds] })) ?? null,
  outcome: entry.outcome as z.input<typeof AuditEntrySchema>['outcome'],
  detail: entry.detail as Record<string, unknown>,
})

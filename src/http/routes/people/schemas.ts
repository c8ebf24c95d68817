import { z } from 'zod'
import { ROLES } from '../../../domain/access/actor.ts'
import { GssCode, Id, Instant, LocalDateSchema, text } from '../../wire.ts'

export const RegionSchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    timezone: z.string().describe('IANA name: every date of the region is meant in it'),
  })
  .meta({ id: 'Region' })

export const NewRegionSchema = z
  .strictObject({ name: text(100), timezone: text(60).default('Europe/London') })
  .meta({ id: 'NewRegion', examples: [{ name: 'South East', timezone: 'Europe/London' }] })

const again = z
  .boolean()
  .default(false)
  .describe('Their token is lost: the tokens that they have end at once when the invitation is used')

export const NewConsultantSchema = z
  .strictObject({
    name: text(200).optional().describe('The office of a new consultant'),
    personId: Id.optional().describe('Somebody who is a consultant already, to invite them again'),
    again,
  })
  .refine(({ name, personId }) => (name === undefined) !== (personId === undefined), {
    path: ['name'],
    error: 'Give the name of a new consultant, or the personId of one who is there.',
  })
  .meta({ id: 'NewConsultant', examples: [{ name: 'Programme consultant, South East' }] })

/** An authority named by our id or by its GSS code, present or past. */
export const AuthorityRefSchema = z
  .union([z.strictObject({ authorityId: Id }), z.strictObject({ gssCode: GssCode })], {
    error: 'Name an authority by its code, {"gssCode": "E10000016"}, or its id, {"authorityId": "…"}.',
  })
  .meta({ id: 'AuthorityRef', examples: [{ gssCode: 'E10000016' }] })

export const DatedCodeSchema = z.strictObject({
  gssCode: GssCode,
  from: LocalDateSchema.nullable().default(null),
  until: LocalDateSchema.nullable().default(null).describe('The first day on which it is no longer the code'),
})

const authorityFields = {
  name: text(200),
  kind: z.enum(['county', 'unitary', 'metropolitan', 'london-borough']),
  officeTown: text(100).describe('The town of its main office'),
  latitude: z.number().min(-90).max(90).describe('Degrees north, of the office town'),
  longitude: z.number().min(-180).max(180).describe('Degrees east, of the office town'),
  statisticalNeighbours: z.array(GssCode).max(50).describe('Nearest first, of any region'),
}

export const AuthoritySchema = z
  .strictObject({
    id: Id,
    gssCode: GssCode.nullable().describe('The code of today; null while none is issued'),
    ...authorityFields,
    beganOn: LocalDateSchema.nullable().describe('The day on which it took over from others, if it did'),
    endedOn: LocalDateSchema.nullable().describe('The first day on which others have taken over from it'),
  })
  .meta({ id: 'Authority' })

export const NewAuthoritySchema = z
  .strictObject({
    ...authorityFields,
    codes: z.array(DatedCodeSchema).max(20).describe('None for a council whose code is not yet issued'),
  })
  .meta({
    id: 'NewAuthority',
    examples: [
      {
        name: 'Kent',
        kind: 'county',
        officeTown: 'Maidstone',
        latitude: 51.272,
        longitude: 0.529,
        statisticalNeighbours: ['E10000011'],
        codes: [{ gssCode: 'E10000016' }],
      },
    ],
  })

export const AuthorityChangeSchema = z
  .strictObject({
    codes: z
      .array(DatedCodeSchema)
      .max(20)
      .optional()
      .describe('All of its codes: those known, of which one without an end may get one, and new ones'),
    statisticalNeighbours: authorityFields.statisticalNeighbours.optional(),
  })
  .meta({ id: 'AuthorityChange', examples: [{ codes: [{ gssCode: 'E06000066', from: '2027-04-01' }] }] })

export const PersonSchema = z
  .strictObject({ id: Id, name: z.string(), email: z.string().nullable() })
  .meta({ id: 'Person' })

export const NewPersonSchema = z
  .strictObject({
    name: text(200).describe('The office rather than the person: "Director, Kent"'),
    email: z.email().max(254).nullable().default(null),
  })
  .meta({ id: 'NewPerson', examples: [{ name: 'Director, Kent', email: 'director.kent@example.org' }] })

export const RoleSchema = z.enum(ROLES)

const until = LocalDateSchema.nullable().describe('The first day without it; null while no end is known')

const eventId = Id.nullable().describe('The one event that a delegate is named for; null for everything')

export const AppointmentSchema = z
  .strictObject({
    id: Id,
    personId: Id,
    role: RoleSchema,
    authorityIds: z.array(Id),
    from: LocalDateSchema,
    until,
    eventId,
  })
  .meta({ id: 'Appointment' })

export const NewAppointmentSchema = z
  .strictObject({
    personId: Id,
    role: RoleSchema,
    authorities: z.array(AuthorityRefSchema).max(50).default([]),
    from: LocalDateSchema,
    until: until.default(null),
    eventId: eventId.default(null),
  })
  .meta({
    id: 'NewAppointment',
    examples: [
      {
        personId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
        role: 'director',
        authorities: [{ gssCode: 'E10000016' }],
        from: '2018-01-01',
      },
    ],
  })

export const AppointmentChangeSchema = z
  .strictObject({ until })
  .meta({ id: 'AppointmentChange', examples: [{ until: '2024-02-01' }] })

export const MeSchema = z
  .strictObject({
    id: Id,
    name: z.string(),
    email: z.string().nullable(),
    region: RegionSchema.nullable(),
    operator: z.boolean(),
    appointments: z.array(AppointmentSchema).describe('Those valid now'),
  })
  .meta({ id: 'Me' })

const invitationFields = {
  id: Id,
  personId: Id,
  createdAt: Instant,
  expiresAt: Instant.describe('The first instant at which it is no longer taken'),
  usedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  endsEarlierTokens: z.boolean().describe('Whether using it ends the tokens that the person has'),
}

export const InvitationSchema = z.strictObject(invitationFields).meta({ id: 'Invitation' })

export const IssuedInvitationSchema = z
  .strictObject({
    ...invitationFields,
    code: z.string().optional().describe('Shown this once: pass it on, it makes one token'),
    link: z
      .string()
      .optional()
      .describe('The code as an address to open in a browser, shown this once: send it to the person alone'),
  })
  .meta({ id: 'IssuedInvitation' })

export const NewInvitationSchema = z
  .strictObject({ personId: Id, again })
  .meta({ id: 'NewInvitation', examples: [{ personId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11' }] })

const tokenFields = { id: Id, label: z.string(), createdAt: Instant, expiresAt: Instant }

export const TokenSchema = z.strictObject(tokenFields).meta({ id: 'Token' })

export const IssuedTokenSchema = z
  .strictObject({
    ...tokenFields,
    personId: Id,
    token: z.string().optional().describe('Shown this once: keep it like a password'),
  })
  .meta({ id: 'IssuedToken' })

const invitation = z
  .string()
  .regex(/^[\w-]{20,200}$/, 'This is not the code of an invitation: copy all of it, and nothing else.')
  .describe('The code of the invitation')

export const InvitationCodeSchema = z
  .strictObject({ invitation })
  .meta({ id: 'InvitationCode', examples: [{ invitation: 'the-code-that-you-were-given' }] })

export const WelcomeSchema = z
  .strictObject({
    region: z.string().nullable().describe('null for the operator of the service'),
    person: z.string().describe('Whom it is for'),
    invitedBy: z.string().nullable().describe('The office that invites; null for the operator'),
    expiresAt: Instant,
    endsEarlierTokens: z.boolean(),
  })
  .meta({ id: 'Welcome' })

export const RedeemSchema = z
  .strictObject({
    invitation,
    label: text(100).default('First token').describe('Your own name for it: "Office laptop"'),
  })
  .meta({ id: 'Redeem', examples: [{ invitation: 'the-code-that-you-were-given', label: 'Office laptop' }] })

export const AuditEntrySchema = z
  .strictObject({
    sequence: z.int().describe('In the order of the log; for an office, of what it sees'),
    at: Instant,
    personId: Id.nullable(),
    offices: z
      .array(z.strictObject({ role: z.enum(ROLES), authorityIds: z.array(Id) }))
      .nullable()
      .describe('Those that the person held then; null for the service itself'),
    correlationId: z.string().nullable().describe("The request, as the service's log names it"),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string().nullable(),
    outcome: z.enum(['done', 'read', 'refused']),
    detail: z.record(z.string(), z.unknown()),
    hash: z
      .string()
      .nullable()
      .describe('Computed over the entry before it and this one; null for an office'),
  })
  .meta({ id: 'AuditEntry' })

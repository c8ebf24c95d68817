import { z } from 'zod'
import { SIGNATORIES } from '../../../domain/memoranda/memorandum.ts'
import type { Acceptance } from '../../../services/memoranda/acceptances.ts'
import type { MemorandumView } from '../../../services/memoranda/views.ts'
import { Id, Instant, instant, LocalDateSchema, text } from '../../wire.ts'

const Named = z.strictObject({ id: Id, name: z.string() })
const Office = z.enum(SIGNATORIES)

const fields = {
  title: text(200),
  body: text(200_000).describe('The text itself, as it is printed and accepted'),
  signatories: z.array(Office).min(1).max(3).describe('Which offices of every authority sign it'),
  from: LocalDateSchema.describe('In force from this day until the next version’s'),
}

export const MemorandumSchema = z
  .strictObject({
    id: Id,
    version: z.int().describe('From 1, in the order of their days'),
    ...fields,
    inForce: z.boolean().describe('Whether it binds readers today'),
    signatures: z.array(
      z.strictObject({
        id: Id,
        authority: Named,
        office: Office,
        signedOn: LocalDateSchema,
        documentId: Id.nullable().describe('The scan of it'),
      }),
    ),
    unsigned: z.array(z.strictObject({ authority: Named, office: Office })).describe('Who has not signed'),
    acceptedAt: Instant.nullable().describe('When you accepted it; null until you do'),
  })
  .meta({ id: 'Memorandum' })

export const NewMemorandumSchema = z
  .strictObject({ ...fields, signatories: fields.signatories.default(['director']) })
  .refine(({ signatories }) => new Set(signatories).size === signatories.length, {
    path: ['signatories'],
    error: 'Name each office once.',
  })
  .meta({
    id: 'NewMemorandum',
    examples: [
      {
        title: 'Memorandum of understanding 2019-20',
        body: 'What we read of each other we keep among ourselves.',
        signatories: ['director', 'chief-executive'],
        from: '2019-09-01',
      },
    ],
  })

export const NewSignatureSchema = z
  .strictObject({
    authorityId: Id,
    office: Office,
    signedOn: LocalDateSchema,
    documentId: Id.nullable().default(null).describe('A scan, uploaded for this memorandum before'),
  })
  .meta({
    id: 'NewSignature',
    examples: [
      {
        authorityId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
        office: 'director',
        signedOn: '2019-05-09',
      },
    ],
  })

export const AcceptanceListSchema = z.strictObject({
  items: z.array(z.strictObject({ person: Named, acceptedAt: Instant.nullable() })),
  nextCursor: z.null(),
})

const named = ({ id, name }: z.input<typeof Named>) => ({ id, name })

export const presentMemorandum = (memorandum: MemorandumView): z.input<typeof MemorandumSchema> => ({
  id: memorandum.id,
  version: memorandum.version,
  title: memorandum.title,
  body: memorandum.body,
  signatories: [...memorandum.signatories],
  from: memorandum.from,
  inForce: memorandum.inForce,
  signatures: memorandum.signatures.map(({ id, authority, office, signedOn, documentId }) => ({
    id,
    authority: named(authority),
    office,
    signedOn,
    documentId,
  })),
  unsigned: memorandum.unsigned.map(({ authority, office }) => ({ authority: named(authority), office })),
  acceptedAt: instant(memorandum.acceptedAt),
})

export const presentAcceptances = (
  acceptances: readonly Acceptance[],
): z.input<typeof AcceptanceListSchema> => ({
  items: acceptances.map(({ person, acceptedAt }) => ({
    person: named(person),
    acceptedAt: instant(acceptedAt),
  })),
  nextCursor: null,
})

import type { Role } from '../access/actor.ts'
import { fault, type Result, success } from '../failures.ts'
import type { LocalDate } from '../intervals.ts'
import { dayInWords } from '../words.ts'

/** The offices of an authority that can be asked to sign; the East Midlands and the North West ask all three. */
export const SIGNATORIES = ['director', 'lead-member', 'chief-executive'] as const

export type Signatory = (typeof SIGNATORIES)[number]

/** One year's memorandum of a region: in force from its day until the next version's. */
export interface Memorandum {
  readonly id: string
  /** From 1, in the order of their days. */
  readonly version: number
  readonly title: string
  readonly body: string
  /** Which offices of every authority sign it. */
  readonly signatories: readonly Signatory[]
  readonly from: LocalDate
}

/** An office of one authority, as one that signs. */
export interface SigningOffice {
  readonly authorityId: string
  readonly office: Signatory
}

/** Roles in which somebody comes to read another authority's paper, and so accepts the memorandum first. */
export const BOUND_ROLES: readonly Role[] = ['director', 'delegate', 'moderator', 'facilitator', 'observer']

/** The version in force on a local day; null before the first. `versions` are in the order of their days. */
export const inForceOn = <M extends Pick<Memorandum, 'from'>>(
  versions: readonly M[],
  today: LocalDate,
): M | null => versions.findLast(({ from }) => from <= today) ?? null

/** A version begins today or later, and after every other: what was in force on a past day stays so. */
export const checkBeginning = (
  from: LocalDate,
  versions: readonly Pick<Memorandum, 'from'>[],
  today: LocalDate,
): Result<null> => {
  if (from < today) return fault('/from', 'A memorandum comes into force today or later.')
  const last = versions.at(-1)
  if (last === undefined || last.from < from) return success(null)
  return fault('/from', `The last version comes into force on ${dayInWords(last.from)}: begin after that.`)
}

/** The offices of these authorities that have not signed, in the order of the authorities. */
export const unsignedBy = (
  authorityIds: readonly string[],
  { signatories }: Pick<Memorandum, 'signatories'>,
  signatures: readonly SigningOffice[],
): SigningOffice[] =>
  authorityIds
    .flatMap((authorityId) => signatories.map((office) => ({ authorityId, office })))
    .filter(
      (due) =>
        !signatures.some(
          ({ authorityId, office }) => authorityId === due.authorityId && office === due.office,
        ),
    )

const OFFICES: Readonly<Record<Signatory, string>> = {
  director: "Director of children's services",
  'lead-member': "Lead member for children's services",
  'chief-executive': 'Chief executive',
}

/** The memorandum as it is printed to be signed: its text, then a line for each office of one authority. */
export const blankOf = ({ title, version, from, body, signatories }: Memorandum): string =>
  [
    title,
    `Version ${version}, in force from ${dayInWords(from)}`,
    body,
    'Signed for (authority): ________________________________',
    ...signatories.map(
      (office) =>
        `${OFFICES[office]}\n\nName: ____________________  Signature: ____________________  Date: __________`,
    ),
  ].join('\n\n')

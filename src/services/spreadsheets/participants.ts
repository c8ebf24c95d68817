import { loadParticipants, type Participant } from '../../db/rounds.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { tidied } from '../../domain/spreadsheets/cells.ts'
import type { ImportReport } from '../../domain/spreadsheets/report.ts'
import { setParticipants } from '../rounds/participants.ts'
import type { Work } from '../use-case.ts'
import { type AuthorityDirectory, authorityOfLine, loadAuthorityDirectory } from './directory.ts'
import { type Check, type Importer, takeLines } from './importing.ts'
import type { Cell } from './write-sheet.ts'

export const PARTICIPANT_COLUMNS = ['gss_code', 'authority', 'taking_part', 'reason']

/** The fields of a participant as the API takes them. */
export interface ParticipantFields {
  readonly takingPart: boolean
  readonly reason: string | null
}

/** Everybody whom a round names, by name, with the codes of its first day. */
export const participantRows = async (work: Work, round: Round): Promise<Cell[][]> => {
  const directory = await loadAuthorityDirectory(work)
  const participants = new Map(
    (await loadParticipants(work.trx, round.id)).map((each) => [each.authorityId, each]),
  )
  return directory.authorities.flatMap(({ id, name }) => {
    const participant = participants.get(id)
    return participant
      ? [[directory.codeOn(id, round.window.first), name, participant.takingPart, participant.reason]]
      : []
  })
}

/** Takes lines that say who is in or out; authorities that are not named stay as they are. */
export const takeParticipants = async (
  work: Work,
  round: Round,
  file: Uint8Array,
  check: Check<ParticipantFields>,
): Promise<Result<ImportReport>> => {
  const directory = await loadAuthorityDirectory(work)
  const participants = new Map(
    (await loadParticipants(work.trx, round.id)).map((each) => [each.authorityId, each]),
  )
  return takeLines(work, file, importer(work, round, { directory, participants }, check))
}

interface Row {
  readonly gssCode: string | null
  readonly authority: string | null
  readonly takingPart: boolean | null
  readonly reason: string | null
}

const importer = (
  work: Work,
  round: Round,
  {
    directory,
    participants,
  }: {
    readonly directory: AuthorityDirectory
    /** As the lines taken so far have left them. */
    readonly participants: Map<string, Participant>
  },
  check: Check<ParticipantFields>,
): Importer<Row> => ({
  columns: PARTICIPANT_COLUMNS,
  columnOf: {
    gssCode: 'gss_code',
    authority: 'authority',
    takingPart: 'taking_part',
    reason: 'reason',
    participants: 'taking_part',
  },
  read: (cells) => ({
    gssCode: cells.text('gss_code'),
    authority: cells.text('authority'),
    takingPart: cells.yesOrNo('taking_part'),
    reason: cells.text('reason'),
  }),
  key: (row) => {
    const found = authorityOfLine(work, directory, row)
    return found.ok ? found.value : JSON.stringify([row.gssCode, row.authority])
  },
  plan: (row) => {
    const found = authorityOfLine(work, directory, row)
    if (!found.ok) return found
    const { takingPart, reason } = row
    if (takingPart === null) return fault('/takingPart', 'Say yes or no.')
    const authorityId = found.value
    const name = directory.nameOf(authorityId)
    const before = participants.get(authorityId)
    const sameReason = (before?.reason ? tidied(before.reason) : null) === reason
    if (before?.takingPart === takingPart && sameReason)
      return success({ outcome: 'unchanged', what: `${name}: as before` })
    const fields = check({ takingPart, reason })
    if (!fields.ok) return fields
    const after = { authorityId, takingPart, reason: fields.value.reason }
    return success({
      outcome: before ? 'changed' : 'created',
      what: `${name}: ${takingPart ? 'takes part' : `is out (${reason})`}`,
      write: async () => {
        const all = new Map(participants).set(authorityId, after)
        const set = await setParticipants(work, round, [...all.values()])
        if (!set.ok) return set
        participants.set(authorityId, after)
        return success(authorityId)
      },
    })
  },
})

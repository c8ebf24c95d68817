import { findRound, lockRound } from '../../db/rounds.ts'
import { mayChangeProgramme, maySeeProgramme } from '../../domain/access/operations.ts'
import { type Result, success } from '../../domain/failures.ts'
import type { Round } from '../../domain/rounds/round.ts'
import { allow, notFound, type Work } from '../use-case.ts'

/** Whether the actor sees the programme of the region they act in: never the operator, who acts in none. */
export const seesProgramme = ({ actor, region }: Work): boolean =>
  region !== null && maySeeProgramme(actor, region.id)

/** Goes on for the consultant of the region acted in. */
export const allowProgrammeChange = ({ actor, region }: Work): Result<null> =>
  allow(
    region !== null && mayChangeProgramme(actor, region.id),
    'Only a programme consultant changes rounds and triads.',
  )

/** A round, for everybody who holds an appointment in its region. */
export const roundToRead = async (work: Work, id: string): Promise<Result<Round>> => {
  const round = seesProgramme(work) ? await findRound(work.trx, id) : null
  return round ? success(round) : notFound()
}

/** A round whose consultant is about to change it, its participants or its triads; others wait for that. */
export const roundToChange = async (work: Work, id: string): Promise<Result<Round>> => {
  const round = seesProgramme(work) ? await lockRound(work.trx, id) : null
  if (round === null) return notFound()
  const allowed = allowProgrammeChange(work)
  return allowed.ok ? success(round) : allowed
}

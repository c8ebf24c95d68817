import { type ActingOffice, appendAudit } from '../db/audit.ts'
import { constraintFailure } from '../db/constraints.ts'
import { type Database, type Handle, inTransaction } from '../db/database.ts'
import { claimKey, keepAnswer } from '../db/idempotency.ts'
import { findRegion, loadAppointments } from '../db/people.ts'
import type { Actor } from '../domain/access/actor.ts'
import { type Failure, failure, type Result, success } from '../domain/failures.ts'
import { localDate } from '../domain/intervals.ts'
import { type Call, type Caller, forbidden, notFound, type UseCase, type Work } from './use-case.ts'

/** The zone in which dates of nobody's region are meant. */
const DEFAULT_ZONE = 'Europe/London'

/** Refusals that stand in the audit log: an authenticated caller's miss looks the same hidden or absent. */
const AUDITED_REFUSALS = new Set<Failure['code']>(['not-found', 'forbidden', 'conflict-of-interest'])

interface RecordedSubject {
  readonly type: string
  readonly id: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

/** Runs use cases, each in one transaction with its audit row inside; the only place that does. */
export interface Runner {
  execute<Input, Found, Output>(
    call: Call<Output>,
    useCase: UseCase<Input, Found, Output>,
    input: Input,
  ): Promise<Result<unknown>>
}

/** A runner over one database and one clock. */
export const createRunner = (database: Database, now: () => Date): Runner => ({
  async execute(call, useCase, input) {
    const moment = now()
    const { regionId } = call.caller
    const scope = { regionId: regionId ?? '*', personId: call.caller.personId, now: moment }
    const acting: Acting = { offices: [] }
    const result = await inTransaction(
      database,
      scope,
      (trx) => perform(trx, call, useCase, input, acting, moment),
      { discard: call.dryRun ?? false },
    ).catch(constraintFailure)
    if (!result.ok && AUDITED_REFUSALS.has(result.failure.code)) {
      await inTransaction(database, scope, (trx) =>
        appendAudit(trx, {
          regionId,
          at: moment,
          personId: call.caller.personId,
          offices: acting.offices,
          correlationId: call.caller.correlationId ?? null,
          action: call.operation,
          subjectType: 'request',
          subjectId: call.subjectId,
          outcome: 'refused',
          detail: refusalOf(result.failure),
        }),
      )
    }
    return result
  },
})

/** What a refusal leaves in the audit log: an address with nothing there has no other reason than that. */
const refusalOf = ({ code, reason }: Failure) => (reason === undefined ? { code } : { code, reason })

/** In which offices the caller acts, known once they have been looked up. */
interface Acting {
  offices: readonly ActingOffice[]
}

const perform = async <Input, Found, Output>(
  trx: Handle,
  call: Call<Output>,
  useCase: UseCase<Input, Found, Output>,
  input: Input,
  acting: Acting,
  now: Date,
): Promise<Result<unknown>> => {
  const { regionId } = call.caller
  if (regionId === null && !useCase.outsideRegions) {
    return forbidden('The operator belongs to no region and sees into none: ask its consultant.')
  }
  const region = regionId === null ? null : await findRegion(trx, regionId)
  if (regionId !== null && region === null) return notFound()
  const today = localDate(now, region?.timezone ?? DEFAULT_ZONE)
  const actor: Actor = {
    personId: call.caller.personId,
    regionId: call.caller.regionId,
    operator: call.caller.regionId === null,
    appointments: await loadAppointments(trx, call.caller.personId, today),
    now,
  }
  acting.offices = actor.appointments.map(({ role, authorityIds }) => ({ role, authorityIds }))
  const subject: { recorded: RecordedSubject | null; compared: boolean } = { recorded: null, compared: false }
  const work: Work = {
    trx,
    actor,
    now,
    region,
    record: (type, id, detail = {}) => {
      subject.recorded = { type, id, detail }
    },
    unchanged: (view) => {
      subject.compared = true
      return !call.matches || call.matches(view as never)
        ? success(null)
        : failure('precondition-failed', 'It changed since you read it: read it again, then decide.')
    },
  }

  const found = await useCase.authorise(work, input)
  if (!found.ok) return found
  const claimed = call.idempotency ? await claimKey(trx, actor.personId, call.idempotency, now) : null
  if (claimed !== null && !claimed.ok) return claimed
  if (claimed?.value) return success(claimed.value.answer)

  const output = await useCase.run(work, input, found.value)
  if (!output.ok) return output
  if (call.matches && !subject.compared) throw new Error(`${call.operation} ignored If-Match`)
  if (useCase.kind === 'write' && subject.recorded === null)
    throw new Error(`${call.operation} left no audit row`)

  const sealed = call.seal(output.value)
  if (call.idempotency) await keepAnswer(trx, actor.personId, call.idempotency.key, sealed.kept)
  if (subject.recorded !== null) {
    await appendAudit(trx, {
      regionId,
      at: now,
      personId: actor.personId,
      offices: acting.offices,
      correlationId: call.caller.correlationId ?? null,
      action: call.operation,
      subjectType: subject.recorded.type,
      subjectId: subject.recorded.id,
      outcome: useCase.kind === 'write' ? 'done' : 'read',
      detail: subject.recorded.detail,
    })
  }
  return success(sealed.answer)
}

/**
 * What somebody's write has to know before it, from a transaction of its own: for what takes long or reaches outside,
 * while which none may stay open. It is authorised, and a refusal audited, under the write's own name.
 */
export const lookUp = async <Input extends { readonly id: string }, Found, Output>(
  runner: Runner,
  { caller, operation }: { readonly caller: Caller; readonly operation: string },
  useCase: UseCase<Input, Found, Output>,
  input: Input,
): Promise<Result<Output>> => {
  const seal = (answer: Output) => ({ answer, kept: null })
  const found = await runner.execute({ caller, operation, subjectId: input.id, seal }, useCase, input)
  return found as Result<Output>
}

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { changeSuccessors, readSuccessors, type SuccessionView } from '../../../services/people/successors.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, Id, LocalDateSchema } from '../../wire.ts'
import { AuthorityRefSchema } from './schemas.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

const on = LocalDateSchema.nullable().describe(
  'The first day on which the successors stand in its place; null while it goes on',
)

const SuccessionSchema = z
  .strictObject({
    authority: Named,
    on,
    successors: z.array(Named),
    predecessors: z.array(Named.extend({ on: LocalDateSchema })).describe('From whom it took over itself'),
  })
  .meta({ id: 'Succession' })

const SuccessorsChangeSchema = z.strictObject({ on, successors: z.array(AuthorityRefSchema).max(20) }).meta({
  id: 'SuccessorsChange',
  examples: [
    { on: '2027-04-01', successors: [{ authorityId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11' }] },
    { on: null, successors: [] },
  ],
})

const presentSuccession = ({
  authority,
  on,
  successors,
  predecessors,
}: SuccessionView): z.input<typeof SuccessionSchema> => ({
  authority: { ...authority },
  on,
  successors: successors.map((each) => ({ ...each })),
  predecessors: predecessors.map((each) => ({ ...each })),
})

/** Councils split and merge. */
export const successorRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/authorities/:id/successors',
    operationId: 'readSuccessors',
    tag: 'people',
    summary: 'Who takes over from an authority and when, and from whom it took over',
    params: ById,
    response: SuccessionSchema,
    useCase: readSuccessors,
    input: ({ params }) => params,
    present: presentSuccession,
  })
  operation(app, runner, {
    method: 'PUT',
    url: '/v1/authorities/:id/successors',
    operationId: 'changeSuccessors',
    tag: 'people',
    summary: 'Say who takes over from an authority on a day: a split, a merger (the consultant)',
    description:
      'Papers, the rights of their readers, conflicts and whom it has met pass on to each successor. The ' +
      "appointments of its office end on that day (a shared director goes on for the others), and a moderator's " +
      'home is then with the successors. Taking the day back does not revive appointments.',
    params: ById,
    body: SuccessorsChangeSchema,
    response: SuccessionSchema,
    failures: ['conflict'],
    change: true,
    useCase: changeSuccessors,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentSuccession,
  })
}

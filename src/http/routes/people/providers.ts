import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import {
  changeProvider,
  createProvider,
  listProviders,
  type ProviderView,
  readProvider,
} from '../../../services/people/providers.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, Id, LocalDateSchema, Named, PageQuery, pageOf, presentPage, text } from '../../wire.ts'
import { AuthorityRefSchema } from './schemas.ts'

const tag = 'people'

const name = text(200)
const from = LocalDateSchema.nullable().describe('The first day; null: always')
const until = LocalDateSchema.nullable().describe(
  'The first day on which it no longer does; null: no end is known',
)

const ProviderSchema = z
  .strictObject({
    id: Id,
    name,
    authorities: z.array(z.strictObject({ authority: Named, from, until })).describe('For whom it provides'),
  })
  .meta({ id: 'Provider' })

const authorities = z
  .array(
    z.strictObject({ authority: AuthorityRefSchema, from: from.default(null), until: until.default(null) }),
  )
  .max(200)

const NewProviderSchema = z.strictObject({ name, authorities }).meta({
  id: 'NewProvider',
  examples: [
    {
      name: 'Northamptonshire Children’s Trust',
      authorities: [
        { authority: { gssCode: 'E06000061' }, from: '2021-04-01' },
        { authority: { gssCode: 'E06000062' }, from: '2021-04-01' },
      ],
    },
  ],
})

const ProviderChangeSchema = z
  .strictObject({
    name: name.optional(),
    authorities: authorities.optional().describe('In place of all before'),
  })
  .meta({
    id: 'ProviderChange',
    examples: [{ authorities: [{ authority: { gssCode: 'E06000061' }, until: '2030-04-01' }] }],
  })

const presentProvider = ({ id, name, authorities }: ProviderView): z.input<typeof ProviderSchema> => ({
  id,
  name,
  authorities: authorities.map(({ authority, from, until }) => ({
    authority: { ...authority },
    from,
    until,
  })),
})

/** Who provides services for several authorities. */
export const providerRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/providers',
    operationId: 'listProviders',
    tag,
    summary: 'Providers of children’s services in the region, such as trusts, by name',
    query: PageQuery,
    response: pageOf(ProviderSchema),
    useCase: listProviders,
    input: ({ query }) => query,
    present: presentPage(presentProvider),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/providers/:id',
    operationId: 'readProvider',
    tag,
    summary: 'One provider, and for whom it provides',
    params: ById,
    response: ProviderSchema,
    useCase: readProvider,
    input: ({ params }) => params,
    present: presentProvider,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/providers',
    operationId: 'createProvider',
    tag,
    summary: 'Say that one provider works for several authorities (the consultant)',
    description:
      'While it does, nobody from one of them moderates another, and no plan lets two of them meet or challenge each other.',
    body: NewProviderSchema,
    response: ProviderSchema,
    failures: ['conflict'],
    location: ({ id }) => `/v1/providers/${id}`,
    useCase: createProvider,
    input: ({ body }) => body,
    present: presentProvider,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/providers/:id',
    operationId: 'changeProvider',
    tag,
    summary: 'Rename a provider, or say anew for whom it provides (the consultant)',
    description: 'What is left out stays. Assignments that were accepted before stay as they are.',
    params: ById,
    body: ProviderChangeSchema,
    response: ProviderSchema,
    failures: ['conflict'],
    change: true,
    useCase: changeProvider,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentProvider,
  })
}

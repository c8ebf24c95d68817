import type { FastifyInstance } from 'fastify'
import {
  createRotation,
  listRotations,
  readRotation,
  stopRotation,
} from '../../../services/rotations/rotations.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentRotation } from './present.ts'
import { NewRotationSchema, RotationSchema } from './schemas.ts'

const tag = 'plans'

/** The years ahead of a region: asked for, planned meanwhile, read and stopped, by its consultant alone. */
export const rotationRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rotations',
    operationId: 'createRotation',
    tag,
    summary: 'How many years can no two directors meet twice, and who meets whom in each? (the consultant)',
    description:
      'Answered at once: the years are planned meanwhile, and its Location tells how far they are. Whoever met in a ' +
      'round held has met, by who succeeded whom; directors are those of today, and conflicts that stand today keep ' +
      'two apart. Years beyond the last without a repeat have as few repeats as can be. It changes nothing.',
    body: NewRotationSchema,
    response: RotationSchema,
    failures: ['conflict'],
    location: ({ id }) => `/v1/rotations/${id}`,
    accepted: true,
    useCase: createRotation,
    input: ({ body }) => body,
    present: presentRotation,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rotations',
    operationId: 'listRotations',
    tag,
    summary: "The region's rotations, oldest first (the consultant)",
    query: PageQuery,
    response: pageOf(RotationSchema),
    useCase: listRotations,
    input: ({ query }) => query,
    present: presentPage(presentRotation),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rotations/:id',
    operationId: 'readRotation',
    tag,
    summary:
      'One rotation: its years, how many have no repeat, and why there cannot be more (the consultant)',
    params: ById,
    response: RotationSchema,
    useCase: readRotation,
    input: ({ params }) => params,
    present: presentRotation,
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rotations/:id/stop',
    operationId: 'stopRotation',
    tag,
    summary: 'Stop planning a rotation: within seconds it ends with the years that it has (the consultant)',
    params: ById,
    response: RotationSchema,
    useCase: stopRotation,
    input: ({ params }) => params,
    present: presentRotation,
  })
}

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { changeChallenges, listChallenges } from '../../../services/rounds/challenges.ts'
import { changeParticipants, listParticipants } from '../../../services/rounds/participants.ts'
import { changeRound, createRound, listRounds, readRound } from '../../../services/rounds/rounds.ts'
import { readSeason } from '../../../services/rounds/season.ts'
import {
  changeTriad,
  createTriad,
  listTriads,
  readTriad,
  removeTriad,
} from '../../../services/rounds/triads.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { drawSeason } from '../../pictures/season.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { presentChallenges, presentParticipants, presentRound, presentTriad } from './present.ts'
import * as schemas from './schemas.ts'

const tag = 'rounds'

/** A year's round: its settings and states, who takes part, and the triads. */
export const roundsRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds',
    operationId: 'listRounds',
    tag,
    summary: "The region's rounds, by the first day of their windows",
    query: PageQuery,
    response: pageOf(schemas.RoundSchema),
    useCase: listRounds,
    input: ({ query }) => query,
    present: presentPage(presentRound),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds',
    operationId: 'createRound',
    tag,
    summary: 'Set up a round with its participants, and its triads where they are known (the consultant)',
    description:
      'Each participant that takes part gets a self-assessment. What the policy leaves out is the default, or ' +
      "that of the round copied from; answers give the whole policy. `pairs` says how many of the round's pairs " +
      "were also paired in the region's previous round.",
    body: schemas.NewRoundSchema,
    response: schemas.RoundSchema,
    failures: ['conflict', 'not-a-participant', 'already-in-triad', 'triad-size'],
    location: ({ id }) => `/v1/rounds/${id}`,
    useCase: createRound,
    input: ({ body }) => body,
    present: presentRound,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id',
    operationId: 'readRound',
    tag,
    summary: 'One round',
    params: ById,
    response: schemas.RoundSchema,
    useCase: readRound,
    input: ({ params }) => params,
    present: presentRound,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/rounds/:id',
    operationId: 'changeRound',
    tag,
    summary: 'Change a round, open it or close it (the consultant)',
    description:
      'A closed round takes no more changes. Triads already formed stay when the window or the policy changes.',
    params: ById,
    body: schemas.RoundChangeSchema,
    response: schemas.RoundSchema,
    failures: ['conflict', 'wrong-state'],
    change: true,
    useCase: changeRound,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentRound,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/calendar.svg',
    operationId: 'drawSeason',
    tag,
    summary: 'The season on one page: a picture for A3',
    description:
      'A row an authority, days across: commitments shaded by kind, events with the numbers of their triads, their ' +
      'clashes marked. It shows what its reader may know: an inspection elsewhere as unavailable, and nobody’s own ' +
      'calendar. It loads and runs nothing, and says its events in words too.',
    params: ById,
    response: schemas.SeasonPictureSchema,
    text: { type: 'image/svg+xml', fileName: () => 'calendar.svg', inline: true },
    useCase: readSeason,
    input: ({ params }) => params,
    present: drawSeason,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/participants',
    operationId: 'listParticipants',
    tag,
    summary: 'Who takes part in a round, and who does not and why',
    params: ById,
    response: schemas.ParticipantsSchema,
    useCase: listParticipants,
    input: ({ params }) => params,
    present: presentParticipants,
  })
  operation(app, runner, {
    method: 'PUT',
    url: '/v1/rounds/:id/participants',
    operationId: 'changeParticipants',
    tag,
    summary: 'Say who takes part in a round: the whole list (the consultant)',
    description:
      'An authority left out of the list is no longer named by the round. One that is in a triad, challenges or is ' +
      'challenged, or has papers or moderators in the round, cannot be put out.',
    params: ById,
    body: schemas.ParticipantsChangeSchema,
    response: schemas.ParticipantsSchema,
    failures: ['conflict', 'wrong-state'],
    change: true,
    useCase: changeParticipants,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentParticipants,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/challenges',
    operationId: 'listChallenges',
    tag,
    summary: 'Who challenges whom in a directed round, and whom nobody challenges yet',
    params: ById,
    response: schemas.ChallengesSchema,
    failures: ['wrong-state'],
    useCase: listChallenges,
    input: ({ params }) => params,
    present: presentChallenges,
  })
  operation(app, runner, {
    method: 'PUT',
    url: '/v1/rounds/:id/challenges',
    operationId: 'changeChallenges',
    tag,
    summary: 'Say who challenges whom in a directed round: the whole list (the consultant)',
    description:
      'Challengers read the papers that they challenge from the release on. Only participants challenge and are ' +
      "challenged; nobody themselves, nor an authority that their own director leads; the round's policy says how " +
      'many may challenge one paper, and whether two may challenge each other.',
    params: ById,
    body: schemas.ChallengesChangeSchema,
    response: schemas.ChallengesSchema,
    failures: ['conflict', 'conflict-of-interest', 'not-a-participant', 'wrong-state'],
    change: true,
    useCase: changeChallenges,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentChallenges,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/triads',
    operationId: 'listTriads',
    tag,
    summary: 'The triads of a round, by number',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.TriadSchema),
    useCase: listTriads,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentTriad),
  })
  operation(app, runner, {
    method: 'POST',
    url: '/v1/rounds/:id/triads',
    operationId: 'createTriad',
    tag,
    summary: 'Form a triad of participants of a round (the consultant)',
    description:
      "Its size counts directors' seats on the round's first day, not authorities: two authorities led by one " +
      'director count once. A vacant seat counts.',
    params: ById,
    body: schemas.NewTriadSchema,
    response: schemas.TriadSchema,
    failures: ['conflict', 'wrong-state', 'not-a-participant', 'already-in-triad', 'triad-size'],
    location: ({ id }) => `/v1/triads/${id}`,
    useCase: createTriad,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentTriad,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/triads/:id',
    operationId: 'readTriad',
    tag,
    summary: 'One triad',
    params: ById,
    response: schemas.TriadSchema,
    useCase: readTriad,
    input: ({ params }) => params,
    present: presentTriad,
  })
  operation(app, runner, {
    method: 'PATCH',
    url: '/v1/triads/:id',
    operationId: 'changeTriad',
    tag,
    summary: 'Change who is in a triad, or its number (the consultant)',
    description: 'Its authorities do not change while an event of it is confirmed, nor once one was held.',
    params: ById,
    body: schemas.TriadChangeSchema,
    response: schemas.TriadSchema,
    failures: ['conflict', 'wrong-state', 'not-a-participant', 'already-in-triad', 'triad-size'],
    change: true,
    useCase: changeTriad,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentTriad,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: '/v1/triads/:id',
    operationId: 'deleteTriad',
    tag,
    summary: 'Delete a triad that never had an event (the consultant)',
    params: ById,
    response: z.undefined(),
    failures: ['wrong-state'],
    change: { response: schemas.TriadSchema, present: presentTriad },
    useCase: removeTriad,
    input: ({ params }) => params,
    present: () => undefined,
  })
}

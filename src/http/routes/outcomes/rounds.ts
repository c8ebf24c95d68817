import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { exportActions, exportOutcomes } from '../../../services/outcomes/exports.ts'
import { listMatches } from '../../../services/outcomes/matches.ts'
import {
  createPartnerOffer,
  listPartnerOffers,
  readPartnerOffer,
  removePartnerOffer,
} from '../../../services/outcomes/offers.ts'
import { changePriorities, readPriorities } from '../../../services/outcomes/priorities.ts'
import { exportThemes, listThemes } from '../../../services/outcomes/themes.ts'
import type { Runner } from '../../../services/runner.ts'
import type { UseCase } from '../../../services/use-case.ts'
import { operation } from '../../operation.ts'
import { ById, PageQuery, pageOf, presentPage } from '../../wire.ts'
import { CsvSchema } from '../spreadsheets/schemas.ts'
import {
  presentItems,
  presentMatchedAsk,
  presentPartnerOffer,
  presentPriorities,
  presentTheme,
} from './present.ts'
import * as schemas from './shared-schemas.ts'

const tag = 'outcomes'
const round = '/v1/rounds/:id'

/** What is made of a round's outcomes together: asks meet offers, and themes become priorities. */
export const roundOutcomeRoutes = (app: FastifyInstance, runner: Runner): void => {
  partnerRoutes(app, runner)
  operation(app, runner, {
    method: 'GET',
    url: `${round}/matches`,
    operationId: 'listMatches',
    tag,
    summary: 'The asks that you may read, each with the offers on its theme',
    description:
      'Names follow the reading of outcomes: where the policy is regional, its directors see them all until the ' +
      'round is closed; elsewhere an offer of an authority beyond those you challenge is told as another ' +
      'authority’s, and the consultant, who sees the names, goes between.',
    params: ById,
    response: schemas.MatchesSchema,
    useCase: listMatches,
    input: ({ params }) => params,
    present: presentItems(presentMatchedAsk),
  })
  priorityRoutes(app, runner)
  operation(app, runner, {
    method: 'GET',
    url: `${round}/themes`,
    operationId: 'listThemes',
    tag,
    summary: 'The themes of a round without an authority’s name, for use outside the region',
    description:
      'A theme that fewer authorities have than the policy asks (`outcomes.fewest`) is left out, and a count of ' +
      'nearly all of them is cut off. There are no totals. For the consultant, directors’ offices, and an observer ' +
      'to whom one of the round’s self-assessments is opened.',
    params: ById,
    response: schemas.ThemesSchema,
    useCase: listThemes,
    input: ({ params }) => params,
    present: presentItems(presentTheme),
  })
  exportRoute(app, runner, 'themes', 'Themes', 'The same themes as CSV', exportThemes)
  exportRoute(
    app,
    runner,
    'outcomes',
    'Outcomes',
    'What events found, as CSV (the consultant)',
    exportOutcomes,
  )
  exportRoute(app, runner, 'actions', 'Actions', 'What was agreed, as CSV (the consultant)', exportActions)
}

const exportRoute = <Found>(
  app: FastifyInstance,
  runner: Runner,
  path: string,
  name: string,
  summary: string,
  useCase: UseCase<{ id: string }, Found, string>,
): void =>
  operation(app, runner, {
    method: 'GET',
    url: `${round}/${path}/export`,
    operationId: `export${name}`,
    tag,
    summary,
    params: ById,
    response: CsvSchema,
    text: { type: 'text/csv', fileName: () => `${path}.csv` },
    useCase,
    input: ({ params }) => params,
    present: (csv) => csv,
  })

const priorityRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: `${round}/priorities`,
    operationId: 'readPriorities',
    tag,
    summary:
      'The region’s improvement priorities of a round with the offices that lead on them, and its themes',
    params: ById,
    response: schemas.PrioritiesSchema,
    useCase: readPriorities,
    input: ({ params }) => params,
    present: presentPriorities,
  })
  operation(app, runner, {
    method: 'PUT',
    url: `${round}/priorities`,
    operationId: 'changePriorities',
    tag,
    summary: 'Write down the region’s priorities and who leads on them (the consultant)',
    params: ById,
    body: schemas.PrioritiesChangeSchema,
    response: schemas.PrioritiesSchema,
    change: true,
    useCase: changePriorities,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentPriorities,
  })
}

const partnerRoutes = (app: FastifyInstance, runner: Runner): void => {
  const one = '/v1/offers/:id'
  operation(app, runner, {
    method: 'GET',
    url: `${round}/offers`,
    operationId: 'listPartnerOffers',
    tag,
    summary: 'What the programme, the LGA and partners offer in a round, oldest first',
    params: ById,
    query: PageQuery,
    response: pageOf(schemas.PartnerOfferSchema),
    useCase: listPartnerOffers,
    input: ({ params, query }) => ({ ...params, ...query }),
    present: presentPage(presentPartnerOffer),
  })
  operation(app, runner, {
    method: 'POST',
    url: `${round}/offers`,
    operationId: 'createPartnerOffer',
    tag,
    summary: 'Enter what the programme, the LGA or a partner offers (the consultant)',
    params: ById,
    body: schemas.NewPartnerOfferSchema,
    response: schemas.PartnerOfferSchema,
    location: ({ id }) => `/v1/offers/${id}`,
    useCase: createPartnerOffer,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentPartnerOffer,
  })
  operation(app, runner, {
    method: 'GET',
    url: one,
    operationId: 'readPartnerOffer',
    tag,
    summary: 'One partner’s offer',
    params: ById,
    response: schemas.PartnerOfferSchema,
    useCase: readPartnerOffer,
    input: ({ params }) => params,
    present: presentPartnerOffer,
  })
  operation(app, runner, {
    method: 'DELETE',
    url: one,
    operationId: 'removePartnerOffer',
    tag,
    summary: 'Take away what a partner offers no more (the consultant)',
    params: ById,
    response: z.undefined(),
    change: {
      response: schemas.PartnerOfferSchema,
      present: presentPartnerOffer,
    },
    useCase: removePartnerOffer,
    input: ({ params }) => params,
    present: () => undefined,
  })
}

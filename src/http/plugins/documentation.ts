import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import plugin from 'fastify-plugin'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { tidyComponents } from './openapi-components.ts'

const TAGS: Readonly<Record<string, string>> = {
  people: 'Who is who: regions, authorities, people, appointments, grants, invitations and tokens.',
  rounds: "A year's round: participants, triads, policy and deadlines.",
  events: 'Challenge events: proposed, confirmed, moved, held.',
  calendars: 'Calendars and the commitments in them.',
  clashes: 'What a date would break, and why.',
  plans: 'Who meets whom, when: proposed with a proof, explained, and deployed or not.',
  'self-assessments':
    'What a round asks of them, and how each is written, signed off, submitted, sent back and withdrawn.',
  moderation: 'Self-assessments, their documents, and their moderation.',
  memoranda: 'The memorandum of understanding: its versions, who signed, who accepted.',
  papers: "The directors' area: papers beside self-assessments, circulated and read under the same rules.",
  outcomes: 'After the event: what it found, what was agreed, asks met by offers, themes and priorities.',
  spreadsheets: 'The same people, offices, triads and dates as CSV, in and out.',
  feeds: 'Private iCal addresses.',
  service: 'Whether it runs.',
}

/** The OpenAPI document, from the same schemas that validate; `/docs` to read it, `/openapi.json` to use it. */
export const documentation = plugin(
  async (app: FastifyInstance) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Peer Challenge Triads',
          version: '1',
          description: "A region's yearly round of self-assessment, moderation and triad peer challenge.",
          license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
        },
        servers: [{ url: '/', description: 'This service' }],
        tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
        components: {
          securitySchemes: {
            token: { type: 'http', scheme: 'bearer', description: 'A token made with an invitation' },
          },
        },
        security: [{ token: [] }],
      },
      transform: jsonSchemaTransform,
      transformObject: (document) => tidyComponents(jsonSchemaTransformObject(document)),
    })
    await app.register(swaggerUi, {
      routePrefix: '/docs',
      theme: { title: 'Peer Challenge Triads' },
      // Without the bar that invites to load other documents.
      uiConfig: { layout: 'BaseLayout', docExpansion: 'none' },
    })
    app.get('/', { schema: { hide: true }, config: { open: true } }, (_request, reply) =>
      reply.redirect('/docs'),
    )
    app.get('/openapi.json', { schema: { hide: true }, config: { open: true } }, async () => app.swagger())
  },
  { name: 'documentation' },
)

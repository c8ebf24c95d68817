import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { DISCLOSURE_BASES, type Disclosure } from '../../../domain/access/disclosing.ts'
import { discloseConcern } from '../../../services/moderation/disclosures.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, Id, Instant, instant, text } from '../../wire.ts'

const fields = {
  toldTo: text(300).describe('The office or body that was told'),
  basis: z.enum(DISCLOSURE_BASES).describe('On what ground'),
  what: text(5000).describe('What was told'),
}

export const DisclosureSchema = z
  .strictObject({
    id: Id,
    ...fields,
    disclosedBy: Id,
    disclosedAs: z.enum(['consultant', 'director']),
    disclosedAt: Instant,
  })
  .meta({ id: 'Disclosure' })

const NewDisclosureSchema = z.strictObject(fields).meta({
  id: 'NewDisclosure',
  examples: [
    {
      toldTo: 'Department for Education, regional improvement lead',
      basis: 'service-failure',
      what: 'That assessments have waited for more than eight weeks.',
    },
  ],
})

export const presentDisclosure = (disclosure: Disclosure): z.input<typeof DisclosureSchema> => ({
  id: disclosure.id,
  toldTo: disclosure.toldTo,
  basis: disclosure.basis,
  what: disclosure.what,
  disclosedBy: disclosure.disclosedBy,
  disclosedAs: disclosure.disclosedAs,
  disclosedAt: instant(disclosure.disclosedAt),
})

/** Telling a third party of a concern. */
export const disclosureRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'POST',
    url: '/v1/self-assessments/:id/disclosures',
    operationId: 'discloseConcern',
    tag: 'moderation',
    summary: 'Record that a concern was told to a third party (the consultant; the author’s director)',
    description:
      'Stays for good. It is listed with the readers of the self-assessment: to its authority too, unless the ' +
      "round's policy (`authorsAreToldOfDisclosures`) keeps the consultant's from it.",
    params: ById,
    body: NewDisclosureSchema,
    response: DisclosureSchema,
    location: () => '/v1/self-assessments',
    useCase: discloseConcern,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentDisclosure,
  })
}

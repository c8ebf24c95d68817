import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listPool, listShortages, type PoolMember } from '../../../services/moderation/pool.ts'
import { type ProfileView, readProfile, writeProfile } from '../../../services/moderation/pool-profiles.ts'
import type { Runner } from '../../../services/runner.ts'
import { operation } from '../../operation.ts'
import { ById, Id, LocalDateSchema, PageQuery, pageOf, presentPage, ThemeName } from '../../wire.ts'

const PoolMemberSchema = z
  .strictObject({
    personId: Id,
    name: z.string(),
    moderator: z.boolean(),
    reviewer: z.boolean().describe('Whether they are a thematic reviewer'),
    themes: z.array(z.string()),
    authorities: z
      .array(z.strictObject({ id: Id, name: z.string() }))
      .describe('Home authorities, whose papers they do not moderate'),
    trainedOn: z.array(LocalDateSchema).describe('The earliest first'),
    expiresOn: LocalDateSchema.nullable().describe('The first day on which the latest is too old'),
    expired: z.boolean().nullable().describe('null for somebody who was never trained'),
    roundId: Id.nullable().describe('Whose policy and load are told; null when no round is open'),
    load: z.int().describe('Assignments in that round that were neither declined nor ended'),
    loadBefore: z.int().describe('Papers that they moderated in earlier rounds'),
  })
  .meta({ id: 'PoolMember' })

const profileFields = {
  reviewer: z.boolean().describe('Whether they are a thematic reviewer'),
  authorityId: Id.nullable().describe('Where they come from, for whoever holds no appointment'),
  themes: z.array(ThemeName).max(30),
}

const ProfileSchema = z.strictObject({ personId: Id, ...profileFields }).meta({ id: 'PoolProfile' })

const NewProfileSchema = z
  .strictObject({
    ...profileFields,
    reviewer: profileFields.reviewer.default(false),
    authorityId: profileFields.authorityId.default(null),
  })
  .meta({ id: 'NewPoolProfile', examples: [{ reviewer: true, themes: ['care-leavers', 'neglect'] }] })

const presentProfile = (profile: ProfileView): z.input<typeof ProfileSchema> => ({
  personId: profile.personId,
  reviewer: profile.reviewer,
  authorityId: profile.authorityId,
  themes: [...profile.themes],
})

const ShortageSchema = z
  .strictObject({
    theme: z.string().nullable().describe('Null for moderation on the whole'),
    needed: z.int(),
    available: z.int(),
    sentence: z.string(),
  })
  .meta({ id: 'PoolShortage' })

const presentMember = (member: PoolMember): z.input<typeof PoolMemberSchema> => ({
  personId: member.personId,
  name: member.name,
  moderator: member.moderator,
  reviewer: member.reviewer,
  themes: [...member.themes],
  authorities: member.authorities.map(({ id, name }) => ({ id, name })),
  trainedOn: [...member.trainedOn],
  expiresOn: member.expiresOn,
  expired: member.expired,
  roundId: member.roundId,
  load: member.load,
  loadBefore: member.loadBefore,
})

/** The region's moderators and reviewers, what they know, and whether a round has enough of them. */
export const poolRoutes = (app: FastifyInstance, runner: Runner): void => {
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderator-pool',
    operationId: 'listModeratorPool',
    tag: 'moderation',
    summary: 'Moderators and reviewers with trainings and load (the consultant all, each of them themselves)',
    query: PageQuery.extend({
      roundId: Id.optional().describe('Without it, the open round that begins last'),
    }),
    response: pageOf(PoolMemberSchema),
    useCase: listPool,
    input: ({ query }) => query,
    present: presentPage(presentMember),
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/moderator-pool/:id',
    operationId: 'readPoolProfile',
    tag: 'moderation',
    summary: 'Somebody’s themes, and whether they are a thematic reviewer (the consultant)',
    description:
      'By the id of the person. Who moderates is said by appointments, who was trained by trainings.',
    params: ById,
    response: ProfileSchema,
    useCase: readProfile,
    input: ({ params }) => params,
    present: presentProfile,
  })
  operation(app, runner, {
    method: 'PUT',
    url: '/v1/moderator-pool/:id',
    operationId: 'writePoolProfile',
    tag: 'moderation',
    summary: 'Say somebody’s themes, and whether they are a thematic reviewer (the consultant)',
    params: ById,
    body: NewProfileSchema,
    response: ProfileSchema,
    change: true,
    useCase: writeProfile,
    input: ({ params, body }) => ({ ...params, ...body }),
    present: presentProfile,
  })
  operation(app, runner, {
    method: 'GET',
    url: '/v1/rounds/:id/pool-shortages',
    operationId: 'listPoolShortages',
    tag: 'moderation',
    summary: 'Where a round needs more than the pool can give, on the whole and by theme (the consultant)',
    description:
      'Moderators wanted by the papers, and reviewers by the themes of the round’s policy; whoever’s training is not good on the first day of its window, or today, does not count.',
    params: ById,
    response: z.strictObject({ items: z.array(ShortageSchema), nextCursor: z.null() }),
    useCase: listShortages,
    input: ({ params }) => params,
    present: (items) => ({
      items: items.map(({ theme, needed, available, sentence }) => ({ theme, needed, available, sentence })),
      nextCursor: null,
    }),
  })
}

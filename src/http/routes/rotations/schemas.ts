import { z } from 'zod'
import { PLAN_STATES } from '../../../domain/planning/progress.ts'
import { MOST_SEATS } from '../../../domain/planning/rotation.ts'
import { Id, LocalDateSchema, Named, text } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { accept, solvingFields } from '../plans/request-schemas.ts'
import { CostSchema, PlannedEventSchema, solvedFields, ToldSchema } from '../plans/schemas.ts'

export const NewRotationSchema = z
  .strictObject({
    participants: z
      .array(AuthorityRefSchema)
      .min(1)
      .max(400)
      .nullable()
      .default(null)
      .describe('Null for those of the newest round; where there is no round, for all of the region'),
    years: z
      .int()
      .min(1, 'Years are counted from one.')
      .max(MOST_SEATS)
      .nullable()
      .default(null)
      .describe('How many to plan; null for as many as there may be without a repeat'),
    since: LocalDateSchema.nullable()
      .default(null)
      .describe('Forget rounds whose window began before this day; null for none'),
    before: LocalDateSchema.nullable()
      .default(null)
      .describe('Rounds whose window begins before this day count as held; null for those that have begun'),
    firstYear: z
      .strictObject({ roundId: Id, accept })
      .nullable()
      .default(null)
      .describe(
        'The round that the first year shall be: of the years without a repeat that come in any order, the one that it holds most cheaply comes first, with its dates',
      ),
    bans: z
      .array(
        z.strictObject({
          authorities: z.array(AuthorityRefSchema).length(2),
          because: text(200).default('These two do not meet: it was asked for.'),
        }),
      )
      .max(1000)
      .default([])
      .describe('Two whose directors never meet'),
    pins: z
      .array(
        z.strictObject({
          authorities: z.array(AuthorityRefSchema).min(2).max(20).describe('In one group'),
          year: z.int().min(1).max(MOST_SEATS).default(1).describe('Of the rotation: 1 is the next one'),
        }),
      )
      .max(400)
      .default([])
      .describe('What is decided already'),
    ...solvingFields,
  })
  .meta({
    id: 'NewRotation',
    examples: [
      { years: 5, seconds: 30 },
      {
        since: '2016-09-01',
        pins: [
          {
            authorities: [{ gssCode: 'E10000016' }, { gssCode: 'E06000035' }, { gssCode: 'E10000030' }],
            year: 1,
          },
        ],
        bans: [{ authorities: [{ gssCode: 'E10000014' }, { gssCode: 'E10000030' }] }],
      },
    ],
  })

const YearSchema = z
  .strictObject({
    year: z.int().describe('1 is the next one'),
    groups: z.array(
      z.strictObject({
        seats: z
          .array(z.strictObject({ id: Id, name: z.string(), authorities: z.array(Named) }))
          .describe('The directors who would meet'),
      }),
    ),
    repeats: z.int().describe('Pairs that have met in a round held or in an earlier year'),
    fewestRepeats: z.int().describe('After the years before, no year has fewer: proven'),
  })
  .meta({ id: 'RotationYear' })

const ResultSchema = z.strictObject({
  repeatFreeYears: z.int().describe('So many years from here, one after the other, nobody meets twice'),
  most: z
    .strictObject({ years: z.int(), because: z.string() })
    .describe('No rotation has more years without a repeat, and why'),
  inWords: z.string(),
  years: z.array(YearSchema),
  missing: z
    .strictObject({
      kind: z.enum(['unfinished', 'impossible']),
      year: z.int().describe('The first that is not there'),
      conflict: z
        .array(ToldSchema)
        .describe('These cannot all hold in it; without any one of them the rest can'),
    })
    .nullable()
    .describe('Why there are fewer years than were wanted'),
  firstYear: z
    .strictObject({
      among: z.int().describe('How many years could have been the first'),
      because: z.string().nullable().describe('Why it finds no dates'),
      events: z.array(PlannedEventSchema),
      cost: CostSchema.nullable().describe('By the policy of the round'),
    })
    .nullable()
    .describe('As the round named would hold it'),
})

export const RotationSchema = z
  .strictObject({
    id: Id,
    state: z
      .enum(PLAN_STATES)
      .describe(
        '`planned` has all the years; `impossible` and `unfinished` those before the one that is missing; `interrupted` died with its process each time',
      ),
    isEnded: z.boolean(),
    stopped: z.boolean().describe('Whether somebody asked it to stop'),
    tries: z.int().describe('How often it was begun; more than once where a process ended'),
    progress: z
      .strictObject({ found: z.int().nullable(), most: z.int().nullable() })
      .describe('Years without a repeat: found so far, and the most that there can be'),
    seconds: z.number().nullable().describe('Since it was begun'),
    directors: z.int().describe('Who is counted: one who directs two authorities is one'),
    wanted: z.int().describe('How many years are planned'),
    history: z
      .array(
        z.strictObject({
          round: z.strictObject({ id: Id, label: z.string() }),
          pairs: z.int().describe('Of the directors of today who met in it, by who succeeded whom'),
        }),
      )
      .describe('The rounds that count as held'),
    result: ResultSchema.nullable(),
    failure: z.string().nullable().describe('Why it could not be solved at all'),
    request: z.looseObject({ years: z.int().nullable() }).describe('As it was asked for, authorities by id'),
    seed: z.int(),
    ...solvedFields,
  })
  .meta({ id: 'Rotation' })

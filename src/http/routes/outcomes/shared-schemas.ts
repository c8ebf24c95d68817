import { z } from 'zod'
import { QUESTIONS } from '../../../domain/outcomes/feedback.ts'
import { PARTNERS } from '../../../domain/outcomes/matching.ts'
import { Id, Instant, text } from '../../wire.ts'
import { AuthorityRefSchema } from '../people/schemas.ts'
import { Named, OutcomeKindSchema, Theme } from './schemas.ts'

const partner = {
  theme: Theme,
  text: text(4000),
  offeredBy: z.enum(PARTNERS),
  name: text(200).describe('Which of them'),
}

export const PartnerOfferSchema = z
  .strictObject({ id: Id, roundId: Id, ...partner, enteredAt: Instant })
  .meta({ id: 'PartnerOffer' })

export const NewPartnerOfferSchema = z.strictObject(partner).meta({
  id: 'NewPartnerOffer',
  examples: [
    {
      theme: 'front-door',
      text: 'Two days of an adviser to look at contacts and referrals.',
      offeredBy: 'lga',
      name: 'LGA children’s improvement adviser',
    },
  ],
})

const Said = z.strictObject({ id: Id, authority: Named, text: z.string() })

const MatchSchema = z
  .discriminatedUnion('from', [
    z.strictObject({
      from: z.literal('authority'),
      offer: Said,
      strong: z.boolean().describe('Whether an event found the authority strong at it'),
    }),
    z.strictObject({ from: z.literal('partner'), offer: PartnerOfferSchema }),
  ])
  .meta({ id: 'Match' })

export const MatchesSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        ask: Said,
        theme: Theme,
        matches: z
          .array(MatchSchema)
          .describe('Offers of authorities found strong at it first, then of others, then of partners'),
        anotherAuthority: z
          .boolean()
          .describe(
            'Another authority of the region offers something too, about which you may not read: ask the consultant, who goes between',
          ),
      }),
    ),
  })
  .meta({ id: 'Matches' })

const ThemeSchema = z
  .strictObject({
    kind: OutcomeKindSchema,
    theme: Theme,
    authorities: z.int().describe('How many authorities have it'),
    orMore: z.boolean().describe('Whether they may be more than that'),
  })
  .meta({ id: 'RoundTheme' })

export const ThemesSchema = z.strictObject({ items: z.array(ThemeSchema) }).meta({ id: 'RoundThemes' })

const office = text(200).describe('An office, never a private name')

export const PrioritiesSchema = z
  .strictObject({
    priorities: z
      .array(
        z.strictObject({
          theme: Theme,
          statement: z.string(),
          leads: z.array(
            z.strictObject({
              authorities: z.array(Named).describe('The office’s authority, or those that took over from it'),
              office: z.string(),
            }),
          ),
        }),
      )
      .describe('The first comes first'),
    themes: z
      .array(ThemeSchema)
      .describe(
        'By how many authorities have them: all for whoever may read every outcome of the round, as outside the region for everybody else',
      ),
  })
  .meta({ id: 'Priorities' })

export const PrioritiesChangeSchema = z
  .strictObject({
    priorities: z
      .array(
        z.strictObject({
          theme: Theme,
          statement: text(2000),
          leads: z
            .array(z.strictObject({ authority: AuthorityRefSchema, office: office.default('Director') }))
            .max(20)
            .default([]),
        }),
      )
      .max(50)
      .describe('All of them, the first first: what is left out is no priority any more'),
  })
  .meta({
    id: 'PrioritiesChange',
    examples: [
      {
        priorities: [
          {
            theme: 'front-door',
            statement: 'A shared understanding of thresholds at every front door.',
            leads: [{ authority: { gssCode: 'E10000016' }, office: 'Director' }],
          },
        ],
      },
    ],
  })

const score = z.int().min(1).max(5)

const scores = <S extends z.ZodType>(each: S) =>
  Object.fromEntries(QUESTIONS.map((question) => [question, each])) as Record<(typeof QUESTIONS)[number], S>

export const NewFeedbackSchema = z
  .strictObject({
    ...scores(score.describe('From 1, poor, to 5, very good')),
    words: text(2000).nullable().default(null),
  })
  .meta({
    id: 'NewFeedback',
    examples: [{ preparation: 4, challenge: 5, usefulness: 5, words: 'More time for the third authority.' }],
  })

export const FeedbackSchema = z
  .strictObject({
    own: z
      .strictObject({ ...scores(score), words: z.string().nullable() })
      .nullable()
      .describe('What you said; null where you said nothing'),
    summary: z
      .strictObject({
        answers: z.int().describe('How many gave feedback'),
        scores: z.strictObject(scores(z.number())).nullable(),
        words: z.array(z.string()).nullable(),
      })
      .nullable()
      .describe(
        'What all said together, without who, for the consultant; of fewer than the round’s policy asks only how many they are',
      ),
  })
  .meta({ id: 'EventFeedback' })

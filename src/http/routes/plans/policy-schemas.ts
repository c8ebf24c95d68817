import { z } from 'zod'
import {
  NEIGHBOUR_WISHES,
  PLANNING_RULES,
  type PlanningPolicy,
  type PlanningRule,
} from '../../../domain/planning/policy.ts'

/** The solver tells no smaller differences apart from heavier weights. */
const Weight = z.number().min(0).max(100_000)

/** What one unit of each rule is. */
const UNITS: Readonly<Record<PlanningRule, string>> = {
  'repeat-partners': 'Of two that met last year; a half for the year before, and so on',
  'travel-total': 'Of 100 km between the offices of two that meet',
  'travel-longest': 'Of 100 km between the two offices of a group that lie furthest apart',
  'statistical-neighbours': 'Of two that meet and should not, by `neighbours`',
  quotas: 'Of each director whom a soft quota misses or has too many',
  'group-size': 'Of a group of four; three times for a pair',
  warnings: 'Of each warning on a date, once for each director whom it concerns',
  'inspection-expected': 'Of each director whose inspection is expected about the date',
  'preferred-weekdays': 'Of each event on another weekday',
  spread: 'Of each event of a week beyond `eventsPerWeek`',
  disruption:
    'Of each director whose agreed date or company would change; of each challenger who would be another',
}

const weights = Object.fromEntries(
  PLANNING_RULES.map((rule) => [rule, Weight.describe(UNITS[rule])]),
) as Record<PlanningRule, typeof Weight>

const fields = {
  weights: z.strictObject(weights).describe('What a unit of each rule costs; nought leaves it out'),
  neighbours: z.enum(NEIGHBOUR_WISHES).describe('Whether statistical neighbours shall meet'),
  preferredWeekdays: z
    .array(z.int().min(1).max(7))
    .max(7)
    .describe('1 for Monday; every other day costs. Empty for no preference'),
  eventsPerWeek: z.int().min(0).max(1000).describe('Events that a week may have before the next one costs'),
}

/** What plans are judged by. */
export const PlanningPolicySchema = z.strictObject(fields).meta({ id: 'PlanningPolicy' })

/** What a round, or a plan, wants otherwise. */
export const PolicyWishesSchema = z
  .strictObject({ ...fields, weights: fields.weights.partial() })
  .partial()
  .meta({
    id: 'PlanningPolicyOverrides',
    examples: [{ weights: { 'travel-total': 4 }, preferredWeekdays: [2, 3, 4] }],
  })

/** A policy on the wire. */
export const presentPlanningPolicy = (policy: PlanningPolicy): z.input<typeof PlanningPolicySchema> => ({
  weights: { ...policy.weights },
  neighbours: policy.neighbours,
  preferredWeekdays: [...policy.preferredWeekdays],
  eventsPerWeek: policy.eventsPerWeek,
})

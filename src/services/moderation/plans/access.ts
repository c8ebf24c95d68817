import { findModerationPlan, lockModerationPlan } from '../../../db/moderation-plans.ts'
import { consultantsOwn } from '../../plans/access.ts'

export const moderationPlanToRead = consultantsOwn(findModerationPlan, lockModerationPlan)

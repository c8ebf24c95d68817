import { findVisitPlan, lockVisitPlan } from '../../db/visit-plans.ts'
import { consultantsOwn } from '../plans/access.ts'

export const visitPlanToRead = consultantsOwn(findVisitPlan, lockVisitPlan)

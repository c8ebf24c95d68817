import { findChallengePlan, lockChallengePlan } from '../../db/challenge-plans.ts'
import { consultantsOwn } from '../plans/access.ts'

export const challengePlanToRead = consultantsOwn(findChallengePlan, lockChallengePlan)

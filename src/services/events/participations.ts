import type { Work } from '../use-case.ts'

export const refreshParticipations = async (_work: Work): Promise<void> => {}

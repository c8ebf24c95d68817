import type { Work } from '../use-case.ts'

export const refreshReaders = async (_work: Work): Promise<void> => {}

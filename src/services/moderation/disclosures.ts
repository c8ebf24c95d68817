import { insertDisclosure, loadDisclosures } from '../../db/disclosures.ts'
import type { Paper } from '../../db/papers.ts'
import { type Disclosure, discloserOf, isToldOf } from '../../domain/access/disclosing.ts'
import { isConsultant } from '../../domain/access/operations.ts'
import { success } from '../../domain/failures.ts'
import { forbidden, regionOf, type Work, writing } from '../use-case.ts'
import { findPaper } from './papers.ts'

/** The disclosures about a paper that the actor, who may see its readers, is told of. */
export const disclosuresFor = async (work: Work, paper: Paper): Promise<Disclosure[]> => {
  const viewer = {
    consultant: isConsultant(work.actor),
    authorsAreTold: paper.round.policy.authorsAreToldOfDisclosures,
  }
  const all = await loadDisclosures(work.trx, paper.id)
  return all.filter((each) => isToldOf(each, viewer))
}

/** A concern in a self-assessment is told to a third party: recorded for good, and in the audit log by itself. */
export const discloseConcern = writing<
  { id: string } & Pick<Disclosure, 'toldTo' | 'basis' | 'what'>,
  { readonly paper: Paper; readonly disclosedAs: Disclosure['disclosedAs'] },
  Disclosure
>({
  authorise: async (work, { id }) => {
    const paper = await findPaper(work, id)
    if (!paper.ok) return paper
    const disclosedAs = discloserOf(work.actor, paper.value.facts)
    return disclosedAs === null
      ? forbidden('A concern is disclosed by a programme consultant or the director of the authority itself.')
      : success({ paper: paper.value, disclosedAs })
  },
  run: async (work, { toldTo, basis, what }, { paper, disclosedAs }) => {
    const by = { disclosedBy: work.actor.personId, disclosedAs, disclosedAt: work.now }
    const disclosure = { toldTo, basis, what, ...by }
    const of = { regionId: regionOf(work).id, selfAssessmentId: paper.id }
    const id = await insertDisclosure(work.trx, of, disclosure)
    work.record('disclosure', id, { selfAssessmentId: paper.id, basis, disclosedAs })
    return success({ ...disclosure, id })
  },
})

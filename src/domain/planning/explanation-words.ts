import { moreInWords } from './cost-words.ts'
import type { WhyNot } from './explanation.ts'

/** Why a plan is not otherwise, as a consultant reads it. */
export const whyNotInWords = (answer: WhyNot): string => {
  switch (answer.kind) {
    case 'costs':
      return `It could be so: the best plan then costs ${moreInWords(answer.more)}.`
    case 'unfinished':
      return 'It was not found out in time.'
    case 'forbidden': {
      const because = answer.because.map((each) => each.because).join(' ')
      if (answer.because.length === 0) return 'There is no other plan.'
      return answer.otherwise === null
        ? `It cannot be so: ${because} Even without that there is no plan.`
        : `It cannot be so: ${because} Without that the best plan costs ${moreInWords(answer.otherwise.more)}.`
    }
  }
}

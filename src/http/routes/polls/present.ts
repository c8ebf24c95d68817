import type { z } from 'zod'
import type { OfficeAnswersView, PollView } from '../../../services/polls/views.ts'
import { instant } from '../../wire.ts'
import type { OfficeAnswersSchema, PollSchema } from './schemas.ts'

export const presentAnswers = (view: OfficeAnswersView): z.input<typeof OfficeAnswersSchema> => ({
  authority: { ...view.authority },
  answers: view.answers.map(({ candidateId, occasion, answer }) => ({ candidateId, ...occasion, answer })),
  answeredBy: view.answeredBy && { ...view.answeredBy },
  answeredAt: instant(view.answeredAt),
})

export const presentPoll = (view: PollView): z.input<typeof PollSchema> => ({
  id: view.id,
  roundId: view.roundId,
  title: view.title,
  note: view.note,
  answerBy: view.answerBy,
  state: view.state,
  authorities: view.authorities.map((each) => ({ ...each })),
  candidates: view.candidates.map(({ candidate: { id, occasion }, counts, notAnswered }) => ({
    id,
    ...occasion,
    yes: counts.yes,
    ifNeedBe: counts['if-need-be'],
    no: counts.no,
    notAnswered: [...notAnswered],
  })),
  waitingFor: [...view.waitingFor],
  answers: view.answers.map(presentAnswers),
})

import { countOnMethod } from '../../db/challenges.ts'
import { type PageRequest, pageOf } from '../../db/page.ts'
import {
  findRound,
  insertRound,
  loadParticipants,
  roundOf,
  selectRounds,
  updateRound,
} from '../../db/rounds.ts'
import type { RequiredCalendar } from '../../domain/calendars/calendar.ts'
import { kindNamed, mayBeRequired } from '../../domain/calendars/kinds.ts'
import { fault, type Result, success } from '../../domain/failures.ts'
import type { Days, LocalDate } from '../../domain/intervals.ts'
import {
  checkRoundPolicy,
  DEFAULT_ROUND_POLICY,
  type RoundPolicyOverrides,
  withOverrides,
} from '../../domain/rounds/policy.ts'
import {
  checkMethodMayChange,
  checkNotClosed,
  checkRoundDates,
  type Deadlines,
  moveRound,
  type Round,
  type RoundMethod,
  type RoundState,
} from '../../domain/rounds/round.ts'
import { coverBankHolidays } from '../calendars/bank-holidays.ts'
import { kindsOf } from '../calendars/kinds.ts'
import { roundChanged } from '../consequences.ts'
import type { AuthorityRef } from '../people/authorities.ts'
import { copyTemplate } from '../self-assessments/templates.ts'
import { allow, reading, regionOf, type Work, writing } from '../use-case.ts'
import { allowProgrammeChange, roundToChange, roundToRead, seesProgramme } from './access.ts'
import { copyTriads, shiftedDeadlines } from './copying.ts'
import { formTriad } from './forming.ts'
import {
  inheritParticipants,
  type ParticipantRequest,
  resolveParticipants,
  setParticipants,
} from './participants.ts'
import { type RoundView, viewRound, viewRounds } from './views.ts'

/** What a round's deadlines become: a day, null for none, or undefined to leave it. */
type DeadlineChanges = { readonly [D in keyof Deadlines]?: Deadlines[D] | undefined }

export interface RoundRequest {
  readonly label: string
  readonly method?: RoundMethod | undefined
  readonly window: Days
  readonly deadlines: DeadlineChanges
  readonly policy: RoundPolicyOverrides
  readonly requiredCalendars?: readonly RequiredCalendar[] | undefined
  readonly participants?: readonly ParticipantRequest[] | undefined
  /** The authorities of each triad, numbered from 1 in this order. */
  readonly triads: readonly (readonly AuthorityRef[])[]
  /**
   * A round whose method, policy, required calendars and participants are taken where this request gives none; its
   * deadlines, as many working days from the window as they were; and the last version of its template.
   */
  readonly copyFrom?: string | undefined
  /** Whether the triads of that round are formed again too. */
  readonly copyTriads: boolean
}

const NO_DEADLINES: Deadlines = { selfAssessmentDue: null, commentsDue: null, releaseOn: null }

const withDeadlines = (deadlines: Deadlines, changes: DeadlineChanges): Deadlines => ({
  selfAssessmentDue:
    changes.selfAssessmentDue === undefined ? deadlines.selfAssessmentDue : changes.selfAssessmentDue,
  commentsDue: changes.commentsDue === undefined ? deadlines.commentsDue : changes.commentsDue,
  releaseOn: changes.releaseOn === undefined ? deadlines.releaseOn : changes.releaseOn,
})

/** The region's rounds, by the first day of their windows. */
export const listRounds = reading({
  authorise: async (work) => allow(seesProgramme(work), 'You hold no office here now.'),
  run: async (work, input: PageRequest) => {
    const page = await pageOf(
      selectRounds(work.trx).where('regionId', '=', regionOf(work).id),
      { column: 'windowFrom', type: 'date', idColumn: 'id' },
      input,
    )
    return page.ok
      ? success({ ...page.value, items: await viewRounds(work, page.value.items.map(roundOf)) })
      : page
  },
})

/** One round. */
export const readRound = reading<{ readonly id: string }, Round, RoundView>({
  authorise: (work, { id }) => roundToRead(work, id),
  run: async (work, _input, round) => success(await viewRound(work, round)),
})

/** The consultant sets up a round, with its participants and, where they are known, its triads. */
export const createRound = writing<RoundRequest, null, RoundView>({
  authorise: async (work) => allowProgrammeChange(work),
  run: async (work, input) => {
    const source = input.copyFrom === undefined ? null : await findRound(work.trx, input.copyFrom)
    if (input.copyFrom !== undefined && source === null)
      return fault('/copyFrom', 'There is no such round here.')
    if (input.copyTriads && (source === null || input.triads.length > 0))
      return fault('/copyTriads', 'Triads are copied from the round of copyFrom, and none beside them given.')
    await coverBankHolidays(work, yearOf(input.window.last))
    const deadlines = source
      ? await shiftedDeadlines(work, source, input.window.first, input.deadlines)
      : success(NO_DEADLINES)
    if (!deadlines.ok) return deadlines
    const settings = {
      label: input.label,
      method: input.method ?? source?.method ?? 'triad',
      window: input.window,
      deadlines: withDeadlines(deadlines.value, input.deadlines),
      policy: withOverrides(source?.policy ?? DEFAULT_ROUND_POLICY, input.policy),
      requiredCalendars: input.requiredCalendars ?? source?.requiredCalendars ?? [],
    }
    const checked = checkSettings(settings)
    if (!checked.ok) return checked
    const required = await checkRequired(work, settings.requiredCalendars)
    if (!required.ok) return required
    const participants =
      input.participants === undefined && source !== null
        ? success(await inheritParticipants(work, await loadParticipants(work.trx, source.id), input.window))
        : await resolveParticipants(work, input.participants ?? [])
    if (!participants.ok) return participants

    const round = await insertRound(work.trx, regionOf(work).id, settings, work.now)
    const set = await setParticipants(work, round, participants.value)
    if (!set.ok) return set
    for (const [index, authorities] of input.triads.entries()) {
      const formed = await formTriad(work, round, { authorities }, `/triads/${index}`)
      if (!formed.ok) return formed
    }
    const copied = source !== null && input.copyTriads ? await copyTriads(work, source, round) : success(null)
    if (!copied.ok) return copied
    if (source !== null) await copyTemplate(work, source, round)
    await roundChanged(work, round.id)
    work.record('round', round.id, { label: round.label })
    return success(await viewRound(work, round))
  },
})

const yearOf = (day: LocalDate): number => Number(day.slice(0, 4))

const checkSettings = (settings: Pick<Round, 'window' | 'deadlines' | 'policy'>): Result<null> => {
  const dates = checkRoundDates(settings.window, settings.deadlines)
  return dates.ok ? checkRoundPolicy(settings.policy) : dates
}

export interface RoundChange {
  readonly id: string
  readonly label?: string | undefined
  readonly method?: RoundMethod | undefined
  readonly state?: RoundState | undefined
  readonly window?: Days | undefined
  readonly deadlines?: DeadlineChanges | undefined
  readonly policy?: RoundPolicyOverrides | undefined
  readonly requiredCalendars?: readonly RequiredCalendar[] | undefined
}

/**
 * The consultant changes a round, opens or closes it; a closed one takes no changes. Triads stay as they were
 * formed when the window or the policy changes: their sizes are judged when they are formed or changed.
 */
export const changeRound = writing<RoundChange, Round, RoundView>({
  authorise: (work, { id }) => roundToChange(work, id),
  run: async (work, input, round) => {
    const same = work.unchanged(await viewRound(work, round))
    if (!same.ok) return same
    const open = checkNotClosed(round)
    if (!open.ok) return open
    const state = moveRound(round.state, input.state ?? round.state)
    if (!state.ok) return state
    const { method = round.method } = input
    const may = checkMethodMayChange(round, method, await countOnMethod(work.trx, round.id))
    if (!may.ok) return may
    const settings = {
      label: input.label ?? round.label,
      method,
      window: input.window ?? round.window,
      deadlines: withDeadlines(round.deadlines, input.deadlines ?? {}),
      policy: withOverrides(round.policy, input.policy ?? {}),
      requiredCalendars: input.requiredCalendars ?? round.requiredCalendars,
    }
    const checked = checkSettings(settings)
    if (!checked.ok) return checked
    const required = await checkRequired(work, settings.requiredCalendars)
    if (!required.ok) return required
    const closedAt = state.value === 'closed' ? work.now : null
    const changed = await updateRound(
      work.trx,
      round.id,
      { ...settings, state: state.value, closedAt },
      work.now,
    )
    await coverBankHolidays(work, yearOf(changed.window.last))
    await roundChanged(work, round.id)
    work.record('round', round.id, {
      changed: Object.keys(input).filter((name) => name !== 'id'),
      state: state.value,
    })
    return success(await viewRound(work, changed))
  },
})

/** Whether a round may require these calendars: of kinds that the region has, whose absence means something. */
const checkRequired = async (work: Work, required: readonly RequiredCalendar[]): Promise<Result<null>> => {
  if (required.length === 0) return success(null)
  const kinds = await kindsOf(work)
  for (const [index, { kind: name }] of required.entries()) {
    const pointer = `/requiredCalendars/${index}/kind`
    const kind = kindNamed(kinds, name, pointer)
    if (!kind.ok) return kind
    const may = mayBeRequired(kind.value, pointer)
    if (!may.ok) return may
  }
  return success(null)
}

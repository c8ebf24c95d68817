import t from 'tap'
import { stepInWords, workflowRow } from '../../../src/domain/moderation/workflow-row.ts'
import type { WorkflowAssignment, WorkflowFacts } from '../../../src/domain/moderation/workflow-step.ts'

const at = (day: string) => new Date(`${day}T09:00:00Z`)

/** Kent's paper before anything was written; two moderators a paper. */
const DRAFT: WorkflowFacts = {
  id: 'paper',
  authority: { id: 'kent', name: 'Kent' },
  office: { id: 'kent', name: 'Kent' },
  roundClosed: false,
  state: 'draft',
  since: at('2019-05-01'),
  submissions: [],
  firstSubmittedOn: null,
  deadlines: { selfAssessmentDue: '2019-07-31', commentsDue: '2019-09-06', releaseOn: '2019-09-13' },
  extended: false,
  signatures: { needed: ['director'], given: [] },
  answerBy: null,
  moderators: 2,
  moderationClosed: false,
  assignments: [],
  namedLeadId: null,
  report: { state: 'awaited', issuedAt: null },
  releasedAt: at('2019-09-13'),
}

const SUBMITTED: WorkflowFacts = {
  ...DRAFT,
  state: 'submitted',
  since: at('2019-07-30'),
  submissions: [{ version: 1, submittedAt: at('2019-07-30') }],
  firstSubmittedOn: '2019-07-30',
}

const moderator = (name: string, changes: Partial<WorkflowAssignment> = {}): WorkflowAssignment => ({
  moderator: { id: name, name },
  state: 'offered',
  acceptBy: '2019-08-07',
  commentsDue: '2019-09-06',
  offeredAt: at('2019-07-31'),
  acceptedAt: null,
  commentedAt: null,
  ...changes,
})

const accepted = (name: string, changes: Partial<WorkflowAssignment> = {}) =>
  moderator(name, { state: 'accepted', acceptedAt: at('2019-08-02'), ...changes })

const commented = (name: string, day: string) =>
  accepted(name, { state: 'comments-submitted', commentedAt: at(day) })

const rowOn = (today: string, facts: WorkflowFacts, changes: Partial<WorkflowFacts> = {}) => {
  const bankHolidays = { has: (day: string) => day === '2019-08-26', covers: () => true }
  return workflowRow({ ...facts, ...changes }, { now: at(today), today, bankHolidays })
}

/** Who has it, as "name since day". */
const holding = ({ heldBy }: ReturnType<typeof rowOn>) =>
  heldBy.map(({ name, since }) => `${name} since ${since.toISOString().slice(0, 10)}`)

/** What is due, as "kind day", with "!" for what is overdue. */
const owing = ({ due }: ReturnType<typeof rowOn>) =>
  due.map(({ kind, day, overdue }) => `${kind} ${day}${overdue ? '!' : ''}`)

t.test('a draft is with its office, waits for signatures, and is overdue by working days', async (t) => {
  const row = rowOn('2019-07-31', DRAFT)
  t.match(row, { step: 'draft', latestVersion: null, overdue: false, lateness: { late: false } })
  t.same(holding(row), ['Director, Kent since 2019-05-01'])
  t.same(owing(row), ['self-assessment-due 2019-07-31'])
  t.same(row.blockedBy, ['Waits for the director’s signature.', 'Moderation waits for the submission.'])
  const late = rowOn('2019-08-05', DRAFT)
  t.match(late, { overdue: true, lateness: { late: true, workingDays: 3 } })
  t.same(owing(late), ['self-assessment-due 2019-07-31!'])
  const friday = { ...DRAFT.deadlines, selfAssessmentDue: '2019-08-23' }
  const extended = { deadlines: friday, extended: true }
  t.match(rowOn('2019-08-24', DRAFT, extended), { overdue: false, extended: true }, 'a Saturday')
  t.match(rowOn('2019-08-27', DRAFT, extended), { overdue: true, lateness: { workingDays: 1 } }, 'a holiday')
  const undated = { deadlines: { ...DRAFT.deadlines, selfAssessmentDue: null } }
  t.same(rowOn('2020-01-01', DRAFT, undated).due, [])
})

t.test('it names whose signatures are missing', async (t) => {
  const needed = ['director', 'chief-executive', 'lead-member'] as const
  const waits = (given: WorkflowFacts['signatures']['given']) =>
    rowOn('2019-07-01', DRAFT, { signatures: { needed, given } }).blockedBy[0]
  t.equal(waits([]), 'Waits for the signatures of the director, the chief executive and the lead member.')
  t.equal(waits(['director', 'lead-member']), 'Waits for the chief executive’s signature.')
})

t.test(
  'what is signed off waits to be submitted; without moderation the release waits with it',
  async (t) => {
    const row = rowOn('2019-07-01', DRAFT, { state: 'signed-off' })
    t.equal(row.step, 'signed-off')
    t.same(row.blockedBy, ['Waits to be submitted.', 'Moderation waits for the submission.'])
    const unmoderated = rowOn('2019-07-01', DRAFT, { moderators: 0, releasedAt: null })
    t.equal(unmoderated.blockedBy[1], 'Release waits for the submission.')
    const released = rowOn('2019-08-01', SUBMITTED, { moderators: 0, releasedAt: at('2019-07-30') })
    t.equal(released.step, 'released')
    t.same(released.blockedBy, [])
    t.same(holding(released), ['Its challengers since 2019-07-30'])
  },
)

t.test(
  'what is submitted is the consultant’s until moderators are asked, then theirs to answer',
  async (t) => {
    const row = rowOn('2019-08-01', SUBMITTED)
    t.match(row, { step: 'submitted', latestVersion: 1 })
    t.same(row.due, [])
    t.same(holding(row), ['Programme consultant since 2019-07-30'])
    t.same(row.blockedBy, ['Moderation waits for two moderators to be assigned.'])
    t.equal(rowOn('2019-08-01', SUBMITTED, { state: 'resubmitted' }).step, 'resubmitted')

    const assignments = [moderator('A'), moderator('B', { state: 'declined' })]
    const asked = rowOn('2019-08-08', SUBMITTED, { assignments })
    t.match(asked, {
      step: 'submitted',
      overdue: true,
      moderation: { moderators: 2, assigned: 1, commented: 0 },
    })
    t.same(holding(asked), ['A since 2019-07-31'])
    t.same(owing(asked), ['accept-by 2019-08-07!', 'comments-due 2019-09-06'])
    t.same(asked.blockedBy, [
      'Moderation waits for the answer of A.',
      'Moderation waits for one moderator to be assigned.',
    ])
  },
)

t.test('a late submission is late for good and no longer overdue', async (t) => {
  const row = rowOn('2019-09-01', SUBMITTED, { firstSubmittedOn: '2019-08-02' })
  t.match(row, { lateness: { late: true, workingDays: 2 }, overdue: false })
})

t.test('in moderation it is with whoever has still to comment', async (t) => {
  const assignments = [commented('A', '2019-08-20'), accepted('B')]
  const row = rowOn('2019-09-07', SUBMITTED, { assignments })
  t.match(row, { step: 'in-moderation', overdue: true })
  t.equal(stepInWords(row), 'In moderation, comments of one of two moderators')
  t.same(holding(row), ['B since 2019-08-02'])
  t.same(owing(row), ['comments-due 2019-09-06!'])
  t.same(row.blockedBy, ['Moderation waits for the comments of B.'])
  const both = rowOn('2019-08-10', SUBMITTED, { assignments: [accepted('A'), accepted('B')] })
  t.same(holding(both), ['A since 2019-08-02', 'B since 2019-08-02'])
  t.equal(stepInWords(both), 'In moderation, comments of none of two moderators')
  t.same(both.blockedBy, ['Moderation waits for the comments of A and B.'])
})

t.test('once all comments are in, the lead has it until the report is issued', async (t) => {
  const assignments = [commented('A', '2019-08-20'), commented('B', '2019-08-28')]
  const row = rowOn('2019-09-01', SUBMITTED, { assignments })
  t.match(row, { step: 'moderated', moderation: { commented: 2 } })
  t.same(row.due, [])
  t.equal(stepInWords(row), 'Comments in')
  t.same(holding(row), ['A since 2019-08-28'])
  t.same(row.blockedBy, ['The report waits for A.', 'Release waits for its day, Friday 13 September 2019.'])
  t.same(holding(rowOn('2019-09-01', SUBMITTED, { assignments, namedLeadId: 'B' })), ['B since 2019-08-28'])

  const report = { state: 'issued', issuedAt: at('2019-09-03') } as const
  const issued = rowOn('2019-09-04', SUBMITTED, { assignments, report })
  t.equal(issued.step, 'reconciled')
  t.same(holding(issued), ['Programme consultant since 2019-09-03'])
  t.same(issued.blockedBy, ['Release waits for its day, Friday 13 September 2019.'])
  const deadlines = { ...SUBMITTED.deadlines, releaseOn: null }
  const undated = rowOn('2019-10-01', SUBMITTED, { assignments, report, deadlines, releasedAt: null })
  t.same(undated.blockedBy, ['Release waits for a day: the round has none.'])
})

t.test(
  'one set of comments wants another moderator, or the moderation’s close, and then no report',
  async (t) => {
    const assignments = [commented('A', '2019-08-20'), moderator('B', { state: 'ended' })]
    const open = rowOn('2019-09-01', SUBMITTED, { assignments })
    t.match(open, { step: 'moderated', moderation: { assigned: 1, commented: 1 } })
    t.match(open.blockedBy, ['Moderation waits for one moderator to be assigned.', /^Release/])
    t.same(holding(open), ['Programme consultant since 2019-08-20'])
    const closed = rowOn('2019-09-01', SUBMITTED, { assignments, moderationClosed: true })
    t.match(closed.blockedBy, [/^Release waits/])
    t.equal(closed.blockedBy.length, 1)
    const report = { state: 'draft', issuedAt: null } as const
    const begun = rowOn('2019-09-01', SUBMITTED, { assignments, moderationClosed: true, report })
    t.equal(begun.blockedBy[0], 'The report waits for A.', 'unless one was begun')
  },
)

t.test('what is sent back or withdrawn is its office’s, with the day to answer by', async (t) => {
  const assignments = [accepted('A')]
  const sent = { state: 'sent-back', since: at('2019-08-10'), answerBy: '2019-08-16', assignments } as const
  const back = rowOn('2019-08-17', SUBMITTED, sent)
  t.match(back, { step: 'sent-back', overdue: true })
  t.same(holding(back), ['Director, Kent since 2019-08-10'])
  t.same(owing(back), ['answer-by 2019-08-16!', 'comments-due 2019-09-06'])
  t.match(back.blockedBy, [
    'Waits for an answer to the consultant’s question.',
    /comments of A/,
    /one moderator/,
  ])
  t.same(owing(rowOn('2019-08-17', SUBMITTED, { ...sent, state: 'resubmitted' })), [
    'comments-due 2019-09-06',
  ])

  const withdrawn = rowOn('2019-08-17', SUBMITTED, { state: 'withdrawn', since: at('2019-08-12') })
  t.match(withdrawn, { step: 'withdrawn', overdue: true, latestVersion: 1 }, 'it is awaited again')
  t.same(holding(withdrawn), ['Director, Kent since 2019-08-12'])
  t.same(withdrawn.blockedBy, [
    'Waits for the director’s signature.',
    'Waits to be submitted again.',
    'Moderation waits for the submission.',
  ])
})

t.test('a release comes with its day, and tells what moderation still lacks', async (t) => {
  const done = [commented('A', '2019-08-20'), commented('B', '2019-08-28')]
  const report = { state: 'issued', issuedAt: at('2019-09-03') } as const
  const row = rowOn('2019-09-13', SUBMITTED, { assignments: done, report })
  t.equal(row.step, 'released')
  t.same([row.due, row.blockedBy], [[], []])
  t.same(holding(row), ['Its challengers since 2019-09-13'])
  const open = rowOn('2019-09-13', SUBMITTED, { assignments: [commented('A', '2019-08-20'), accepted('B')] })
  t.match(open, { step: 'released', overdue: true, blockedBy: ['Moderation waits for the comments of B.'] })
  t.same(holding(open), ['B since 2019-08-02'])
})

t.test('in a closed round nothing is held, due or waited for', async (t) => {
  const row = rowOn('2020-01-10', SUBMITTED, { roundClosed: true, assignments: [accepted('A')] })
  t.match(row, { step: 'released', overdue: false })
  t.same([row.heldBy, row.due, row.blockedBy], [[], [], []])
  t.match(rowOn('2020-01-10', DRAFT, { roundClosed: true }), { step: 'draft', heldBy: [], overdue: false })
})

import t from 'tap'
import {
  moveSelfAssessment,
  possibleNow,
  SELF_ASSESSMENT_TRANSITIONS,
  WORKFLOW_WORDS,
  type WorkflowEvent,
  type WorkflowParty,
  type WorkflowState,
} from '../../../src/domain/self-assessments/workflow.ts'
import { eventInWords, tableInMarkdown } from '../../../src/domain/workflow.ts'

const STATES = Object.keys(WORKFLOW_WORDS.states) as WorkflowState[]
const EVENTS = Object.keys(WORKFLOW_WORDS.events) as WorkflowEvent[]
const PARTIES = Object.keys(WORKFLOW_WORDS.parties) as WorkflowParty[]

const UNSIGNED = { complete: false, lastMissing: true }
const TWO_MISSING = { complete: false, lastMissing: false }
const SIGNED = { complete: true, lastMissing: false }

/** The signatures under which an event could happen at all. */
const signaturesFor = (event: WorkflowEvent) =>
  event === 'submit' || event === 'resubmit' ? SIGNED : event === 'sign' ? TWO_MISSING : UNSIGNED

t.test('every pair goes where the table says, for those it names; every other is refused', async (t) => {
  let refused = 0
  for (const from of STATES) {
    for (const event of EVENTS) {
      const row = SELF_ASSESSMENT_TRANSITIONS.find((each) => each.from === from && each.event === event)
      for (const party of PARTIES) {
        const moved = moveSelfAssessment(from, event, [party], signaturesFor(event))
        if (row?.by.includes(party)) t.same(moved, { ok: true, value: row.to }, `${party}: ${from} ${event}`)
        else t.match(moved, { failure: { code: row ? 'forbidden' : 'wrong-state' } }, `${from} ${event}`)
        if (!row) refused++
      }
    }
  }
  t.ok(refused > 30, `${refused} refusals of pairs that are not there`)
})

t.test('a pair stands in the table once, and every state can be left', async (t) => {
  const pairs = SELF_ASSESSMENT_TRANSITIONS.map(({ from, event }) => `${from} ${event}`)
  t.equal(new Set(pairs).size, pairs.length)
  for (const state of STATES)
    t.ok(
      SELF_ASSESSMENT_TRANSITIONS.some(({ from, to }) => from === state && to !== state),
      state,
    )
})

t.test(
  'nothing is submitted that not everybody signed, and nobody else than the director signs',
  async (t) => {
    for (const unsigned of [UNSIGNED, TWO_MISSING]) {
      t.match(moveSelfAssessment('signed-off', 'submit', PARTIES, unsigned), {
        failure: { code: 'wrong-state' },
      })
      t.match(moveSelfAssessment('sent-back', 'resubmit', PARTIES, unsigned), {
        failure: { code: 'wrong-state', detail: /its draft is not signed off/ },
      })
    }
    t.equal(moveSelfAssessment('draft', 'sign-off', ['director'], TWO_MISSING).ok, false)
    t.ok(moveSelfAssessment('draft', 'sign', ['director'], TWO_MISSING).ok)
    t.match(moveSelfAssessment('draft', 'sign-off', ['writer', 'consultant'], UNSIGNED), {
      failure: {
        code: 'forbidden',
        detail: 'Here this self-assessment can be signed off only by its director.',
      },
    })
  },
)

t.test('a refusal says what is possible now', async (t) => {
  t.match(moveSelfAssessment('draft', 'send-back', ['consultant'], UNSIGNED), {
    failure: {
      detail:
        'This self-assessment is a draft: it cannot be sent back. Now it can be written by its director or a delegate or contributor; ' +
        'filed for its authority by the programme consultant; signed off by its director; given more time by the programme consultant.',
    },
  })
  t.same(
    possibleNow('withdrawn', SIGNED).map(({ event }) => event),
    ['write', 'file', 'resubmit', 'extend'],
  )
})

t.test('the table tells itself', async (t) => {
  t.match(
    eventInWords(SELF_ASSESSMENT_TRANSITIONS, 'withdraw', WORKFLOW_WORDS),
    /^Possible in `submitted` → `withdrawn`, `sent-back` → `withdrawn` and `resubmitted` → `withdrawn`; for its director\./,
  )
  const lines = tableInMarkdown(SELF_ASSESSMENT_TRANSITIONS, WORKFLOW_WORDS).split('\n')
  t.equal(lines.length, SELF_ASSESSMENT_TRANSITIONS.length + 2)
  t.match(lines[2], '| `draft` | `write` | `draft` | its director and a delegate or contributor |')
})

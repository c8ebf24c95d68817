import t from 'tap'
import type { AssignmentState } from '../../../src/domain/moderation/assignment.ts'
import {
  laterVersion,
  moderatorReads,
  nextVersion,
  type SelfAssessmentFacts,
  stateOfSelfAssessment,
  versionModerated,
} from '../../../src/domain/moderation/self-assessment.ts'

const NOW = new Date('2019-10-10T12:00Z')
const first = { version: 1, submittedAt: new Date('2019-09-01T12:00Z') }
const second = { version: 2, submittedAt: new Date('2019-09-15T12:00Z') }

const facts = (more: Partial<SelfAssessmentFacts> = {}): SelfAssessmentFacts => ({
  submissions: [first],
  assignments: [],
  releasedAt: null,
  ...more,
})

const assigned = (...states: readonly (AssignmentState | 'ended with comments')[]): SelfAssessmentFacts =>
  facts({
    assignments: states.map((state) =>
      state === 'ended with comments'
        ? { state: 'ended', commented: true }
        : { state, commented: state === 'comments-submitted' },
    ),
  })

t.test('a self-assessment is awaited until its first submission', async (t) => {
  t.equal(stateOfSelfAssessment(facts({ submissions: [] }), NOW), 'awaited')
  t.equal(stateOfSelfAssessment(facts(), NOW), 'submitted')
})

t.test('where moderation stands follows from the assignments', async (t) => {
  const table: readonly [SelfAssessmentFacts, string][] = [
    [assigned('offered'), 'submitted'],
    [assigned('declined'), 'submitted'],
    [assigned('ended'), 'submitted'],
    [assigned('accepted'), 'in-moderation'],
    [assigned('accepted', 'offered'), 'in-moderation'],
    [assigned('comments-submitted', 'offered'), 'in-moderation'],
    [assigned('comments-submitted', 'accepted'), 'in-moderation'],
    [assigned('ended with comments', 'accepted'), 'in-moderation'],
    [assigned('comments-submitted'), 'moderated'],
    [assigned('comments-submitted', 'declined'), 'moderated'],
    [assigned('ended with comments', 'ended'), 'moderated'],
  ]
  for (const [given, expected] of table) {
    t.equal(
      stateOfSelfAssessment(given, NOW),
      expected,
      given.assignments.map(({ state }) => state).join(', '),
    )
  }
})

t.test('a self-assessment is released from the instant of release, once submitted', async (t) => {
  t.equal(stateOfSelfAssessment(facts({ releasedAt: NOW }), NOW), 'released')
  t.equal(stateOfSelfAssessment(facts({ releasedAt: new Date(NOW.getTime() + 1) }), NOW), 'submitted')
  t.equal(stateOfSelfAssessment({ ...assigned('accepted'), releasedAt: NOW }, NOW), 'released')
  t.equal(stateOfSelfAssessment(facts({ submissions: [], releasedAt: NOW }), NOW), 'awaited')
})

t.test('versions only grow', async (t) => {
  t.equal(nextVersion([]), 1)
  t.equal(nextVersion([second, first]), 3)
})

t.test('the version moderated is fixed at acceptance', async (t) => {
  const accepted = (iso: string) => versionModerated([first, second], new Date(iso))
  t.equal(accepted('2019-09-10T00:00Z'), 1, 'a later version is not swapped in')
  t.equal(accepted('2019-09-15T12:00Z'), 2)
  t.equal(accepted('2019-12-01T00:00Z'), 2)
})

t.test('who accepts before anything is submitted gets the first version when it comes', async (t) => {
  t.equal(versionModerated([], NOW), null)
  t.equal(versionModerated([second, first], new Date('2019-08-01T00:00Z')), 1)
})

t.test('a later version is offered', async (t) => {
  t.equal(laterVersion([first, second], 1), 2)
  t.equal(laterVersion([first, second], 2), null)
})

t.test('a moderator reads the version fixed for them and later ones, not what it had replaced', async (t) => {
  t.same(
    [1, 2, 3].map((version) => moderatorReads(version, 2)),
    [false, true, true],
  )
  t.equal(moderatorReads(1, null), false)
})

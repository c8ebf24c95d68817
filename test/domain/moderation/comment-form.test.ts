import t from 'tap'
import { commentForm, type FormFacts, readCommentForm } from '../../../src/domain/moderation/comment-form.ts'
import { NO_COMMENTS } from '../../../src/domain/moderation/comments.ts'

const FACTS: FormFacts = {
  assignmentId: '0f8c2f0e-6d1c-4a6e-9d5b-2f1f3c0f7a11',
  authority: 'Kent',
  round: '2019-20',
  sections: ['Strengths', 'What worries us'],
  draft: {
    overall: 'Well evidenced.',
    sections: [{ section: 'Strengths', text: 'A clear account\nof the front door.' }],
    linesOfEnquiry: [
      { section: null, question: 'Which risks?' },
      { section: 'Strengths', question: 'How do you know?' },
    ],
  },
}

t.test('a form that comes back as it went says what it said', async (t) => {
  const read = readCommentForm(commentForm(FACTS), FACTS)
  t.same(read, { ok: true, value: { text: FACTS.draft, notes: [] } })
  const empty = { ...FACTS, sections: [], draft: NO_COMMENTS }
  t.same(readCommentForm(commentForm(empty), empty), { ok: true, value: { text: NO_COMMENTS, notes: [] } })
})

t.test('what a word processor puts in that nobody sees says nothing', async (t) => {
  const { paragraphs, tables } = commentForm({ ...FACTS, draft: NO_COMMENTS })
  const [comments = [], enquiries = []] = tables
  const added = [...comments, ['\u200d', '\u200d ']]
  const asked = [...enquiries, ['\u200d', '\ufeffWhat of care leavers?\u200b']]
  t.same(readCommentForm({ paragraphs, tables: [added, asked] }, FACTS), {
    ok: true,
    value: {
      text: { ...NO_COMMENTS, linesOfEnquiry: [{ section: null, question: 'What of care leavers?' }] },
      notes: [],
    },
  })
})

t.test('what was not taken as it stands has a note with its row', async (t) => {
  const { paragraphs } = commentForm(FACTS)
  const tables = [
    [
      [' section ', 'COMMENTS'],
      ['strengths', 'One.'],
      ['', 'Nameless.'],
      ['Strengths', 'Two.'],
      ['Something else', 'Three.'],
      ['What worries us', 'x'.repeat(20_001)],
    ],
    [
      ['Section', 'Line of enquiry'],
      ['', 'y'.repeat(2001)],
      ['Strengths', 'Why?'],
    ],
  ]
  t.match(readCommentForm({ paragraphs, tables }, FACTS), {
    value: {
      text: {
        overall: null,
        sections: [
          { section: 'Strengths', text: 'One.\n\nTwo.' },
          { section: 'Something else', text: 'Three.' },
        ],
        linesOfEnquiry: [{ section: 'Strengths', question: 'Why?' }],
      },
      notes: [
        { table: 'Comments', row: 2, detail: /names no section/ },
        { table: 'Comments', row: 3, detail: /twice/ },
        { table: 'Comments', row: 4, detail: /no section of the submission/ },
        { table: 'Comments', row: 5, detail: /longer than 20000/ },
        { table: 'Lines of enquiry', row: 1, detail: /longer than 2000/ },
      ],
    },
  })
})

t.test('another document, and the form of another assignment, are refused', async (t) => {
  const form = commentForm(FACTS)
  const other = { ...FACTS, assignmentId: '00000000-0000-4000-8000-000000000000' }
  t.match(readCommentForm(form, other), {
    failure: { code: 'content-mismatch', detail: /another assignment/ },
  })
  t.match(readCommentForm({ ...form, tables: [] }, FACTS), { failure: { code: 'content-mismatch' } })
  t.ok(readCommentForm({ ...form, paragraphs: [] }, FACTS).ok, 'a lost mark is forgiven')
})

import t from 'tap'
import {
  checkTemplate,
  countWords,
  openPoints,
  type TemplateSection,
  templateDifferences,
} from '../../../src/domain/self-assessments/template.ts'

const section = (key: string, rest: Partial<TemplateSection> = {}): TemplateSection => ({
  key,
  title: key,
  guidance: null,
  wordLimit: null,
  required: false,
  ...rest,
})

t.test('countWords counts what stands between white space', async (t) => {
  t.equal(countWords(''), 0)
  t.equal(countWords(' \n\t '), 0)
  t.equal(countWords("The council's front door:\nstable, 24/7."), 6)
})

t.test('openPoints names what is missing, too long or not asked for, each at its place', async (t) => {
  const template = [
    section('practice', { title: 'Practice', required: true }),
    section('asks', { wordLimit: 2 }),
  ]
  const at = (key: string) => `/chapters/${key}`
  t.same(openPoints(template, [{ key: 'practice', text: 'Good.' }], at), [])
  t.same(
    openPoints(
      template,
      [
        { key: 'asks', text: 'one two three' },
        { key: 'old', text: 'x' },
      ],
      at,
    ),
    [
      { pointer: '/chapters/practice', detail: '“Practice” is required and empty.' },
      { pointer: '/chapters/asks', detail: '“asks” has 3 words: one word over its limit of 2.' },
      { pointer: '/chapters/old', detail: 'The template has no section old.' },
    ],
  )
})

t.test('checkTemplate refuses a key twice, where it stands', async (t) => {
  t.ok(checkTemplate([section('a'), section('b')]).ok)
  t.match(checkTemplate([section('a'), section('b'), section('a')]), {
    failure: { faults: [{ pointer: '/sections/2/key' }] },
  })
})

t.test('templateDifferences knows a section by its key', async (t) => {
  const earlier = [section('a', { wordLimit: 500 }), section('b'), section('c')]
  const later = [
    section('c'),
    section('a', { wordLimit: 800, required: true, title: 'A, anew' }),
    section('d'),
  ]
  t.match(templateDifferences(earlier, later), {
    added: [{ key: 'd' }],
    gone: [{ key: 'b' }],
    changed: [
      {
        key: 'a',
        title: 'A, anew',
        changes: [
          { field: 'title', from: 'a', to: 'A, anew' },
          { field: 'wordLimit', from: 500, to: 800 },
          { field: 'required', from: false, to: true },
        ],
      },
    ],
    reordered: true,
  })
  t.match(templateDifferences(earlier, earlier), { added: [], gone: [], changed: [], reordered: false })
})

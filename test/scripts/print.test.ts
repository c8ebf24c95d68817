import t from 'tap'
import { inferred, table } from '../../scripts/print.ts'

t.test('a table keeps narrow columns as they are and wraps the widest between words', async (t) => {
  const sentence = 'word '.repeat(40).trim()
  const lines = table('Title', ['Name', 'Sentence'], [['Kent', sentence]]).split('\n')
  t.strictSame(lines.slice(0, 2), ['Title', '  Name  Sentence'])
  t.ok(lines.length > 5, 'more than one line')
  t.ok(lines.every((line) => line.length <= 100))
  const words = lines.slice(3).join(' ').match(/word/g)
  t.equal(words?.length, 40, 'nothing is lost')
})

t.test('a word longer than its column is cut, not lost', async (t) => {
  const address = 'x'.repeat(250)
  const printed = table('', ['For', 'Address'], [['Google', address]])
  t.ok(printed.split('\n').every((line) => line.length <= 100))
  t.equal(printed.match(/x/g)?.length, 250)
})

t.test('an empty table has its head alone', async (t) => {
  t.equal(table('None', ['A'], []).split('\n').length, 3)
})

t.test('what is inferred says so, with the reason', async (t) => {
  t.equal(inferred('the Friday', 'part of the same week'), '  inferred: the Friday: part of the same week')
})

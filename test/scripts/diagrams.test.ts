import { readFile } from 'node:fs/promises'
import t from 'tap'
import { diagramOf, README_FILE, withDiagrams } from '../../scripts/diagrams.ts'

t.test('the README has the diagrams that the tables give', async (t) => {
  const readme = await readFile(README_FILE, 'utf8')
  t.match(readme, '<!-- diagram: self-assessment -->')
  t.match(readme, '<!-- diagram: moderation-assignment -->')
  t.ok(readme === withDiagrams(readme), 'run `npm run diagrams` and commit the result')
})

t.test('a table is drawn with an arrow for each two states', async (t) => {
  const table = [
    { from: 'draft', event: 'write', to: 'draft', by: [] },
    { from: 'draft', event: 'send', to: 'sent-off', by: [] },
    { from: 'draft', event: 'mail', to: 'sent-off', by: [] },
  ]
  t.equal(
    diagramOf(table),
    [
      '```mermaid',
      'stateDiagram-v2',
      '  state "sent-off" as sent_off',
      '  [*] --> draft',
      '  draft --> draft: write',
      '  draft --> sent_off: send, mail',
      '```',
    ].join('\n'),
  )
  t.throws(() => withDiagrams('<!-- diagram: nobody -->\n<!-- end of diagram -->'), /no workflow nobody/)
})

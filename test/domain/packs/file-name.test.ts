import fc from 'fast-check'
import t from 'tap'
import { safeFileName, safeFileNames } from '../../../src/domain/packs/file-name.ts'

const CASES: readonly (readonly [string, string])[] = [
  ['Self-assessment.pdf', 'Self-assessment.pdf'],
  ['a/b\\c.pdf', 'a_b_c.pdf'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['CON', '_CON'],
  ['nul.pdf', '_nul.pdf'],
  ['Com1 .tar.gz', '_Com1 .tar.gz'],
  ['LPT².docx', '_LPT².docx'],
  ['Contents.pdf', 'Contents.pdf'],
  [' . ', 'Untitled'],
  ['letter. . .', 'letter'],
  ['cv\u202Efdp.exe', 'cvfdp.exe'],
  ['e\u0301.pdf', 'é.pdf'],
]

void t.test('a name becomes one that every system takes', async (t) => {
  for (const [name, safe] of CASES) t.equal(safeFileName(name), safe, JSON.stringify(name))
})

void t.test('a long name keeps its ending and whole characters', async (t) => {
  const safe = safeFileName(`${'😀'.repeat(80)}.docx`)
  t.equal(safe, `${'😀'.repeat(47)}.docx`)
})

void t.test('names of one folder are told apart', async (t) => {
  t.same(safeFileNames(['Letter.pdf', 'letter.PDF', 'Letter (2).pdf', 'Letter.pdf']), [
    'Letter.pdf',
    'letter (2).PDF',
    'Letter (2) (2).pdf',
    'Letter (3).pdf',
  ])
})

void t.test('whatever the names are', async (t) => {
  const awkward = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 150 }),
    fc.constantFrom('con', 'AUX.pdf', '..', 'a.pdf', 'A.PDF', ' a.pdf', '\u0000'),
  )
  fc.assert(
    fc.property(fc.array(awkward, { maxLength: 12 }), (names) => {
      const safe = safeFileNames(names)
      const folded = new Set(safe.map((name) => name.toLowerCase()))
      return (
        folded.size === names.length &&
        safe.every(
          (name) =>
            name.length > 0 &&
            name.length <= 100 &&
            !/[<>:"/\\|?*\p{Cc}]|^[\s.]|[\s.]$/u.test(name) &&
            !/^(con|prn|aux|nul|com\d|lpt\d)\s*(\.|$)/i.test(name),
        )
      )
    }),
  )
  t.pass('are safe and unique')
})

import { deflateRawSync } from 'node:zlib'
import t from 'tap'
import { readDocx } from '../../src/services/moderation/forms/read-docx.ts'
import { writeDocx } from '../../src/services/moderation/forms/write-docx.ts'

/** An archive of parts, deflated. */
const zip = (parts: Readonly<Record<string, string | Buffer>>): Buffer => {
  const bodies: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content)
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(8, 8)
    header.writeUInt32LE(packed.length, 18)
    header.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(at, 42)
    bodies.push(header, Buffer.from(name), packed)
    entries.push(entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(parts).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...bodies, directory, end])
}

const word = (body: string | Buffer): Buffer => zip({ 'word/document.xml': body })
const run = (text: string) => `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`
const cell = (...paragraphs: string[]) =>
  `<w:tc><w:tcPr/>${paragraphs.map((inner) => `<w:p>${inner}</w:p>`).join('')}</w:tc>`
const document = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><w:document><w:body>${inner}</w:body></w:document>`

t.test('should read what it wrote', async (t) => {
  const form = {
    paragraphs: ['Comments on Kent', 'Form 1 & more'],
    tables: [
      [
        ['Section', 'Comments'],
        ['<Strengths>', 'First line\nSecond “line” & more\n\nAfter a gap'],
      ],
      [['Section', 'Line of enquiry']],
    ],
  }
  const read = await readDocx(await writeDocx(form))
  t.match(read, { ok: true, value: { tables: form.tables } })
  if (read.ok) for (const text of form.paragraphs) t.ok(read.value.paragraphs.includes(text))
})

t.test(
  'should read a form as Word leaves it: split runs, tracked changes, tabs, breaks and tables in cells',
  async (t) => {
    const inner = `<w:tbl><w:tr>${cell(run('Sec') + run('tion'))}${cell(
      `${run('One ')}<w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del><w:ins>${run('two')}</w:ins>`,
      `<w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:tab/><w:t>three</w:t><w:br/><w:t>fo&amp;ur&#233;</w:t></w:r>`,
    )}</w:tr><w:tr>${cell(run('A'))}${`<w:tc><w:tbl><w:tr>${cell(run('within'))}</w:tr></w:tbl><w:p>${run('after')}</w:p></w:tc>`}</w:tr></w:tbl>`
    t.match(await readDocx(word(document(inner))), {
      value: {
        tables: [
          [
            ['Section', 'One two\n\tthree\nfo&uré'],
            ['A', /^within\n+after$/],
          ],
        ],
      },
    })
  },
)

t.test('should refuse what is hostile or no Word document, and leave the service its time', async (t) => {
  const bomb = Buffer.alloc(300 * 1024 * 1024, ' ')
  t.match(await readDocx(word(bomb)), { failure: { code: 'too-large' } }, 'a zip bomb')
  const laughs = `<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>${document('<w:p><w:r><w:t>&b;</w:t></w:r></w:p>')}`
  const external = `<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>${document(run('&a;'))}`
  const cases: Readonly<Record<string, Buffer>> = {
    'declared entities': word(laughs),
    'an outside entity': word(external),
    'an unknown entity': word(document(run('&a;'))),
    'too deep': word(document('<w:p>'.repeat(500) + '</w:p>'.repeat(500))),
    'not closed': word('<w:document>'),
    'not UTF-8': word(Buffer.from(document(run('x')), 'utf16le')),
    'no text part': zip({ 'word/vbaProject.bin': 'x' }),
    'a text': Buffer.from('Dear consultant, these are my comments.'),
    nothing: Buffer.alloc(0),
    'a header that is not there': (() => {
      const file = word(document(run('x')))
      file.writeUInt32LE(0, 0)
      return file
    })(),
  }
  for (const [name, file] of Object.entries(cases))
    t.match(await readDocx(file), { failure: { code: 'content-mismatch' } }, name)

  const long = word(document(`<w:p>${run('word')}</w:p>`.repeat(40_000)))
  // Turns of the event loop, not milliseconds, which a busy machine has its own of.
  let turns = 0
  let isReading = true
  const turn = () => {
    turns++
    if (isReading) setImmediate(turn)
  }
  setImmediate(turn)
  t.match(await readDocx(long), { ok: true })
  isReading = false
  t.ok(turns > 20, `others came ${turns} times while 40,000 paragraphs were read`)
})

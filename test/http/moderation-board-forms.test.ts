import { parse } from 'csv-parse/sync'
import { SaxesParser } from 'saxes'
import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { board, download, partOf } from '../fixtures/moderation-board.ts'
import { offerKent, startPapers, submitKent } from '../fixtures/papers.ts'

/** Reads XML to its end; its elements' names with the text in each. Throws where it is not well formed. */
const elementsOf = (xml: string): { readonly name: string; readonly text: string }[] => {
  const found: { name: string; text: string }[] = []
  const parser = new SaxesParser()
  const open: { name: string; text: string }[] = []
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name }) => {
    const element = { name, text: '' }
    found.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    for (const element of open) element.text += text
  })
  parser.on('closetag', () => {
    open.pop()
  })
  parser.write(xml).close()
  return found
}

void eachEngine(t, 'should give the same as CSV, as a workbook and as a board', async (t, database) => {
  const at = await startPapers(t, database)
  const { consultant, moderator } = at.people
  const name = '=HYPERLINK("http://evil.example.org","Surrey") & <b>'
  await database.pool.query('update authority set name = $1 where id = $2', [name, at.authorities.Surrey])
  await submitKent(at)
  await offerKent(at, moderator)
  at.service.setClock('2019-08-12T09:00:00Z')

  const csv = await consultant.get(`${board(at)}.csv`)
  t.match(csv.headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="moderation-workflow.csv"',
  })
  const lines: Record<string, string>[] = parse(csv.text, { bom: true, columns: true })
  t.equal(lines.length, 8)
  t.match(
    lines.find(({ authority }) => authority === 'Kent'),
    {
      step: 'submitted',
      held_by: 'moderator, Oxfordshire',
      held_since: '2019-07-01',
      overdue: 'yes',
      accept_by: '2019-07-31',
      comments_due: '2019-09-06',
      self_assessment_due: '2019-07-31',
      blocked_by:
        'Moderation waits for the answer of moderator, Oxfordshire. Moderation waits for one moderator to be assigned.',
    },
  )
  t.ok(
    lines.some(({ authority }) => authority === `'${name}`),
    'no formula',
  )
  t.match(
    lines.find(({ authority }) => authority === 'Medway'),
    { step: 'draft', overdue: 'yes', late: 'yes', working_days_late: '8', accept_by: '' },
  )

  const workbook = await download(at, consultant, 'xlsx')
  t.match(workbook.headers, {
    'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'content-disposition': /^attachment; filename="moderation-workflow\.xlsx"/,
    'x-content-type-options': 'nosniff',
  })
  const sheet = partOf(workbook.rawPayload, 'xl/worksheets/sheet1.xml')
  t.equal(elementsOf(sheet).filter((each) => each.name === 'row').length, 9)
  t.notOk(
    elementsOf(sheet).some((each) => each.name === 'f'),
    'no formula',
  )
  t.match(sheet, /<pane [^>]*ySplit="1"[^>]*state="frozen"/, 'the header is frozen')
  t.match(sheet, /<v>43677<\/v>/, '31 July 2019 as the number of a day')
  t.match(partOf(workbook.rawPayload, 'xl/styles.xml'), 'yyyy-mm-dd')
  const texts = elementsOf(partOf(workbook.rawPayload, 'xl/sharedStrings.xml')).map(({ text }) => text)
  for (const text of ['authority', 'Kent', `'${name}`]) t.ok(texts.includes(text), text)

  const picture = await consultant.get(`${board(at)}.svg`)
  t.match(picture.headers, {
    'content-type': 'image/svg+xml; charset=utf-8',
    'content-disposition': 'inline; filename="moderation-workflow.svg"',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  const drawn = elementsOf(picture.text)
  const titles = drawn.filter((each) => each.name === 'title').map(({ text }) => text)
  for (const authority of ['Kent', 'Medway', 'Hampshire', 'Isle of Wight', name])
    t.ok(
      titles.some((title) => title.startsWith(`${authority}: `)),
      authority,
    )
  t.match(picture.text, /role="img" aria-labelledby="title description"/)
  t.match(titles[0], /: the self-assessments of 2019-20, as of 12 August 2019$/)
  t.equal(picture.text.split('class="card overdue"').length - 1, 8)
  t.equal(picture.text.split('class="mark warning"').length - 1, 8, 'a sign each')
  t.equal(drawn.filter((each) => each.name === 'text' && /^Overdue/.test(each.text)).length, 8)
  t.notMatch(picture.text, /<script|<style|href|url\((?!#)/, 'it loads and runs nothing')
  t.equal((await consultant.get(`${board(at)}.svg`)).text, picture.text, 'equal facts, equal bytes')
})

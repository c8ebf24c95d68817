import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { checkReadable, overlapping, PIXEL, showAtA3 } from '../fixtures/measuring.ts'
import { pictureOf, startSeason } from '../fixtures/season.ts'

void eachEngine(t, 'should be readable at A3 in a real browser', async (t, database) => {
  const { consultant, round, meetings } = await startSeason(t, database)
  const shown = await showAtA3(t, () => pictureOf(consultant, round))
  if (shown === null) return
  const { asked, boxes } = shown

  t.same(asked, [], 'it asks for nothing')
  const [picture] = await boxes('svg')
  t.equal(Math.round((picture?.right ?? 0) * PIXEL), 420)
  t.equal(Math.round((picture?.bottom ?? 0) * PIXEL), 297)
  checkReadable(t, await boxes('text'))

  const labels = await boxes('text.row, text.triad')
  const names = labels.filter(({ text }) => !text.startsWith('Triad'))
  t.equal(names.length, 19)
  t.same(
    names.map(({ text }) => text),
    names.map(({ text }) => text).toSorted(),
  )
  t.ok(
    names.every(({ size }) => size === 2.6),
    'as large as meant',
  )
  t.same(overlapping(labels), [], 'no label lies on another')
  t.same(overlapping(await boxes('text.month')), [])
  t.same(overlapping(await boxes('text.week')), [])
  t.same(overlapping(await boxes('g.legend text')), [])

  const [first] = await boxes('text.month')
  t.equal(first?.text, 'November 2019')
  const weekends = await boxes('rect.weekend')
  const day = Math.min(...weekends.map(({ left, right }) => right - left))
  const start = 70 / PIXEL
  const flags = await boxes('g.event > rect')
  for (const { title, date } of meetings) {
    const left = start + (Number(date.slice(8)) - 1) * day
    const here = flags.filter((flag) => flag.left >= left - 1 && flag.right <= left + day + 1)
    t.ok(here.length >= 3, `${title} stands on its day, on each row`)
  }
  t.same(overlapping(flags), [])
})

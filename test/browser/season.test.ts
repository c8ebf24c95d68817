import t from 'tap'
import { startChromium } from '../fixtures/chromium.ts'
import { eachEngine } from '../fixtures/databases.ts'
import { pictureOf, startSeason } from '../fixtures/season.ts'

/** A3 landscape in CSS pixels. */
const A3 = { width: 1588, height: 1123 }
/** A CSS pixel in millimetres, and five points. */
const PIXEL = 25.4 / 96
const FIVE_POINTS = 5 * (25.4 / 72)

void eachEngine(t, 'should be readable at A3 in a real browser', async (t, database) => {
  const browser = await startChromium(t)
  if (browser === null) return
  const { consultant, round, meetings } = await startSeason(t, database)
  const page = await browser.newPage({ viewport: A3 })
  const asked: string[] = []
  page.on('request', ({ url }) => asked.push(url()))
  await page.setContent(
    `<!doctype html><style>body { margin: 0 }</style>${await pictureOf(consultant, round)}`,
  )
  const boxes = (selector: string) =>
    page.$$eval(selector, (found) =>
      found.map((each) => {
        const { left, top, right, bottom } = each.getBoundingClientRect()
        const size = Number(each.getAttribute('font-size'))
        return { text: each.textContent ?? '', left, top, right, bottom, size }
      }),
    )
  const overlapping = (all: Awaited<ReturnType<typeof boxes>>) =>
    all.flatMap((one, at) =>
      all
        .slice(at + 1)
        .filter(
          (two) =>
            one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom,
        )
        .map((two) => `${one.text} / ${two.text}`),
    )

  t.same(asked, [], 'it asks for nothing')
  const [picture] = await boxes('svg')
  t.equal(Math.round((picture?.right ?? 0) * PIXEL), 420)
  t.equal(Math.round((picture?.bottom ?? 0) * PIXEL), 297)
  const texts = await boxes('text')
  for (const { text, left, top, right, bottom, size } of texts) {
    const within = left >= 0 && top >= 0 && right <= A3.width && bottom <= A3.height
    t.ok(within, `${text} is on the page`)
    t.ok(size >= FIVE_POINTS, `${text} is ${size} mm`)
  }

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

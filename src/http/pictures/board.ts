import { STEP_WORDS, WORKFLOW_STEPS, type WorkflowStep } from '../../domain/moderation/workflow-step.ts'
import { countOf, dateInWords, listInWords } from '../../domain/words.ts'
import type { WorkflowBoard } from '../../services/moderation/workflow.ts'
import { CARD, type Card, cardOf, rowInWords } from './board-cards.ts'
import { INK } from './looks.ts'
import { page, type } from './page.ts'
import { MARK_SIZE, markAt } from './signs.ts'
import { svg, words } from './svg.ts'

/** In millimetres: A3 landscape, taller where a step has very many papers. */
const PAGE = { width: 420, least: 297, margin: 8, top: 34 }
const GAP = 1.6
const COLUMN = (PAGE.width - 2 * PAGE.margin - GAP * (WORKFLOW_STEPS.length - 1)) / WORKFLOW_STEPS.length
/** The size of a step's name, in millimetres. */
const HEADING = 2.9

const drawCard = (card: Card, x: number, top: number): string => {
  let y = top + CARD.pad
  const lines = card.lines.flatMap(({ text, size, bold, overdue, marked }) => {
    y += size * CARD.leading
    const baseline = y - size * 0.35
    const left = x + CARD.pad
    return [
      ...(marked ? [markAt('warning', left + MARK_SIZE / 2, baseline - size * 0.35)] : []),
      type(
        size,
        { x: overdue ? left + CARD.indent : left, y: baseline, 'font-weight': bold ? 'bold' : 'normal' },
        text,
      ),
    ]
  })
  return svg(
    'g',
    { class: card.overdue ? 'card overdue' : 'card' },
    svg('title', {}, words(card.words)),
    svg('rect', {
      x,
      y: top,
      width: COLUMN,
      height: card.height,
      rx: 0.8,
      fill: '#fff',
      stroke: INK,
      'stroke-width': card.overdue ? 0.6 : 0.2,
    }),
    ...lines,
  )
}

const drawColumn = (step: WorkflowStep, at: number, cards: readonly Card[], bottom: number): string[] => {
  const x = PAGE.margin + at * (COLUMN + GAP)
  let y = PAGE.top + 2
  return [
    svg('rect', {
      x: x - 0.6,
      y: PAGE.top - 8,
      width: COLUMN + 1.2,
      height: bottom - PAGE.top + 8,
      fill: '#f4f4f4',
    }),
    type(
      HEADING,
      { class: 'step', x: x + CARD.pad, y: PAGE.top - 3, 'font-weight': 'bold' },
      STEP_WORDS[step],
    ),
    type(HEADING, { x: x + COLUMN - CARD.pad, y: PAGE.top - 3, 'text-anchor': 'end' }, String(cards.length)),
    ...cards.map((card) => {
      const drawn = drawCard(card, x, y)
      y += card.height + GAP
      return drawn
    }),
  ]
}

/** A round's papers on a board, a column a step, as SVG: equal boards give equal bytes. */
export const drawBoard = ({ regionName, label, asOf, zone, rows }: WorkflowBoard): string => {
  const columns = WORKFLOW_STEPS.map((step) =>
    rows.filter((row) => row.step === step).map((row) => cardOf(row, zone, COLUMN)),
  )
  const bottoms = columns.map((cards) => cards.reduce((y, { height }) => y + height + GAP, PAGE.top + 2))
  const height = Math.max(PAGE.least, ...bottoms.map((y) => y + PAGE.margin))
  const late = rows.filter(({ overdue }) => overdue).map(({ authority }) => authority.name)
  const summary = `${countOf(rows.length, 'self-assessment')}, by where each is on its way; overdue: ${listInWords(late) || 'none'}.`
  return page(
    {
      width: PAGE.width,
      height,
      margin: PAGE.margin,
      title: `${regionName}: the self-assessments of ${label}, as of ${dateInWords(asOf)}`,
      caption: 'A column a step, a card a self-assessment: who has it and since when, and what is due of it.',
      description: [summary, ...rows.map((row) => rowInWords(row, zone))].join(' '),
    },
    ...columns.flatMap((cards, at) =>
      drawColumn(WORKFLOW_STEPS[at] ?? 'draft', at, cards, height - PAGE.margin),
    ),
  )
}

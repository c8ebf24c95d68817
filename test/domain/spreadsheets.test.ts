import fc from 'fast-check'
import t from 'tap'
import { meetsAppointment } from '../../src/domain/access/appointing.ts'
import { changeCodes, checkCodes } from '../../src/domain/authorities/codes.ts'
import { addDays } from '../../src/domain/intervals.ts'
import {
  cellOf,
  listCell,
  readList,
  readNumber,
  readText,
  readYesOrNo,
  tidied,
} from '../../src/domain/spreadsheets/cells.ts'
import { codesCell, readCodes } from '../../src/domain/spreadsheets/codes.ts'
import { readDate, readTime } from '../../src/domain/spreadsheets/dates.ts'
import { stateOf } from '../../src/domain/spreadsheets/event-lines.ts'
import { DATES } from '../fixtures/spreadsheets.ts'

/** What a reading gave, or the sentence of its refusal. */
const said = <T>(result: { ok: true; value: T } | { ok: false; failure: { detail: string } }) =>
  result.ok ? result.value : result.failure.detail

t.test('readDate should read dates as spreadsheets write them, the day first', async (t) => {
  const first = [
    '2019-09-01',
    '01/09/2019',
    '1/9/19',
    '1-Sep-19',
    '01-Sep-2019',
    '1 September 2019',
    '1 sept 2019',
  ]
  for (const cell of [...first, '43709', '2019-09-01 00:00:00', '1.9.2019', '2019/9/1'])
    t.equal(said(readDate(cell)), '2019-09-01', cell)
  t.equal(said(readDate('29-Feb-20')), '2020-02-29')
  t.equal(said(readDate('31/12/99')), '2099-12-31', 'years of two digits are 20xx')
})

t.test('readDate should refuse what is no date, or could be two', async (t) => {
  for (const cell of ['29/02/2019', '31-Sep-19', '00/01/2019', '2019-13-01', '1-Foo-19', '1 Juneau 2019'])
    t.match(said(readDate(cell)), /^There is no such date/, cell)
  t.match(said(readDate('09/13/2019')), /the day comes first, then the month/)
  t.match(said(readDate('19-09-01')), /could be more than one date/)
  for (const cell of ['Sep-19', 'soon', '1/9', '437090', '43709.5', '2019-09-01 10:00', '1/9-2019'])
    t.match(said(readDate(cell)), /is no date: write it as 2019-09-01/, cell)
})

t.test('readDate should read every date back, however it was saved', async (t) => {
  const dates = fc
    .integer({ min: 0, max: 36_500 })
    .map((days) => addDays('2000-01-01', days))
    .filter((date) => date < '2100')
  const forms = fc.constantFrom(...Object.values(DATES))
  fc.assert(fc.property(dates, forms, (date, write) => said(readDate(write(date))) === date))
  t.pass('whatever the date and the program')
})

t.test('readTime should read times as spreadsheets write them', async (t) => {
  for (const cell of ['09:30', '9:30', '09:30:00', '9:30 AM', '0.395833333', '0,395833333'])
    t.equal(said(readTime(cell)), '09:30', cell)
  t.equal(said(readTime('12:05 am')), '00:05')
  t.equal(said(readTime('1:00 PM')), '13:00')
  t.equal(said(readTime('0')), '00:00')
  for (const cell of ['24:00', '9:60', '13:00 PM', '09:30:15', '0.12345', '930', 'noon', '1.5'])
    t.match(said(readTime(cell)), /is no time of day/, cell)
})

t.test('cellOf should leave no text that a spreadsheet runs, and readText read it back', async (t) => {
  const part = fc.constantFrom('=', '+', '-', '@', '\t', "'", '＝', 'A1', '(', ' ', '\n', '\r\n', '|', 'שלום')
  const texts = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('').trim())
  fc.assert(
    fc.property(texts, (text) => {
      const cell = cellOf(text)
      return !/^[=+\-@\t\r＝]/.test(cell) && said(readText(cell)) === (tidied(text) || null)
    }),
    { numRuns: 1000 },
  )
  t.pass('whatever the text')
})

t.test('readText should refuse a formula that somebody typed', async (t) => {
  for (const cell of [
    '=A1',
    ' =HYPERLINK("https://example.org")',
    '+SUM(A1)',
    "-2+cmd|' /C calc'!A0",
    '@SUM(1)',
    '＝A1',
  ])
    t.match(said(readText(cell)), /^A formula, not a value/, cell)
  t.equal(said(readText('- to be agreed')), '- to be agreed')
  t.equal(said(readText("'=A1")), '=A1')
  t.equal(said(readText("'tis")), "'tis")
  t.equal(said(readText(' a\r\nb ')), 'a\nb')
})

t.test('readNumber and readYesOrNo should read what spreadsheets write', async (t) => {
  t.same(
    ['1', '-1.25', '51,272'].map((cell) => said(readNumber(cell))),
    [1, -1.25, 51.272],
  )
  t.match(said(readNumber('1.000,5')), /is no number/)
  t.same(
    ['yes', 'No', 'TRUE', 'FALSE'].map((cell) => said(readYesOrNo(cell))),
    [true, false, true, false],
  )
  t.match(said(readYesOrNo('perhaps')), /neither yes nor no/)
  t.same(readList(listCell(['a', 'b'])), ['a', 'b'])
})

t.test('readCodes should read dated codes, and codesCell write them', async (t) => {
  const cell = 'E10000002 until 2020-04-01; E06000060 from 2020-04-01'
  const codes = readCodes(cell)
  t.same(said(codes), [
    { gssCode: 'E10000002', from: null, until: '2020-04-01' },
    { gssCode: 'E06000060', from: '2020-04-01', until: null },
  ])
  t.equal(codes.ok && codesCell(codes.value), cell)
  t.same(said(readCodes('')), [])
  t.match(said(readCodes('E10000002 before 2020')), /is no dated code/)
  t.match(said(readCodes('E10000002 until 2020-02-30')), /no such date/)
})

t.test('changeCodes should add codes and end those without an end, and nothing else', async (t) => {
  const before = [{ gssCode: 'E10000002', from: null, until: null }]
  const after = [
    { gssCode: 'E10000002', from: null, until: '2020-04-01' },
    { gssCode: 'E06000060', from: '2020-04-01', until: null },
  ]
  t.same(changeCodes(before, after), { ok: true, value: { ended: [after[0]], added: [after[1]] } })
  t.match(said(changeCodes(after, before)), /ended does not change.*E06000060 is part of the record/)
  t.match(
    said(changeCodes(before, [{ gssCode: 'E10000002', from: '2001-01-01', until: null }])),
    /begins does not change/,
  )
  t.match(checkCodes([{ gssCode: 'E10000002', from: '2020-04-01', until: '2020-04-01' }]), {
    failure: { faults: [{ pointer: '/codes/0/until' }] },
  })
})

t.test('meetsAppointment should find who is in the way', async (t) => {
  const director = {
    personId: 'a',
    role: 'director',
    authorityIds: ['kent'],
    from: '2018-01-01',
    until: '2019-01-01',
    eventId: null,
  } as const
  const next = { ...director, personId: 'b', from: '2019-01-01', until: null }
  t.notOk(meetsAppointment(director, next), 'the old one has left on the day on which the new one comes')
  t.ok(meetsAppointment(director, { ...next, from: '2018-12-31' }))
  t.notOk(meetsAppointment(director, { ...next, from: '2018-12-31', authorityIds: ['surrey'] }))
  const assistant = { ...director, role: 'assistant' } as const
  t.notOk(meetsAppointment(assistant, { ...assistant, personId: 'b' }), 'an office may have two assistants')
  t.ok(meetsAppointment(assistant, { ...assistant, until: null }))
})

t.test('stateOf should confirm what is proposed, and name the call for all else', async (t) => {
  const event = { id: '7', state: 'proposed', title: 'Triad 1' } as const
  t.same(said(stateOf(event, 'confirmed', false)), { confirm: true })
  t.same(said(stateOf(event, 'proposed', true)), { confirm: false })
  t.same(said(stateOf({ ...event, state: 'deferred' }, 'confirmed', true)), { confirm: true })
  t.match(said(stateOf({ ...event, state: 'deferred' }, 'proposed', false)), /does not make it proposed/)
  t.match(
    said(stateOf(event, 'cancelled', false)),
    /POST \/v1\/challenge-events\/7\/cancel makes it cancelled/,
  )
  t.match(
    said(stateOf({ ...event, state: 'confirmed' }, 'proposed', false)),
    /is confirmed, and a spreadsheet/,
  )
})

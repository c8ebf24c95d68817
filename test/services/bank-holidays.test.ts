import t from 'tap'
import { bankHolidays } from '../../src/services/bank-holidays.ts'

/** From the government's list for England and Wales, year by year; later years by the rules of 1971. */
const KNOWN: Readonly<Record<number, string>> = {
  2018: '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
  2019: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
  2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
  2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  2029: '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
  2030: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2031: '01-01 04-11 04-14 05-05 05-26 08-25 12-25 12-26',
  2032: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
}

const datesIn = (first: number, last = first): string[] =>
  bankHolidays({ first, last }).map(({ date }) => date)

for (const [year, days] of Object.entries(KNOWN)) {
  t.test(`should know the bank holidays of ${year}`, async (t) => {
    t.same(
      datesIn(Number(year)),
      days.split(' ').map((day) => `${year}-${day}`),
    )
  })
}

t.test('should list several years in order, both ends included', async (t) => {
  t.same(
    datesIn(2018, 2032),
    Object.keys(KNOWN).flatMap((year) => datesIn(Number(year))),
  )
  t.same(datesIn(2018, 2032), datesIn(2018, 2032).sort())
  t.same(bankHolidays({ first: 2020, last: 2019 }), [])
})

t.test('should name the day as people know it', async (t) => {
  t.match(bankHolidays({ first: 2020, last: 2020 }), [
    { date: '2020-01-01', title: "New Year's Day" },
    { date: '2020-04-10', title: 'Good Friday' },
    { date: '2020-04-13', title: 'Easter Monday' },
    { date: '2020-05-08', title: /VE day/ },
    { date: '2020-05-25', title: 'Spring bank holiday' },
    { date: '2020-08-31', title: 'Summer bank holiday' },
    { date: '2020-12-25', title: 'Christmas Day' },
    { date: '2020-12-28', title: 'Boxing Day (substitute day)' },
  ])
})

t.test('should not take Easter Sunday, Mother’s Day or another observance for one', async (t) => {
  t.notOk(datesIn(2019).includes('2019-04-21'))
  t.notOk(datesIn(2019).includes('2019-03-31'))
})

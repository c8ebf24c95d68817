import t from 'tap'
import { eachEngine } from '../fixtures/databases.ts'
import { kentPdf, offerKent, startPapers, submitKent, upload } from '../fixtures/papers.ts'
import { giveTemplate, signKent, writeChapter } from '../fixtures/self-assessments.ts'
import { AFTER, startSurrey } from '../fixtures/split.ts'
import { subscribe } from '../fixtures/subscriber.ts'

void eachEngine(
  t,
  'should count lateness in working days, and move what hangs on an extension',
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, consultant, moderator, contributor } = at.people
    const paper = at.papers.Kent ?? ''
    const { body: calendars } = await consultant.get('/v1/calendars')
    const holidays = calendars.items.find(({ kind }: { kind: string }) => kind === 'bank-holiday')
    t.ok(holidays, 'a region has its bank holidays: 26 August is one')
    const assignment = await offerKent(at, moderator)
    const opened = await consultant.get(`/v1/rounds/${at.roundId}`)
    await consultant.patch(
      `/v1/rounds/${at.roundId}`,
      { state: 'open' },
      { 'if-match': opened.headers.etag ?? '' },
    )
    const feed = await subscribe(at.service, contributor)
    t.match((await feed.fetch()).text, /DTSTART;VALUE=DATE:20190731/)
    const extensions = `${paper}/extensions`
    const reason = 'The inspectors are on site.'
    t.equal((await director.post(extensions, { due: '2019-08-23', reason })).status, 403, 'agreed, not taken')
    for (const due of ['2019-07-31', '2019-09-16'])
      t.match(await consultant.post(extensions, { due, reason }), {
        status: 400,
        body: { errors: [{ pointer: '/due' }] },
      })
    t.match(await consultant.post(extensions, { due: '2019-08-23', reason }), {
      status: 201,
      headers: { location: extensions },
      // 26 working days after 31 July, counted again from 23 August over the bank holiday.
      body: { dueBefore: '2019-07-31', due: '2019-08-23', commentsDue: '2019-10-01', movedAssignments: 1 },
    })
    t.match((await moderator.get(assignment)).body, { commentsDue: '2019-10-01', acceptBy: '2019-07-31' })
    t.match((await director.get(paper)).body, {
      deadlines: { selfAssessmentDue: '2019-08-23', commentsDue: '2019-10-01' },
      lateness: { late: false, workingDays: 0 },
    })
    t.match((await director.get(at.papers.Medway ?? '')).status, 404)
    t.match((await feed.fetch()).text, /DTSTART;VALUE=DATE:20190823/)
    t.equal((await director.get(extensions)).body.items.length, 1)
    await consultant.post(extensions, { due: '2019-08-26', reason, moveComments: false })
    t.match((await moderator.get(assignment)).body, { commentsDue: '2019-10-01' }, 'left where it was')

    at.service.setClock('2019-08-27T09:00:00Z')
    t.match(
      (await director.get(paper)).body.lateness,
      { late: false },
      'due on the holiday is due the day after',
    )
    at.service.setClock('2019-08-29T09:00:00Z')
    await submitKent(at)
    at.service.setClock('2019-09-10T09:00:00Z')
    t.match((await director.get(paper)).body.lateness, { late: true, workingDays: 2 })
    t.match(await consultant.post(extensions, { due: '2019-09-12', reason }), {
      status: 409,
      body: { code: 'wrong-state' },
    })
  },
)

void eachEngine(
  t,
  "should show last year's beside this year's, to its own authority",
  async (t, database) => {
    const at = await startPapers(t, database)
    const { director, consultant, challenger } = at.people
    await giveTemplate(at)
    t.match((await director.get(`${at.papers.Kent}/last-year`)).body, { papers: [] })
    await writeChapter(at, director, 'quality-of-practice', { text: 'As it was.' })
    await upload(at, director, at.papers.Kent ?? '', kentPdf)
    await signKent(at, director)
    await director.post(`${at.papers.Kent}/submissions`, {})
    const next = await consultant.post('/v1/rounds', {
      label: '2020-21',
      copyFrom: at.roundId,
      window: { first: '2020-10-01', last: '2020-12-11' },
      deadlines: { selfAssessmentDue: '2020-07-31', commentsDue: null, releaseOn: null },
    })
    const { body: papers } = await director.get(`/v1/rounds/${next.body.id}/self-assessments`)
    t.equal(papers.items.length, 1)
    const paper = `/v1/self-assessments/${papers.items[0].id}`
    const beside = await director.get(`${paper}/last-year`)
    t.match(beside.body, {
      papers: [{ round: { label: '2019-20' }, submission: { version: 1, documents: [{}] } }],
      chapters: [
        { key: 'quality-of-practice', thisYear: '', lastYear: [{ text: 'As it was.' }] },
        { key: 'asks-and-offers', lastYear: [] },
      ],
    })
    t.equal((await consultant.get(`${paper}/last-year`)).status, 403)
    t.equal((await challenger.get(`${paper}/last-year`)).status, 404)
  },
)

void eachEngine(t, 'should show a successor what its predecessor wrote last year', async (t, database) => {
  const at = await startSurrey(t, database)
  const paperIn = async (client: typeof at.consultant, roundId: string, name: string): Promise<string> => {
    const { body } = await client.get(`/v1/rounds/${roundId}/self-assessments`)
    const found = body.items.find(({ authority }: { authority: { name: string } }) => authority.name === name)
    return `/v1/self-assessments/${found?.id}`
  }
  const director = at.authorities.Surrey?.director ?? at.consultant
  const sections = [{ key: null, title: 'Last', text: 'Of all Surrey.' }]
  const old = await paperIn(director, at.round.id, 'Surrey')
  t.equal((await director.post(`${old}/submissions`, { sections })).status, 201)
  t.equal((await at.split()).status, 200)
  const { west } = await at.directors()
  at.service.setClock(AFTER)
  const next = await at.consultant.post('/v1/rounds', {
    label: '2027-28',
    window: { first: '2027-10-01', last: '2028-07-14' },
    participants: [{ authority: { authorityId: at.west } }],
  })
  t.equal(next.status, 201, next.text)
  const beside = await west.get(`${await paperIn(west, next.body.id, 'West Surrey')}/last-year`)
  t.match(beside.body.papers, [
    {
      authority: { name: 'Surrey' },
      round: { label: '2026-27' },
      submission: { sections: [{ text: 'Of all Surrey.' }] },
    },
  ])
})

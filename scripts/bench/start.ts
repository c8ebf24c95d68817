// `npm run bench:start`: how long the service takes from the start of its process until it answers, on a folder
// that is new and on one that holds the South East.
import { percentile } from './load.ts'
import { LAUNCHED_SERVICE, runBench, SERVICE, startServer, withFolder } from './process.ts'
import { seedSouthEast } from './region.ts'
import { openReport, type Report, readOptions } from './report.ts'

const WAYS = [
  ['node src/server.ts', SERVICE],
  ['npm start’s launcher', LAUNCHED_SERVICE],
] as const

/** Nobody waits for a first start twice, so it has no bar; a later one must be quick each time, so the slowest has. */
const LATER_TARGET = '<= 2'

const timeStart = async (file: readonly string[], dataDir: string): Promise<number> => {
  const { seconds, stop } = await startServer(file, { DATA_DIR: dataDir })
  await stop()
  return seconds
}

/** Sorted, `count` of them with those that are known already. */
const times = async (
  count: number,
  work: () => Promise<number>,
  known: readonly number[] = [],
): Promise<number[]> => {
  const taken = [...known]
  while (taken.length < count) taken.push(await work())
  return taken.sort((a, b) => a - b)
}

const addStarts = (report: Report, name: string, sorted: readonly number[], target?: string): void => {
  const measured = `of ${sorted.length}`
  report.add(name, `median ${measured}`, percentile(sorted, 0.5), 's')
  report.add(name, `slowest ${measured}`, percentile(sorted, 1), 's', target)
}

const options = readOptions()
const report = openReport('start', options)
const count = options.quick ? { first: 1, later: 1 } : { first: 3, later: 10 }

const benchStart = async (dataDir: string): Promise<void> => {
  // The folder that the later starts open was one of the first.
  const { seconds, url, stop } = await startServer(SERVICE, { DATA_DIR: dataDir })
  await seedSouthEast(url).finally(stop)
  for (const [way, file] of WAYS) {
    const onNew = () => withFolder((folder) => timeStart(file, folder))
    const known = file === SERVICE ? [seconds] : []
    addStarts(report, `first start, ${way}`, await times(count.first, onNew, known))
  }
  for (const [way, file] of WAYS) {
    const later = await times(count.later, () => timeStart(file, dataDir))
    addStarts(report, `later start, ${way}`, later, LATER_TARGET)
  }
  report.print(
    'From the start of the process until it answers, embedded engine',
    'A later start opens the folder in which the South East was loaded and the service stopped.',
  )
}

await runBench(() => withFolder(benchStart))

// What `createCalendarReader` runs, one process a file: reads a request from its input, a line of JSON and then the
// file’s bytes, and writes the outcome, and what it took, as JSON. It is given nothing else of the service.
import { buffer } from 'node:stream/consumers'
import { readCalendarText } from './read.ts'

const request = await buffer(process.stdin)
const end = request.indexOf('\n')
const { from, until, zone } = JSON.parse(request.subarray(0, end).toString())
const window = { from: new Date(from), until: new Date(until) }
const result = readCalendarText(request.subarray(end + 1), { window, zone })
process.stdout.write(JSON.stringify({ result, kilobytes: process.resourceUsage().maxRSS }))

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseInstant } from '../../instant.ts'
import { node } from '../../log/log.testing.ts'
import { readCase } from '../decode.ts'
import { replay } from '../evolve.ts'
import { summary } from './summary.testing.ts'

const folder = new URL('.', import.meta.url)
const end = parseInstant('2100-01-01T00:00:00Z')
if (!end.ok) throw new Error(end.problem.message)

/** These files are never changed: a new version of an event comes with a new file, and with an upcaster for the old ones. */
for (const file of readdirSync(folder).filter((name) => name.endsWith('.sample.jsonl')))
  test(`${file}, stored once, still ends in the same state`, () => {
    const read = readCase(readFileSync(new URL(file, folder), 'utf8').split('\n'), file, end.value, node.sha256)
    if (!read.ok) throw new Error(`${read.problem.message} ${JSON.stringify(read.problem.at)}`)
    const expected = readFileSync(new URL(file.replace('.sample.jsonl', '.expected.json'), folder), 'utf8')
    expect(summary(replay(read.value.id, read.value.events))).toEqual(JSON.parse(expected))
  })

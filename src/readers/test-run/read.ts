import type { TestRun } from '../../core/regression/run.ts'
import { kindOf } from '../../scan/recognise.ts'
import type { Source } from '../../scan/source.ts'
import { readCtrf } from './ctrf.ts'
import { readJunit } from './junit.ts'

/** Reads a report of a test run, recognised by its content; undefined where it is none. Damage in the bytes throws a ScanFault. */
export function readTestRun(source: Source): TestRun | undefined {
  for (const chunk of source.chunks()) {
    const kind = kindOf(chunk.subarray(0, 4096))
    return kind === 'xml' ? readJunit(source) : kind === 'yaml-or-text' || kind === 'zip' ? undefined : readCtrf(source)
  }
  return readCtrf(source)
}

import type { TestRun } from '../../core/regression/run.ts'
import { type Kind, kindOf } from '../../scan/recognise.ts'
import type { Source } from '../../scan/source.ts'
import { readCtrf } from './ctrf.ts'
import { readJunit } from './junit.ts'

/** Reads a report of a test run, recognised by its content; undefined where it is none. Damage in the bytes throws a ScanFault. */
export function readTestRun(source: Source): TestRun | undefined {
  switch (kind(source)) {
    case 'xml':
      return readJunit(source)
    case 'json':
    case 'utf16':
    case 'empty':
      return readCtrf(source)
    default:
      return undefined
  }
}

function kind(source: Source): Kind {
  for (const chunk of source.chunks()) return kindOf(chunk.subarray(0, 4096))
  return 'empty'
}

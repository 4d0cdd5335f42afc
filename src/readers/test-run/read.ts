import type { TestRun } from '../../core/regression/run.ts'
import { head } from '../../scan/head.ts'
import { kindOf } from '../../scan/recognise.ts'
import type { Source } from '../../scan/source.ts'
import { looksLikeXml } from '../../scan/xml.ts'
import { readCtrf } from './ctrf.ts'
import { readJunit } from './junit.ts'

/** Reads a report of a test run, recognised by its content; undefined where it is none. Damage in the bytes throws a ScanFault. */
export function readTestRun(source: Source): TestRun | undefined {
  const first = head(source)
  switch (kindOf(first)) {
    case 'xml':
      return readJunit(source)
    case 'utf16':
      return looksLikeXml(first) ? readJunit(source) : readCtrf(source)
    case 'json':
    case 'empty':
      return readCtrf(source)
    default:
      return undefined
  }
}

import { ok, problem, type Result } from '../../core/problem.ts'
import { head } from '../../scan/head.ts'
import { kindOf } from '../../scan/recognise.ts'
import type { Source } from '../../scan/source.ts'
import { readEpss } from './epss.ts'
import { readKevCsv, readKevJson } from './kev.ts'
import { type FeedTable, problemOf } from './table.ts'

/** A feed, recognised by its content; or why nothing of it counts, with line and column (in JSON: pointer). */
export function readFeed(source: Source): Result<FeedTable> {
  try {
    const read = readerOf(source)
    return read ? ok(read(source)) : { ok: false, problem: UNKNOWN(source.name) }
  } catch (error) {
    return { ok: false, problem: problemOf(error, source.name) }
  }
}

function readerOf(source: Source): ((source: Source) => FeedTable) | undefined {
  const start = head(source)
  const text = new TextDecoder().decode(start).trimStart()
  switch (kindOf(start)) {
    case 'json':
      return /"(?:catalogVersion|vulnerabilities|dateReleased)"/.test(text) ? readKevJson : undefined
    case 'yaml-or-text':
      if (/^#\s*model_version:/.test(text) || text.startsWith('cve,epss')) return readEpss
      return /^"?cveID"?,/.test(text) ? readKevCsv : undefined
    default:
      return undefined
  }
}

const UNKNOWN = (file: string) =>
  problem(
    'feed/unknown',
    'This is no feed that Holdpoint knows.',
    "It takes FIRST's EPSS scores (CSV) and CISA's KEV catalogue (JSON or CSV), gzipped or plain.",
    { file },
  )

import type { Draft, Key, Location, State, Tool } from '../../core/finding/finding.ts'
import type { Severity } from '../../core/finding/severity.ts'
import type { Place } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { cwesIn } from '../advisory.ts'
import { defined, field, oneLine, record, text, texts, unique, whole } from '../fields.ts'
import { gradeOf, USUAL_WORDS } from '../grade.ts'
import { dependencyOf } from './dependency.ts'

/** Rules of old say ERROR, WARNING and INFO, which stand for high, medium and low. @source Semgrep, documentation of rule severity */
const WORDS: ReadonlyMap<string, Severity> = new Map([
  ...USUAL_WORDS,
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['inventory', 'info'],
  ['experiment', 'info'],
])

export function toolOf({ value }: Shape): Tool {
  return { name: 'semgrep', ...defined({ version: text(value, 'version') }) }
}

/** A match of a rule in a file, or of an advisory's rule in a lock file. */
export function draftOf(result: Json, tool: Tool, place: Place & { readonly pointer: string }): Draft {
  const rule = text(result, 'check_id') ?? 'unnamed rule'
  const extra = field(result, 'extra')
  const metadata = field(extra, 'metadata')
  const message = text(extra, 'message')
  const isSecret = texts(metadata, 'technology').includes('secrets')
  const location = locationOf(result, isSecret)
  const dependency = dependencyOf(extra)
  return {
    kind: dependency ? 'vulnerability' : isSecret ? 'secret' : 'weakness',
    title: oneLine(message?.trim().split('\n', 1)[0] ?? rule),
    rule: { id: rule, ...defined({ url: text(metadata, 'shortlink') ?? text(metadata, 'source') }) },
    advisories: dependency?.advisories ?? [],
    cwes: unique(texts(metadata, 'cwe').flatMap(cwesIn)),
    fixedIn: dependency?.fixedIn ?? [],
    locations: Object.keys(location).length > 0 ? [location] : [],
    otherRatings: [],
    state: stateOf(extra),
    keys: keysOf(rule, extra, location, dependency?.keys ?? []),
    tool,
    at: place.pointer,
    ...gradeOf(field(extra, 'severity'), { words: WORDS, code: 'semgrep/unknown-severity', place }),
    ...defined({ description: message, component: dependency?.component }),
  }
}

/** A secret's own text is never carried on. */
function locationOf(result: Json, isSecret: boolean): Location {
  const start = record(result, 'start')
  return defined({
    file: text(result, 'path'),
    line: whole(1, start, 'line'),
    column: whole(1, start, 'col'),
    endLine: whole(1, result, 'end', 'line'),
    snippet: isSecret ? undefined : shown(result, 'extra', 'lines'),
  })
}

/** Who is not logged in gets `requires login` in place of the code and of the fingerprint: neither tells anything apart. */
function shown(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const said = text(value, ...path)
  return said === 'requires login' ? undefined : said
}

/** A `nosemgrep` comment stands at the place. It excuses nothing by itself. */
const stateOf = (extra: Json | undefined): State =>
  field(extra, 'is_ignored') === true
    ? { status: 'suppressed', justification: 'nosemgrep comment in the code' }
    : { status: 'open' }

function keysOf(rule: string, extra: Json | undefined, location: Location, stronger: readonly Key[]): Draft['keys'] {
  const { file = '', line, column, snippet } = location
  const fingerprint = shown(extra, 'fingerprint')
  const where = ['semgrep', rule, file]
  const place: Key = { basis: 'place', parts: [...where, String(line ?? ''), String(column ?? '')] }
  const found: readonly Key[] = [
    ...stronger,
    ...(fingerprint === undefined ? [] : [{ basis: 'fingerprint', parts: ['semgrep', rule, fingerprint] } as const]),
    ...(snippet === undefined ? [] : [{ basis: 'snippet', parts: [...where, oneLine(snippet)] } as const]),
  ]
  const [first, ...rest] = found
  return first === undefined ? [place] : [first, ...rest, place]
}

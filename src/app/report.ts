import { complete } from '../core/finding/complete.ts'
import type { Finding } from '../core/finding/finding.ts'
import { seedOf } from '../core/finding/fingerprint.ts'
import { Counter } from '../core/finding/tally.ts'
import type { FingerprintSet } from '../core/finding/fingerprint-set.ts'
import type { Evidence, UnreadReport } from '../core/gate/evidence.ts'
import { UNHASHED } from '../core/gate/part.ts'
import type { Digest } from '../core/ids.ts'
import { type Problem, problem } from '../core/problem.ts'
import { score } from '../core/score/index.ts'
import { readers } from '../readers/index.ts'
import type { Reader } from '../readers/reader.ts'
import { ScanFault } from '../scan/fault.ts'
import { head } from '../scan/head.ts'
import { csvShape, looksLikeCsv } from '../scan/csv.ts'
import { shapeOf } from '../scan/json.ts'
import { kindOf } from '../scan/recognise.ts'
import type { Shape, Share } from '../scan/shape.ts'
import { looksLikeXml, xmlShape } from '../scan/xml.ts'
import { yamlShape } from '../scan/yaml.ts'
import type { Hash, OpenSource } from './ports.ts'

/** A problem list as long as this says enough; the rest is counted. */
const MAX_PROBLEMS = 100

/** A share of a report, read by itself. */
export interface PartOfReport {
  readonly share: Share
  /** Gets a fingerprint of what each finding says. */
  readonly sayings: FingerprintSet
  /** Of those fingerprints: the same for all parts, and nothing that whoever wrote the report could know. */
  readonly seed: Uint32Array
}

/**
 * Reads one report: recognises it by its content, yields each finding once, and returns what it is worth as evidence.
 * Findings that were yielded count only where the evidence comes back as read: damage may show at the last byte.
 * Of a report that cannot be divided, the first part is all and the others are nothing.
 */
export function* readReport(source: OpenSource, hash: Hash, part?: PartOfReport): Generator<Finding, Evidence> {
  let format: string | undefined
  try {
    const recognised = recognise(source)
    if ('problem' in recognised) return unread(source.name, recognised.problem)
    format = recognised.reader.name
    const evidence = yield* readAs(recognised.reader, recognised.shape, source, hash, part)
    return source.changed() ? unread(source.name, CHANGED(source.name), format) : evidence
  } catch (error) {
    if (error instanceof ScanFault) return unread(source.name, problemOf(error, source.name), format)
    throw error
  }
}

export function unread(file: string, cause: Problem, format?: string): UnreadReport {
  return { status: 'refused', file, problems: [cause], ...(format && { format }) }
}

function* readAs(
  reader: Reader,
  shape: Shape,
  source: OpenSource,
  hash: Hash,
  part: PartOfReport | undefined,
): Generator<Finding, Evidence> {
  const counter = new Counter(part?.seed ?? seedOf(source.digest), part?.sayings)
  const problems: Problem[] = []
  const completion = {
    format: reader.name,
    file: source.name,
    report: part ? UNHASHED : (source.digest as Digest),
    sha256: hash.sha256,
    score,
  }
  const idle = part !== undefined && part.share.from > 0 && !reader.divisible
  for (const reading of idle ? [] : reader.read(source, shape, reader.divisible && part?.share)) {
    if ('finding' in reading) {
      const finding = complete(reading.finding, completion)
      if (counter.finding(finding)) yield finding
    } else if ('ignored' in reading) counter.ignored(reading.ignored)
    else if ('refused' in reading) return unread(source.name, reading.refused, reader.name)
    else if (problems.length < MAX_PROBLEMS) problems.push(reading.problem)
  }
  return {
    status: 'read',
    file: source.name,
    format: reader.name,
    report: completion.report,
    facts: reader.facts(shape),
    tally: counter.tally(),
    problems,
  }
}

/** By content, never by name. Exactly one reader must know the shape. */
function recognise(source: OpenSource): { reader: Reader; shape: Shape } | { problem: Problem } {
  const shape = shapeOfAny(source)
  if (!shape) return { problem: UNKNOWN_FORMAT(source.name) }
  const [reader, ...others] = readers.filter((candidate) => candidate.recognises(shape))
  if (!reader) return { problem: UNKNOWN_FORMAT(source.name) }
  if (others.length > 0) return { problem: AMBIGUOUS(source.name, [reader, ...others]) }
  // An array that only another reader streams belongs into this one's shape.
  const own = shape.kind === 'xml' ? (reader.xml ?? []) : reader.streams
  const foreign = [...shape.met].some((stream) => !own.includes(stream))
  if (!foreign) return { reader, shape }
  return { reader, shape: shape.kind === 'xml' ? xmlShape(source, own) : shapeOf(source, own) }
}

/** Nothing for what is neither JSON, nor XML, nor a table, nor YAML. */
function shapeOfAny(source: OpenSource): Shape | undefined {
  const start = head(source)
  switch (kindOf(start)) {
    case 'json':
    case 'empty':
      return jsonShapeOf(source)
    case 'utf16':
      return looksLikeXml(start) ? xmlShapeOf(source) : jsonShapeOf(source)
    case 'xml':
      return xmlShapeOf(source)
    case 'yaml-or-text':
      return looksLikeCsv(start) ? csvShape(source) : yamlOrNothing(source, start)
    default:
      return undefined
  }
}

const jsonShapeOf = (source: OpenSource): Shape =>
  shapeOf(
    source,
    readers.flatMap(({ streams }) => streams),
  )

const xmlShapeOf = (source: OpenSource): Shape =>
  xmlShape(
    source,
    readers.flatMap(({ xml = [] }) => xml),
  )

/** Any text might be YAML; only what says that it is meant for us gets a YAML error. */
function yamlOrNothing(source: OpenSource, start: Uint8Array): Shape | undefined {
  try {
    return yamlShape(source)
  } catch (error) {
    if (error instanceof ScanFault && !new TextDecoder().decode(start).includes('holdpoint/')) return undefined
    throw error
  }
}

/** Damage in the bytes as a problem, for people: its sentence, and its place in the file. */
export function problemOf({ code, message, at, hint }: ScanFault, file: string): Problem {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`
  return problem(code, sentence, hint, { file, ...(at && { line: at.line, column: at.column }) })
}

const UNKNOWN_FORMAT = (file: string) =>
  problem(
    'report/unknown-format',
    'This is no report of a format that Holdpoint knows.',
    `It reads: ${readers.map(({ title }) => title).join(', ')}.`,
    { file },
  )

const AMBIGUOUS = (file: string, candidates: readonly Reader[]) =>
  problem(
    'report/ambiguous',
    `This could be ${candidates.map(({ title }) => title).join(' or ')}.`,
    'Please report it: exactly one reader should recognise a report.',
    { file },
  )

export const CHANGED = (file: string) =>
  problem(
    'report/changed',
    'The file changed while it was read.',
    'Wait until the scan has written it, then ask again.',
    { file },
  )

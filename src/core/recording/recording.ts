import { count, list, object, oneOf, optional, text, type Fields, type ObjectOf } from '../case/schema.ts'
import { code, commit, digest, finding, instant, label, product, severity, version } from '../case/values.ts'
import type { Asked } from '../case/standing.ts'
import type { Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Entry } from '../log/entry.ts'
import { TREATMENTS } from '../policy/policy.ts'
import { ok, type Place, refuse, type Result } from '../problem.ts'

/** What a report names as its subject; `?` where it names something of no known form, which fits nothing. */
const named = text(/^[\x21-\x7e]{1,140}$/, 'a name in printable ASCII')

/** That a report was recorded as evidence of a release, and what policy made of it. Ids, enums, numbers and digests; no words. */
export const RECORDED = {
  product,
  version: optional(version),
  commit: optional(commit),
  digests: list(digest),
  report: digest,
  bytes: count,
  format: label,
  tools: list(label),
  /** The tool's own end time. */
  finished_at: optional(instant),
  subject: object({ commits: list(named), digests: list(named), products: list(named) }),
  /** What the report could not tell. */
  problems: list(code),
  /** It was judged by this policy. */
  policy: digest,
  /** Over at this instant: something that it rests on ends then. */
  until: optional(instant),
  /** On these terms: how the product is reached, and what is in production. */
  exposure: optional(label),
  baseline: optional(digest),
  /** The days of the feeds that it was judged by. */
  epss: optional(instant),
  kev: optional(instant),
  findings: count,
  /** Weaknesses that hold the release, and those that nobody has rated, each counted once. */
  blocking: count,
  unassessed: count,
  excused: count,
  /** The worst of both, each with every way to recognise it. */
  worst: list(object({ identities: list(finding, 1), severity, treatment: oneOf(...TREATMENTS), rule: label })),
} as const satisfies Fields

export type RecordedData = ObjectOf<typeof RECORDED>
export const RECORDED_TYPE = 'report_recorded'

/** A report as evidence of a release, and by which entry. */
export interface Recording extends RecordedData {
  readonly n: number
  readonly at: Instant
}

/** What is recorded of a release, or of several. */
export interface Recordings {
  /** Position of the last of them. */
  n: number
  /** By digest, commit and version; each recording under all of its names. */
  readonly byName: Map<string, Recording[]>
}

export const noRecordings = (): Recordings => ({ n: 0, byName: new Map() })

/** Adds one; memory that is brought further entry by entry. What was there already changes nothing. */
export function addRecording(recordings: Recordings, recording: Recording): void {
  if (recording.n <= recordings.n) return
  recordings.n = recording.n
  for (const name of namesOf(recording)) {
    const known = recordings.byName.get(name)
    if (known) known.push(recording)
    else recordings.byName.set(name, [recording])
  }
}

/** Every name that a recording goes by. */
export function namesOf({ digests, commit, version }: Named): readonly string[] {
  const names = [...digests, commit, version === undefined ? undefined : versionName(version)]
  return [...new Set(names.filter((name) => name !== undefined))]
}

/** Those by which a release is looked up: digests beat commits beat versions, as in a case. One version may have very many builds. */
export const namesAsked = ({ digests, commit, version }: Named): readonly string[] =>
  digests.length > 0 || commit !== undefined ? namesOf({ digests, commit }) : namesOf({ digests, version })

interface Named {
  readonly digests: Asked['digests']
  readonly commit?: Asked['commit'] | undefined
  readonly version?: string | undefined
}

/** A version may look like a commit, and is none. */
export const versionName = (version: string): string => `version ${version}`

/** The stream of a product's recordings. It may be shorter than a product's name. */
export const recordedStream = (product: Product, sha256: (text: string) => string): string => {
  const stream = `${RECORDED_STREAMS}${product}`
  return stream.length <= 100 ? stream : `${RECORDED_STREAMS}${sha256(product)}`
}
export const RECORDED_STREAMS = 'evidence/'

const SCHEMA = object(RECORDED)

/** An entry of such a stream, checked to the last field. */
export function decodeRecording({ n, at, v, type, data }: Entry, place: Place): Result<Recording> {
  const read = type === RECORDED_TYPE && v === 1 ? SCHEMA.read(data, '/data') : undefined
  if (read?.ok) return ok({ ...read.value, n, at })
  const why = read ? read.problem.message : `"${type}", version ${v}, is not known.`
  return refuse('evidence/unknown-event', why, 'A newer program may know it: update.', {
    ...place,
    ...(read && { pointer: read.problem.pointer }),
  })
}

import type { Commit, Digest } from '../ids.ts'
import { canonicalBytes, parseCanonical } from '../log/canonical.ts'
import type { EntryData, EntryValue } from '../log/entry.ts'
import { ok, refuse, type Result } from '../problem.ts'

/** What a statement is about. */
export interface Subjects {
  readonly digests: readonly Digest[]
  /** Looked at only where there is no artifact. */
  readonly commit?: Commit | undefined
}

export interface Statement {
  /** `sha256:…`, `sha512:…`, `gitCommit:…` */
  readonly subjects: readonly string[]
  readonly predicateType: string
  readonly predicate: EntryData
}

const TYPE = 'https://in-toto.io/Statement/v1'

/** An in-toto statement about artifacts (a commit, where only that is known), as the bytes that are signed. */
export function statementBytes(about: Subjects, predicateType: string, predicate: object): Result<Uint8Array> {
  const subject = subjectsOf(about).map((one) => {
    const cut = one.indexOf(':')
    return { digest: { [one.slice(0, cut)]: one.slice(cut + 1) } }
  })
  if (subject.length === 0) return NOTHING
  return canonicalBytes({ _type: TYPE, subject, predicateType, predicate: predicate as EntryData })
}

/** What it is about, each once, in order. */
export const subjectsOf = ({ digests, commit }: Subjects): readonly string[] =>
  digests.length > 0 ? [...new Set<string>(digests)].toSorted() : commit === undefined ? [] : [`gitCommit:${commit}`]

/** What bytes say that somebody we trust has signed; other members than these are passed over, as in-toto asks. */
export function readStatement(payload: Uint8Array): Result<Statement> {
  const value = parseCanonical(payload)
  if (!value.ok) return UNREADABLE(value.problem.message)
  const { _type, subject, predicateType, predicate } = record(value.value) ?? {}
  if (_type !== TYPE) return UNREADABLE(`its _type is not ${TYPE}`)
  if (typeof predicateType !== 'string') return UNREADABLE('it names no predicate')
  const subjects = Array.isArray(subject) ? subject.map((one: EntryValue) => subjectOf(one)) : []
  if (subjects.length === 0 || subjects.includes(undefined)) return UNREADABLE('its subjects have no digest')
  const said = record(predicate)
  if (!said) return UNREADABLE('it has no predicate')
  return ok({ subjects: subjects as readonly string[], predicateType, predicate: said })
}

/** One digest of it, and no other: ours have one. */
function subjectOf(value: EntryValue): string | undefined {
  const digests = Object.entries(record(record(value)?.['digest']) ?? {})
  const [algorithm, hex] = digests[0] ?? []
  return digests.length === 1 && typeof hex === 'string' ? `${algorithm}:${hex}` : undefined
}

const record = (value: EntryValue | undefined): EntryData | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as EntryData) : undefined

const NOTHING = refuse(
  'gate/not-signable',
  'A signed decision is about artifacts, and the question names none.',
  'Ask with the digest of the artifact (--digest sha256:…), or with the commit where there is no artifact.',
)

export const UNREADABLE = (why: string) =>
  refuse(
    'decision/unreadable',
    `It is signed, and cannot be read as a decision: ${why}.`,
    'A newer Holdpoint may have written it: update this one.',
  )

import type { Digest } from '../ids.ts'
import type { Problem, Result } from '../problem.ts'
import type { Score } from '../score/score.ts'
import type { Draft, Finding, Identity, IdentityId, Key } from './finding.ts'

/** What a draft needs to become a finding. Functions are values: the core has neither SHA-256 nor a file. */
export interface Completion {
  readonly format: string
  readonly file: string
  readonly report: Digest
  /** Hex SHA-256 of a text's UTF-8 bytes. */
  readonly sha256: (text: string) => string
  readonly score: (vector: string) => Result<Score>
}

/** Gives a draft its identities, its exact score and its provenance. What it says is not touched. */
export function complete(draft: Draft, { format, file, report, sha256, score }: Completion): Finding {
  const { keys, at, ...said } = draft
  const identities = keys.map((key) => identityOf(key, sha256))
  const scored = draft.vector?.vector === undefined ? undefined : score(draft.vector.vector)
  const notes = [...(draft.notes ?? []), ...(scored && !scored.ok ? [placed(scored.problem, file, at)] : [])]
  return {
    ...said,
    id: identities[0]!.id,
    identities,
    ...(scored?.ok && { score: scored.value }),
    ...(notes.length > 0 && { notes }),
    provenance: { format, file, report, at },
  }
}

/**
 * 128 bits of SHA-256 over the key's parts: short enough to keep a million of, long enough that nobody finds
 * a second finding with the identity of an excused one (2^64 work for any pair, 2^128 for a given one).
 */
export function identityOf({ basis, parts }: Key, sha256: Completion['sha256']): Identity {
  return { basis, id: sha256(JSON.stringify([basis, ...parts])).slice(0, 32) as IdentityId }
}

const placed = (problem: Problem, file: string, pointer: string): Problem => ({ ...problem, at: { file, pointer } })

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

/**
 * Gives a draft its identities, its exact score and its provenance. What it says is not touched. The draft must not
 * change afterwards.
 */
export const complete = (draft: Draft, completion: Completion): Finding => new Completed(draft, completion)

/** All of a finding as plain values: what an object of ours could not take to another thread. */
export const settled = (finding: Finding): Finding =>
  Object.fromEntries(
    FIELDS.flatMap((name) => (finding[name] === undefined ? [] : [[name, finding[name]]])),
  ) as unknown as Finding

/**
 * 128 bits of SHA-256 over the key's parts: short enough to keep a million of, long enough that nobody finds
 * a second finding with the identity of an excused one (2^64 work for any pair, 2^128 for a given one).
 */
export function identityOf({ basis, parts }: Key, sha256: Completion['sha256']): Identity {
  return { basis, id: sha256(JSON.stringify([basis, ...parts])).slice(0, 32) as IdentityId }
}

/**
 * Most findings neither block nor are printed, so identities and scores are computed when somebody first looks at them.
 * What the draft left out is absent here too: `!` where TypeScript has no optional getter.
 */
class Completed implements Finding {
  readonly #draft: Draft
  readonly #completion: Completion
  #id: IdentityId | undefined
  #identities: readonly Identity[] | undefined
  #scored: Result<Score> | undefined

  constructor(draft: Draft, completion: Completion) {
    this.#draft = draft
    this.#completion = completion
  }

  get id() {
    // Alone: whoever sorts findings asks for this one only.
    return (this.#id ??= this.#identity(this.keys[0]).id)
  }
  get identities() {
    return (this.#identities ??= this.keys.map((key) => this.#identity(key)))
  }
  get score() {
    const scored = this.#score()
    return (scored?.ok ? scored.value : undefined)!
  }
  get notes() {
    const { notes, at } = this.#draft
    const scored = this.#score()
    if (!scored || scored.ok) return notes!
    const unscored: Problem = { ...scored.problem, at: { file: this.#completion.file, pointer: at } }
    return [...(notes ?? []), unscored]
  }
  get provenance() {
    const { format, file, report } = this.#completion
    return { format, file, report, at: this.#draft.at }
  }

  get kind() {
    return this.#draft.kind
  }
  get title() {
    return this.#draft.title
  }
  get description() {
    return this.#draft.description!
  }
  get rule() {
    return this.#draft.rule!
  }
  get advisories() {
    return this.#draft.advisories
  }
  get cwes() {
    return this.#draft.cwes
  }
  get component() {
    return this.#draft.component!
  }
  get fixedIn() {
    return this.#draft.fixedIn
  }
  get locations() {
    return this.#draft.locations
  }
  get severity() {
    return this.#draft.severity
  }
  get severityWord() {
    return this.#draft.severityWord!
  }
  get vector() {
    return this.#draft.vector!
  }
  get otherRatings() {
    return this.#draft.otherRatings
  }
  get state() {
    return this.#draft.state
  }
  get baseline() {
    return this.#draft.baseline!
  }
  get keys() {
    return this.#draft.keys
  }
  get tool() {
    return this.#draft.tool!
  }

  #identity(key: Key): Identity {
    return identityOf(key, this.#completion.sha256)
  }

  #score(): Result<Score> | undefined {
    const vector = this.#draft.vector?.vector
    return vector === undefined ? undefined : (this.#scored ??= this.#completion.score(vector))
  }
}

// As a record, so that a new field cannot be forgotten.
const FIELDS = Object.keys({
  id: true,
  identities: true,
  score: true,
  notes: true,
  provenance: true,
  kind: true,
  title: true,
  description: true,
  rule: true,
  advisories: true,
  cwes: true,
  component: true,
  fixedIn: true,
  locations: true,
  severity: true,
  severityWord: true,
  vector: true,
  otherRatings: true,
  state: true,
  baseline: true,
  keys: true,
  tool: true,
} satisfies Record<keyof Finding, true>) as (keyof Finding)[]

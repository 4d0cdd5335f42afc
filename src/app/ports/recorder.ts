import type { Severity } from '../../core/finding/severity.ts'
import type { FindingKind, IdentityId } from '../../core/finding/finding.ts'
import type { Actor, Commit, Digest, Product, Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Policy } from '../../core/policy/policy.ts'
import type { RecordedData } from '../../core/recording/recording.ts'
import type { Result } from '../../core/problem.ts'

/** One release, by what cannot name two builds: artifacts, or the commit where there are none. */
export interface Release {
  readonly product: Product
  readonly version?: string
  readonly commit?: Commit
  readonly digests: readonly Digest[]
}

/** A report that is to be judged by a policy, as evidence of a release. Plain values: another thread does it. */
export interface RecordWish {
  /** The id of the command: of the import. */
  readonly id: Uuid
  readonly by: Actor
  readonly release: Release
  readonly policy: Policy
  /** A file of this machine with what was sent; or one that was recorded before, to be judged again. */
  readonly report: { readonly file: string } | { readonly kept: Digest; readonly after?: Instant }
}

/** What became of it. */
export interface RecordedReport {
  /** As the log has it. */
  readonly data: RecordedData
  readonly stream: string
  readonly n: number
  readonly at: Instant
  /** It was recorded before, and judged by the same policy. */
  readonly again: boolean
  /** The worst of what policy stops, with its words: for a case, and for nothing else. */
  readonly found: readonly FoundFinding[]
}

export interface FoundFinding {
  readonly identities: readonly IdentityId[]
  readonly kind: FindingKind
  readonly severity: Severity
  readonly title: string
  readonly advisories: readonly string[]
  readonly vector?: string
  readonly tool?: string
  readonly component?: string
  readonly version?: string
  readonly fixedIn: readonly string[]
  readonly holds: boolean
}

/** Takes a report in: reads it to its end beside whatever else this process does. One after another. */
export interface Recorder {
  record(wish: RecordWish): Promise<Result<RecordedReport>>
  stop(): Promise<void>
}

/** Where what is sent waits until it was read. */
export interface Intake {
  /** Refused: more than `limitBytes`, broken off, a disk that is full. Nothing is left then. */
  take(chunks: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Result<TakenIn>>
}

export interface TakenIn {
  readonly file: string
  readonly bytes: number
  discard(): void
}

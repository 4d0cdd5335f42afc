import type { Commit, Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'

/**
 * "May this release go there, now?" The one question, from every path that could ship it.
 * Identities match on any of digest, commit, version; product and environment only limit.
 */
export interface Question {
  readonly product: Product
  /** Optional: continuous deployment has commits and digests only. */
  readonly version?: string
  readonly commit?: Commit
  /** Of the artifacts; without one nothing can be cleared where artifacts exist. */
  readonly digests: readonly Digest[]
  readonly environment: Environment
  readonly now: Instant
}

/** Where it would go. Holds reach `production` unless they say otherwise. */
export type Environment = string
export const PRODUCTION: Environment = 'production'

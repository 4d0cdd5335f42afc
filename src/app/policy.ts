import type { Digest } from '../core/ids.ts'
import { DEFAULT_POLICY } from '../core/policy/default.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Hash } from './ports.ts'

/** The default policy, under the digest of what it says. */
export function defaultPolicy({ sha256 }: Hash): Policy {
  return { ...DEFAULT_POLICY, digest: `sha256:${sha256(JSON.stringify(DEFAULT_POLICY))}` as Digest }
}

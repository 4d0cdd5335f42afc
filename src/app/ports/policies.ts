import type { Digest } from '../../core/ids.ts'
import type { Result } from '../../core/problem.ts'

/** The texts of policies by their digest. What the log names is never changed, and never gone. */
export interface PolicyTexts {
  /** Durable when it answers; the same text again is the same. */
  keep(digest: Digest, text: string): Promise<Result<void>>
  text(digest: Digest): Promise<Result<string | undefined>>
}

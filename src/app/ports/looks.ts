import type { CaseId, Digest } from '../../core/ids.ts'
import type { Result } from '../../core/problem.ts'
import type { Principal } from './principal.ts'

/** That somebody looks at what few may see: a file of a case, or its words as a whole. */
export interface Look {
  readonly who: Principal
  readonly case: CaseId
  readonly at: { readonly evidence: Digest; readonly sensitive: boolean } | 'file' | 'document'
}

/** Notes a look before it happens: what cannot be noted is not shown. */
export type NoteLook = (look: Look) => Promise<Result<void>>

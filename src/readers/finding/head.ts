import type { Tool } from '../../core/finding/finding.ts'
import { type Commit, type Digest, parseCommit, parseDigest, parseProduct, type Product } from '../../core/ids.ts'
import { type Instant, parseInstant } from '../../core/instant.ts'
import { defined } from '../fields.ts'
import type { Form } from './form.ts'

/** Who found it, when, in what: said once for a list of findings, or by each of them. */
export interface Head {
  /** The person or the probe: what has to look again for a proof. */
  readonly tool?: Tool
  readonly foundAt?: Instant
  readonly release?: Release
}

export interface Release {
  readonly product?: Product
  readonly version?: string
  readonly commit?: Commit
  readonly digests: readonly Digest[]
}

export function headOf(form: Form): Head {
  const name = form.text('found_by')
  return defined({
    tool: name === undefined ? undefined : { name },
    foundAt: form.parsed('found_at', parseInstant)[0],
    release: form.forms('release', releaseOf)[0],
  })
}

function releaseOf(form: Form): Release {
  const release = {
    ...defined({
      product: form.parsed('product', parseProduct)[0],
      version: form.text('version'),
      commit: form.parsed('commit', parseCommit)[0],
    }),
    digests: form.parsed('digests', parseDigest),
  }
  form.done()
  return release
}

import { type Instant, MINUTE } from '../../core/instant.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { SignInPorts } from './ports.ts'
import { digestOf } from './secret.ts'

const WITHIN_MS = 15 * MINUTE

/** Something that may be tried so often within a quarter of an hour. */
export interface Limit {
  readonly about: string
  readonly tries: number
}

export interface Limited {
  /** It was no failure: it does not count. */
  forgive(): Promise<void>
}

type Ports = Pick<SignInPorts, 'accounts' | 'crypto'>

/** Counts a try before it is made, so that a hundred at once are a hundred. Refused beyond the limit, whatever is right. */
export async function limited(limits: readonly Limit[], ports: Ports): Promise<Result<Limited>> {
  const keys = limits.map(({ about }) => digestOf(about, ports))
  let over: Instant | undefined
  for (const [i, { tries }] of limits.entries()) {
    const tried = await ports.accounts.tryOnce(keys[i]!, WITHIN_MS)
    if (!tried.ok) return tried
    const { tries: made, until } = tried.value
    if (made > tries && (over === undefined || over < until)) over = until
  }
  if (over !== undefined) return TOO_MANY(over)
  return ok({
    async forgive() {
      for (const key of keys) await ports.accounts.forgive(key)
    },
  })
}

const TOO_MANY = (until: Instant) =>
  refuse(
    'sign-in/too-many',
    'That was tried too often.',
    `Wait until ${until.slice(11, 16)} UTC; or ask an administrator for a way back in.`,
  )

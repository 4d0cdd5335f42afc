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

/**
 * Counts a try before it is made, so that a hundred at once are a hundred. Refused beyond a limit, whatever is right, and then the limits
 * behind it do not count it: the narrowest stands first, so that whoever shouts from one place does not use up what others have.
 */
export async function limited(limits: readonly Limit[], ports: Ports): Promise<Result<Limited>> {
  const keys: Uint8Array[] = []
  for (const { about, tries } of limits) {
    const key = digestOf(about, ports)
    const tried = await ports.accounts.tryOnce(key, WITHIN_MS)
    if (!tried.ok) return tried
    if (tried.value.tries > tries) return TOO_MANY(tried.value.until)
    keys.push(key)
  }
  return ok({
    async forgive() {
      for (const key of keys) await ports.accounts.forgive(key)
    },
  })
}

/** Of whom an address is: each of IPv4 is somebody's own, of IPv6 whoever has one has the other 2^64 of its network as well. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address
  const [head = '', tail] = address.toLowerCase().split('::')
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before!.length - after!.length)
  const groups = [...before!, ...Array.from({ length: zeros }, () => '0'), ...after!]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

const TOO_MANY = (until: Instant) =>
  refuse(
    'sign-in/too-many',
    'That was tried too often.',
    `Wait until ${until.slice(11, 16)} UTC; or ask an administrator for a way back in.`,
  )

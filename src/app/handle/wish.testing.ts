import { createHash, randomBytes } from 'node:crypto'
import type { Wish } from '../../core/case/command.ts'
import { DEFAULT_RULES, type Rules } from '../../core/case/rules.ts'
import { type Actor, type CaseId, type Product, uuidv7 } from '../../core/ids.ts'
import { instantFromMillis, type Instant } from '../../core/instant.ts'
import type { Opening, Sealed } from '../../core/log/entry.ts'
import { seal } from '../../core/log/seal.ts'
import { ROLES } from '../../core/policy/role.ts'
import { defaultPolicy } from '../policy.ts'
import type { Wished } from './wished.ts'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const ALWAYS = '0001-01-01T00:00:00.000Z' as Instant

/** Everybody is named after their role, but for one engineer and two pipelines. */
export const RULES: Rules = {
  ...DEFAULT_RULES,
  policy: defaultPolicy({ sha256: (text) => createHash('sha256').update(text).digest('hex') }).digest,
  people: new Map([
    ...ROLES.map((role) => [role as string as Actor, [{ role, since: ALWAYS }]] as const),
    ['let-in' as Actor, [{ role: 'engineer', since: ALWAYS }]],
    ['payments-only' as Actor, [{ role: 'pipeline', since: ALWAYS }]],
    ['shop-only' as Actor, [{ role: 'pipeline', since: ALWAYS }]],
  ]),
}

export const commandId = () => uuidv7(instantFromMillis(Date.now()), randomBytes(10))

/** A wish by an analyst, with the words it leans on. */
export function wished(
  on: CaseId | 'new',
  wish: (words: (text: string) => Sealed) => Wish,
  by: string = 'analyst',
): Wished {
  const openings: Opening[] = []
  const words = (text: string) => {
    const one = seal(randomBytes(16), text, sha256)
    if (!one.ok) throw new Error(one.problem.message)
    openings.push(one.value.opening)
    return one.value.sealed
  }
  return { id: commandId(), by: by as Actor, on, wish: wish(words), openings }
}

export const opening = (name = 'Quiet Harbour') =>
  wished('new', (words) => ({ type: 'open', name, title: words('SQL injection in the login') }))

export const placing = (on: string, product = 'payments') =>
  wished(on as CaseId, (words) => ({
    type: 'place',
    product: product as Product,
    affected: { digests: [], commits: [], versions: ['2.4.0'] },
    reason: words('Anybody can read the accounts.'),
  }))

export const acknowledging = (on: string) => wished(on as CaseId, () => ({ type: 'acknowledge' }), 'security-manager')

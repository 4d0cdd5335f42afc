import type { Case } from '../core/case/case.ts'
import { levelOf } from '../core/case/circle.ts'
import type { Rules } from '../core/case/rules.ts'
import type { CaseId } from '../core/ids.ts'
import { POLICY } from '../core/policy/governance.ts'
import type { Role } from '../core/policy/role.ts'
import type { Feed, News } from './feed.ts'
import { isCase } from './handle/kinds/cases.ts'
import type { Principal } from './ports/principal.ts'

export interface Listening {
  /** Who listens, as they are by now; undefined: nobody any more. */
  readonly who: () => Principal | undefined
  readonly rules: () => Rules
  readonly stateOf: (id: CaseId) => Case | undefined
}

/** What is new, without what whoever listens may not know of. */
export const heardBy = (feed: Feed, listening: Listening): Feed => ({
  async *follow(since, signal) {
    for await (const news of feed.follow(since, signal)) if (mayHear(news, listening)) yield news
  },
})

/** Who comes and goes is their affair alone, as is every stream that is not named here. */
const OVERSEES: readonly Role[] = ['administrator', 'auditor', 'security-manager']

function mayHear({ stream }: Pick<News, 'stream'>, { who, rules, stateOf }: Listening): boolean {
  const reader = who()
  if (!reader || reader.roles.length === 0) return false
  const { products, roles } = reader
  const [kind, product] = partsOf(stream)
  if (isCase(stream)) {
    const state = products && stateOf(stream)
    return products === undefined || (state !== undefined && levelOf(state, reader, rules()) !== 'nothing')
  }
  if (kind === 'inventory') return products?.some((one) => one === product) ?? true
  if (products) return false
  return stream === POLICY || stream === 'log' || roles.some((role) => OVERSEES.includes(role))
}

/** What stands before its slash, and behind it. */
function partsOf(stream: string): readonly [string, string] {
  const slash = stream.indexOf('/')
  return slash < 0 ? [stream, ''] : [stream.slice(0, slash), stream.slice(slash + 1)]
}

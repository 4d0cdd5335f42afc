import type { Grounds } from '../core/gate/evaluate.ts'
import type { Problem, Result } from '../core/problem.ts'
import { loadPolicy } from './policy.ts'
import type { Ports } from './ports.ts'

/** Where they are read from, as it comes from the edge. */
export interface GroundsWords {
  /** The organisation's policy, then the repository's. */
  readonly policies: readonly string[]
  /** A file of what is in production. */
  readonly baseline?: string
  /** How the product is reached: `public`, `internal` … */
  readonly exposure?: string
  /** Only ask what would be: exit 0, and never a pass. */
  readonly observe: boolean
}

/** What a question is judged on, beside the reports: policy, feeds and baseline, read from where the request says. */
export async function groundsOf(request: GroundsWords, ports: Ports): Promise<Result<Grounds, readonly Problem[]>> {
  const policy = await loadPolicy(request.policies, ports)
  if (!policy.ok) return policy
  const { exposure } = request
  const feeds = (await import('./feeds.ts')).loadFeeds(ports.data)
  if (!feeds.ok) return { ok: false, problem: [feeds.problem] }
  const grounds = {
    policy: policy.value,
    holds: [],
    feeds: feeds.value,
    enforced: !request.observe,
    ...(exposure !== undefined && { exposure }),
  }
  if (request.baseline === undefined) return { ok: true, value: grounds }
  const { loadBaseline } = await import('./baseline.ts')
  const baseline = loadBaseline(request.baseline, ports)
  return baseline.ok
    ? { ok: true, value: { ...grounds, baseline: baseline.value } }
    : { ok: false, problem: [baseline.problem] }
}

import type { Rules } from '../core/case/rules.ts'
import type { Digest } from '../core/ids.ts'
import type { Policy } from '../core/policy/policy.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import { rulesUnder } from './case-file.ts'
import type { Ready, RulesFor } from './handle/rules.ts'
import { defaultPolicy, textDigest } from './policy.ts'
import type { Hash } from './ports.ts'
import type { PolicyTexts } from './ports/policies.ts'

/** The organisation's policies, read from their texts: those that were or may come in force. */
export interface Policies {
  readonly ready: Ready
  /** One that was made ready; the default, where the server has none. */
  of(digest: Digest | undefined): Policy
  readonly rules: RulesFor
  /** Policy and rules: the same objects as long as neither the policy nor anybody's role is another one. */
  under(people: Rules['people'], digest: Digest | undefined): { readonly policy: Policy; readonly rules: Rules }
  /** What a text is known by, before anybody reads it. */
  digestOf(text: string): Digest
  /** Reads a text, or says everything that is wrong with it. */
  read(file: string, text: string): Promise<Result<Policy, readonly Problem[]>>
}

export function policies({ texts, hash }: { readonly texts: PolicyTexts; readonly hash: Hash }): Policies {
  const standard = defaultPolicy(hash)
  const known = new Map<Digest, Policy>([[standard.digest, standard]])

  async function read(file: string, text: string): Promise<Result<Policy, readonly Problem[]>> {
    const { readPolicy } = await import('../texts/policy/read.ts')
    const policy = readPolicy(file, text, textDigest(text, hash))
    return policy.ok ? ok(policy.value.policy) : policy
  }
  async function load(digest: Digest): Promise<Result<void>> {
    const text = await texts.text(digest)
    if (!text.ok) return text
    if (text.value === undefined || textDigest(text.value, hash) !== digest) return MISSING(digest)
    const policy = await read('policy', text.value)
    if (!policy.ok) return UNREADABLE(digest, policy.problem)
    known.set(digest, policy.value)
    return ok(undefined)
  }
  function of(digest: Digest | undefined): Policy {
    const policy = digest === undefined ? standard : known.get(digest)
    if (!policy) throw new Error(`the policy ${digest} was not made ready`)
    return policy
  }

  let last: { readonly policy: Policy; readonly rules: Rules } | undefined

  return {
    of,
    digestOf: (text) => textDigest(text, hash),
    read,
    under(people, digest) {
      const policy = of(digest)
      if (last?.policy !== policy || last.rules.people !== people) last = { policy, rules: rulesUnder(policy, people) }
      return last
    },
    rules: (people, digest) => rulesUnder(of(digest), people),
    async ready(digests) {
      for (const digest of digests) {
        const loaded = known.has(digest) ? undefined : await load(digest)
        if (loaded && !loaded.ok) return loaded
      }
      return ok(undefined)
    },
  }
}

const MISSING = (digest: Digest): Result<never> =>
  refuse(
    'store/no-policy',
    `The text of the policy ${digest} is not in the store as it was.`,
    'Nothing is decided without it: restore a backup.',
  )
const UNREADABLE = (digest: Digest, [first]: readonly Problem[]): Result<never> =>
  refuse(
    'store/no-policy',
    `The policy ${digest} cannot be read: ${first?.message ?? 'why?'}`,
    'Nothing is decided without it: run the newest Holdpoint.',
  )

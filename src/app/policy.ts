import type { Digest } from '../core/ids.ts'
import { DEFAULT_POLICY } from '../core/policy/default.ts'
import type { Policy } from '../core/policy/policy.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import type { Hash, ReadPorts } from './ports.ts'

export const MAX_POLICY_BYTES = 4 * 2 ** 20

/** The default policy, under the digest of what it says. */
export function defaultPolicy({ sha256 }: Hash): Policy {
  return { ...DEFAULT_POLICY, digest: `sha256:${sha256(JSON.stringify(DEFAULT_POLICY))}` as Digest }
}

/** The organisation's policy and, over it, the repository's own file; without a path, the default. */
export async function loadPolicy(
  paths: readonly string[],
  ports: ReadPorts,
): Promise<Result<Policy, readonly Problem[]>> {
  const [organisation, repository, third] = paths
  if (organisation === undefined) return ok(defaultPolicy(ports.hash))
  if (third !== undefined)
    return no(
      problem(
        'policy/too-many',
        'At most two policies fit together.',
        "Give the organisation's first, then the repository's.",
        { file: third },
      ),
    )
  const text = ports.files.text(organisation, MAX_POLICY_BYTES)
  if (!text.ok) return no(text.problem)
  const { readPolicy } = await import('../texts/policy/read.ts')
  const read = readPolicy(organisation, text.value, textDigest(text.value, ports.hash))
  if (!read.ok) return read
  return repository === undefined ? ok(read.value.policy) : lay(read.value.policy, repository, ports)
}

async function lay(organisation: Policy, file: string, ports: ReadPorts): Promise<Result<Policy, readonly Problem[]>> {
  const text = ports.files.text(file, MAX_POLICY_BYTES)
  if (!text.ok) return no(text.problem)
  const { layer } = await import('../texts/policy/layer.ts')
  const own = textDigest(text.value, ports.hash)
  return layer(organisation, file, text.value, textDigest(`${organisation.digest}\n${own}`, ports.hash))
}

/** What a policy is known by. */
export const textDigest = (text: string, { sha256 }: Hash) => `sha256:${sha256(text)}` as Digest
const no = (found: Problem): Result<never, readonly Problem[]> => ({ ok: false, problem: [found] })

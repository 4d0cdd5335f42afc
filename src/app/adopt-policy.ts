import { uuidv7 } from '../core/ids.ts'
import { CONSOLE } from '../core/people/decide.ts'
import { POLICY } from '../core/policy/governance.ts'
import type { Policy } from '../core/policy/policy.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import type { Gatekeeper } from './gatekeeper.ts'
import type { Desk } from './handle/handle.ts'
import { loadPolicy, MAX_POLICY_BYTES } from './policy.ts'
import type { Chance, Clock, Ports } from './ports.ts'
import type { PolicyTexts } from './ports/policies.ts'

/** A policy's file, as somebody who starts a server names it. */
export interface GivenPolicy {
  readonly file: string
  readonly text: string
  readonly policy: Policy
}

export async function givenPolicy(
  file: string | undefined,
  ports: Ports,
): Promise<Result<GivenPolicy | undefined, readonly Problem[]>> {
  if (file === undefined) return ok(undefined)
  const text = ports.files.text(file, MAX_POLICY_BYTES)
  if (!text.ok) return { ok: false, problem: [text.problem] }
  const policy = await loadPolicy([file], ports)
  return policy.ok ? ok({ file, text: text.value, policy: policy.value }) : policy
}

export interface AdoptPorts {
  readonly desk: Desk
  readonly gatekeeper: Pick<Gatekeeper, 'look' | 'under'>
  readonly texts: PolicyTexts
  readonly clock: Clock
  readonly chance: Chance
}

/**
 * Makes a file the policy of a server that has none and no case yet. On any other it has to be the policy in force: whoever starts a
 * server does not change by that what people are held to.
 */
export async function adoptPolicy(
  given: GivenPolicy | undefined,
  { desk, gatekeeper, texts, clock, chance }: AdoptPorts,
): Promise<Result<void>> {
  const seen = await gatekeeper.look()
  if (!seen.ok) return seen
  const inForce = () => gatekeeper.under().policy
  if (!given || given.policy.digest === inForce().digest) return ok(undefined)
  if (seen.value.cases > 0) return OTHER(given.file, inForce().name)
  const kept = await texts.keep(given.policy.digest, given.text)
  if (!kept.ok) return kept
  const adopted = await desk.handle({
    id: uuidv7(clock.now(), chance.bytes(10)),
    by: CONSOLE,
    on: POLICY,
    wish: { type: 'adopt_policy', text: given.policy.digest },
    openings: [],
  })
  if (!adopted.ok) return adopted.problem.code === 'policy/needs-two' ? OTHER(given.file, inForce().name) : adopted
  const again = await gatekeeper.look()
  return again.ok ? ok(undefined) : again
}

const OTHER = (file: string, name: string): Result<never> =>
  refuse(
    'policy/other-in-force',
    `${file} is not the policy that this server decides under ("${name}").`,
    'Start it without --policy, then propose the file: `holdpoint policy propose <file>`; a second person approves it.',
  )

import { type CaseFile, readCase } from '../core/case/decode.ts'
import { evolve } from '../core/case/evolve.ts'
import { type Case, noCase } from '../core/case/case.ts'
import type { Grant, Rules } from '../core/case/rules.ts'
import type { Actor } from '../core/ids.ts'
import type { Instant } from '../core/instant.ts'
import type { Policy } from '../core/policy/policy.ts'
import { ROLES } from '../core/policy/role.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import { loadPolicy } from './policy.ts'
import type { ReadPorts } from './ports.ts'

const MAX_CASE_BYTES = 256 * 2 ** 20
const MAX_PEOPLE_BYTES = 2 ** 20

/** A case as its file tells it: what happened, and what it amounts to. */
export interface OpenCase extends CaseFile {
  readonly state: Case
}

/** Reads a case file up to a moment: what happened later is as if it had not, what is later than now is refused. */
export function openCase(file: string, until: Instant, ports: ReadPorts): Result<OpenCase> {
  const text = ports.files.text(file, MAX_CASE_BYTES)
  if (!text.ok) return text
  const read = readCase(text.value.split('\n'), file, ports.clock.now(), ports.crypto.sha256)
  if (!read.ok) return read
  const events = read.value.events.filter(({ at }) => at <= until)
  return ok({ ...read.value, events, state: events.reduce(evolve, noCase(read.value.id)) })
}

/** The rules of the policy in force, and who is who; without a file, each role stands for whoever has it. */
export async function rulesFor(
  {
    people,
    policies = [],
  }: { readonly people?: string | undefined; readonly policies?: readonly string[] | undefined },
  ports: ReadPorts,
): Promise<Result<Rules, readonly Problem[]>> {
  const policy = await loadPolicy(policies, ports)
  if (!policy.ok) return policy
  if (people === undefined) return ok(rulesUnder(policy.value))
  const text = ports.files.text(people, MAX_PEOPLE_BYTES)
  if (!text.ok) return { ok: false, problem: [text.problem] }
  const { readPeople } = await import('../texts/people.ts')
  const read = readPeople(people, text.value)
  return read.ok ? ok(rulesUnder(policy.value, read.value)) : read
}

/** What a policy says of cases; without people, each role stands for whoever has it. */
export function rulesUnder(policy: Policy, people: Rules['people'] = ANYBODY): Rules {
  return { ...policy.cases, policy: policy.digest, people }
}

const ALWAYS = '0001-01-01T00:00:00.000Z' as Instant
const ANYBODY: ReadonlyMap<Actor, readonly Grant[]> = new Map(
  ROLES.map((role) => [role as string as Actor, [{ role, since: ALWAYS }]]),
)

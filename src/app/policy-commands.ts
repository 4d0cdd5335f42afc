import { evaluate } from '../core/gate/evaluate.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Problem, Result } from '../core/problem.ts'
import { policyForm } from '../texts/policy/form.ts'
import { POLICY_TEMPLATE } from '../texts/policy/template.ts'
import { explanationText } from '../writers/terminal/explanation.ts'
import { type Answer, print, refusal } from './answer.ts'
import { loadFeeds } from './feeds.ts'
import { loadPolicy } from './policy.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
import { gather } from './reports.ts'

/** `holdpoint policy init`: the default policy, every line explained; to be made one's own. */
export const policyInit = (ports: Ports): Answer => print(POLICY_TEMPLATE, ports)

/** `holdpoint policy schema`: JSON Schema for editors, made from what is accepted. */
export async function policySchema(ports: Ports): Promise<Answer> {
  const { toJSONSchema } = await import('zod')
  return print(`${JSON.stringify(toJSONSchema(policyForm, { io: 'input' }), null, 2)}\n`, ports)
}

/** `holdpoint policy check`: is it sound? Everything that is not, with its line and a caret. */
export async function policyCheck(paths: readonly string[], ports: Ports): Promise<Answer> {
  const policy = await loadPolicy(paths, ports)
  if (!policy.ok) return refusal(policy.problem, ports)
  const { name, rules, raises, ignore, digest, repository } = policy.value
  const over = repository ? `, and over it ${repository.name}: ${repository.rules.length} rules` : ''
  return print(
    `Sound: ${name}, ${rules.length} rules, ${raises.length} raises, ${ignore.length} ignore entries${over}.\n${digest}\n`,
    ports,
  )
}

export interface ExplainRequest extends QuestionWords {
  readonly paths: readonly string[]
  readonly policies: readonly string[]
  /** A changed policy: what would it do with the same reports? */
  readonly changed?: string
}

/** `holdpoint policy explain`: which rule met which finding and, with a changed policy, what would be different. */
export async function policyExplain(request: ExplainRequest, ports: Ports): Promise<Answer> {
  const question = questionOf(request, ports.clock.now())
  if (!question.ok) return refusal([question.problem], ports)
  const policies: Policy[] = []
  for (const paths of [request.policies, ...(request.changed === undefined ? [] : [[request.changed]])]) {
    const policy: Result<Policy, readonly Problem[]> = await loadPolicy(paths, ports)
    if (!policy.ok) return refusal(policy.problem, ports)
    policies.push(policy.value)
  }
  const feeds = loadFeeds(ports.data)
  if (!feeds.ok) return refusal([feeds.problem], ports)
  const heard: Explained[] = []
  for (const policy of policies) {
    const one: Explained = { policy, judged: [], decision: 'clear' }
    const grounds = { policy, holds: [], feeds: feeds.value, enforced: false }
    const { verdict } = evaluate(question.value, await gather(request.paths, ports), grounds, {
      heard: (judged) => one.judged.push(judged),
      ended: () => {},
    })
    heard.push({ ...one, decision: verdict.decision })
  }
  return print(explanationText(heard[0]!, heard[1], ports.terminal.style), ports)
}

type Explained = Parameters<typeof explanationText>[0]

import { evaluate } from '../../../src/core/gate/evaluate.ts'
import { question, report } from '../../../src/core/gate/gate.testing.ts'
import { finding } from '../../../src/core/finding/finding.testing.ts'
import type { Finding } from '../../../src/core/finding/finding.ts'
import { SEVERITIES } from '../../../src/core/finding/severity.ts'
import { judge } from '../../../src/core/policy/judge.ts'
import { DECISION_OF, type Policy } from '../../../src/core/policy/policy.ts'
import type { Problem } from '../../../src/core/problem.ts'
import { readBaseline } from '../../../src/texts/baseline.ts'
import { readPeople } from '../../../src/texts/people.ts'
import { layer } from '../../../src/texts/policy/layer.ts'
import { readPolicy } from '../../../src/texts/policy/read.ts'
import { POLICY_TEMPLATE } from '../../../src/texts/policy/template.ts'
import { verdictMarkdown } from '../../../src/writers/markdown/verdict.ts'
import { problemText } from '../../../src/writers/terminal/problem.ts'
import { verdictText } from '../../../src/writers/terminal/verdict.ts'
import { DIGEST, filesIn, memory, oddChunks, textOf, utf8 } from '../memory.ts'
import { harmless, soundProblem } from '../promises.ts'
import { must, type Target } from '../target.ts'
import { plain } from './reports.ts'

const FILE = 'file.yaml'

/** Findings of every severity and sort. */
const FINDINGS: readonly Finding[] = [
  ...SEVERITIES.map((severity) => finding({ severity, keys: [{ basis: 'stated', parts: [severity] }] })),
  finding({ kind: 'secret', severity: 'low', locations: [{ file: 'src/a.ts', line: 1 }], rule: { id: 'r' } }),
  finding({
    severity: 'medium',
    advisories: ['CVE-2021-44228'],
    component: { name: 'log4j', version: '1' },
    cwes: [89],
  }),
  finding({ vector: { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }, fixedIn: ['2'] }),
]

const STRICT = `schema: holdpoint/policy/v1
name: Acme
contact: on call
valid_minutes: 30
severity:
  names: { critical: "Severity 3" }
  raise:
    - { id: exploited, when: { kev: true, epss: { at_least: 0.1 }, exposure: public }, to: critical }
rules:
  - { id: bad, when: { severity: { at_least: high }, score: { at_least: 7.5 }, cwe: [79, 89] }, treatment: remediate, because: b, who_can_lift: [security-manager] }
  - { id: own, when: { component: "log4*", kind: secret, new: true }, treatment: contain, because: c }
  - { id: rest, treatment: assess, because: r }
evidence: { require: [sarif], max_age_hours: 72 }
baseline: { owners: [ben], max_age_days: 30 }
`
const TRUSTING = `${STRICT}trusted_authors: [ana]
ignore:
  - { advisory: CVE-2021-44228, owner: ana, author: ana, reason: not reachable, until: 2027-01-01T00:00:00Z }
`
const OVER = `schema: holdpoint/policy/v1
name: payments
valid_minutes: 3
severity:
  raise: [{ id: ours, when: { component: "log4*" }, to: critical }]
rules:
  - { id: secrets, when: { kind: secret }, treatment: remediate, because: s }
evidence: { require: [trivy], max_age_hours: 24 }
`

/** A text that is read, or refused with reasons that can be shown. */
const read = <T>(
  input: Uint8Array,
  reader: (text: string) => { ok: true; value: T } | { ok: false; problem: readonly Problem[] },
): T | undefined => {
  const text = textOf(input)
  if (text === undefined) return undefined
  const result = reader(text)
  if (result.ok) return result.value
  must(result.problem.length > 0, 'a refusal has a reason')
  shown(result.problem)
  return undefined
}

function shown(problems: readonly Problem[]): void {
  for (const problem of problems) {
    soundProblem(problem, FILE)
    harmless(problemText(problem, plain), 'the text of a problem')
  }
}

/** An organisation's policy: whatever it says, it can be applied, and what it does can be shown. */
const policy: Target = {
  name: 'policy',
  seeds: [utf8(TRUSTING), utf8(POLICY_TEMPLATE)],
  check(input) {
    const policy = read(input, (text) => readPolicy(FILE, text, DIGEST))?.policy
    if (!policy) return
    must(policy.rules.length > 0, 'a policy has rules')
    must(policy.validMinutes >= 1 && policy.validMinutes <= 60, 'an answer is good for 1 to 60 minutes')
    must(
      policy.ignore.every(({ until }) => /^\d{4}-/.test(until)),
      'nothing is ignored for ever',
    )
    const evaluation = evaluate(question, [report(FINDINGS)], { policy, holds: [], feeds: {}, enforced: true })
    harmless(verdictText(evaluation, plain), 'the text of a verdict')
    harmless(verdictMarkdown(evaluation), 'Markdown')
  },
}

/** A repository's policy over the organisation's: whatever it says, no finding is treated more mildly. */
const repository: Target = {
  name: 'policy/repository',
  seeds: [utf8(OVER)],
  check(input) {
    const over = read(input, (text) => layer(ORGANISATION, FILE, text, DIGEST))
    if (!over) return
    const { evidence, validMinutes, ignore } = ORGANISATION
    for (const finding of FINDINGS)
      must(weight(finding, over) >= weight(finding, ORGANISATION), 'a repository only tightens', () => finding.title)
    must(over.validMinutes <= validMinutes, 'a repository only shortens')
    must((over.evidence.maxAgeHours ?? Infinity) <= evidence.maxAgeHours!, 'a repository only demands fresher evidence')
    must(
      evidence.require.every((one) => over.evidence.require.includes(one)),
      'a repository drops no demand',
    )
    must(over.ignore.length === ignore.length, 'a repository ignores nothing by authors without trust')
  },
}

const organisation = readPolicy(FILE, STRICT, DIGEST)
if (!organisation.ok) throw new Error(organisation.problem[0]?.message)
const ORGANISATION = organisation.value.policy

function weight(finding: Finding, policy: Policy): number {
  const { product, environment, now } = question
  const { rule, excuse } = judge(finding, policy, { product, environment, now, feeds: {} })
  return excuse ? 0 : { clear: 0, unknown: 1, held: 2 }[DECISION_OF[rule.treatment]]
}

const people: Target = {
  name: 'people',
  seeds: [
    ...filesIn('examples', /^people\.yaml$/),
    utf8(
      'schema: holdpoint/people/v1\npeople:\n  ana: [analyst, ci]\n  ben: { role: analyst, since: 2026-01-01T00:00:00Z, until: 2027-01-01T00:00:00Z }\n',
    ),
  ],
  check(input) {
    const people = read(input, (text) => readPeople(FILE, text))
    if (people)
      must(
        [...people.values()].every((grants) => grants.length > 0 && grants.every(({ role, since }) => role && since)),
        'everybody has a role',
      )
  },
}

const baseline: Target = {
  name: 'baseline',
  seeds: [
    utf8(
      JSON.stringify({
        schema: 'holdpoint/baseline/v1',
        product: 'payments',
        owner: 'ben',
        made_at: '2026-11-20T14:00:00.000Z',
        findings: [{ id: 'ab'.repeat(16), also: ['cd'.repeat(16)], title: 'x' }, { id: '01'.repeat(16) }],
      }),
    ),
  ],
  check(input) {
    const result = readBaseline(memory(FILE, input, oddChunks(input)))
    if (!result.ok) return shown([result.problem])
    const { identities, owner, product } = result.value
    must(
      [...identities].every((id) => /^[0-9a-f]{32}$/.test(id)),
      'a baseline names identities only',
    )
    must(owner !== '' && product !== '', 'a baseline has an owner and a product')
  },
}

export const texts: readonly Target[] = [policy, repository, people, baseline]

import { expect, test } from 'vitest'
import type { Digest } from '../../core/ids.ts'
import { DEFAULT_POLICY } from '../../core/policy/default.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { layer } from './layer.ts'
import { readPolicy } from './read.ts'
import { POLICY_TEMPLATE } from './template.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}` as Digest
const read = (text: string) => readPolicy('org.yaml', text, DIGEST)
const problems = (text: string) => {
  const result = read(text)
  return result.ok ? [] : result.problem
}

const HEAD = 'schema: holdpoint/policy/v1\nname: Acme\ncontact: on call\n'
const RULES = 'rules:\n  - id: all\n    treatment: remediate\n    because: we fix all\n'

test('the commented default says exactly what holds without a policy', () => {
  expect(read(POLICY_TEMPLATE)).toMatchObject({ ok: true, value: { policy: { ...DEFAULT_POLICY, digest: DIGEST } } })
})

test('the least that a policy may say is a name, a contact and a rule', () => {
  expect(read(HEAD + RULES)).toMatchObject({
    ok: true,
    value: {
      policy: {
        name: 'Acme',
        contact: 'on call',
        validMinutes: 5,
        rules: [{ id: 'all', when: [], treatment: 'remediate', whoCanLift: [] }],
      },
    },
  })
})

test('conditions are thresholds over named fields', () => {
  const when =
    '{ severity: { at_least: high }, epss: { at_least: 0.1 }, score: { at_most: 8.9 }, kev: true, cwe: [79, 89], kind: secret, component: "open*" }'
  const result = read(`${HEAD}rules:\n  - id: r\n    when: ${when}\n    treatment: contain\n    because: x\n`)
  expect(result.ok && result.value.policy.rules[0]?.when).toEqual([
    { field: 'severity', atLeast: 'high' },
    { field: 'cwe', oneOf: [79, 89] },
    { field: 'kind', oneOf: ['secret'] },
    { field: 'score', atMost: 8.9 },
    { field: 'epss', atLeast: 0.1 },
    { field: 'kev', is: true },
    { field: 'component', like: ['open*'] },
  ])
})

test.each([
  [
    'a slip in a severity',
    `${HEAD}rules:\n  - id: r\n    when: { severity: { at_least: hihg } }\n    treatment: remediate\n    because: x\n`,
    'policy/unknown-word',
    { line: 6, column: 35 },
    'Did you mean "high"?',
  ],
  [
    'a slip in a key',
    `${HEAD}conatct: x\n${RULES}`,
    'policy/unknown-key',
    { line: 4, column: 1 },
    'Did you mean "contact"?',
  ],
  [
    'a slip in a field',
    `${HEAD}rules:\n  - id: r\n    when: { epps: 1 }\n    treatment: note\n    because: x\n`,
    'policy/unknown-key',
    { line: 6, column: 13 },
    'Did you mean "epss"?',
  ],
  [
    'a slip in a treatment',
    `${HEAD}${RULES.replace('remediate', 'remidiate')}`,
    'policy/unknown-word',
    { line: 6, column: 16 },
    'Did you mean "remediate"?',
  ],
  [
    'a slip in a role',
    `${HEAD}${RULES}    who_can_lift: [security-manger]\n`,
    'policy/unknown-word',
    { line: 8, column: 20 },
    'Did you mean "security-manager"?',
  ],
  [
    'no contact',
    `schema: holdpoint/policy/v1\nname: Acme\n${RULES}`,
    'policy/missing',
    { line: 1, column: 1 },
    undefined,
  ],
  ['no rules', `${HEAD}rules: []\n`, 'policy/out-of-range', { line: 4, column: 8 }, undefined],
  [
    'a number where a list belongs',
    `${HEAD}${RULES}trusted_authors: 3\n`,
    'policy/wrong-type',
    { line: 8, column: 18 },
    undefined,
  ],
  [
    'a time that is none',
    `${HEAD}${RULES}ignore:\n  - { rule: x, owner: a, author: b, reason: c, until: tomorrow }\n`,
    'policy/unreadable',
    { line: 9, column: 55 },
    'Write it as 2026-11-20T14:00:00Z.',
  ],
  [
    'an entry that would ignore everything',
    `${HEAD}${RULES}ignore:\n  - { owner: a, author: b, reason: c, until: 2026-12-24T12:00:00Z }\n`,
    'policy/ignores-everything',
    { line: 9, column: 5 },
    'Name a finding, advisory, component, rule or file.',
  ],
  [
    'an entry without an end',
    `${HEAD}${RULES}ignore:\n  - { rule: x, owner: a, author: b, reason: c }\n`,
    'policy/missing',
    { line: 9, column: 5 },
    undefined,
  ],
  [
    'two rules of one name',
    `${HEAD}rules:\n  - { id: a, when: { kev: true }, treatment: note, because: x }\n  - { id: a, treatment: note, because: x }\n`,
    'policy/duplicate-rule',
    { line: 6, column: 11 },
    expect.any(String),
  ],
  [
    'a rule behind one that takes everything',
    `${HEAD}${RULES}  - { id: late, treatment: note, because: x }\n`,
    'policy/unreachable-rule',
    { line: 8, column: 11 },
    'Move it up.',
  ],
  [
    'minutes beyond the hour',
    `${HEAD}valid_minutes: 61\n${RULES}`,
    'policy/out-of-range',
    { line: 4, column: 16 },
    undefined,
  ],
  ['YAML that is none', `${HEAD}rules: [\n`, expect.stringMatching(/^yaml\//), expect.anything(), expect.anything()],
])('%s is shown with line, column and suggestion', (_, text, code, at, hint) => {
  const [first] = problems(text)
  expect(first).toMatchObject({
    code,
    at: typeof at === 'object' && 'line' in at ? { file: 'org.yaml', ...at } : at,
    ...(hint !== undefined && { hint }),
  })
})

test('everything that is wrong is said at once, in the order of the text', () => {
  const all = problems(
    `schema: holdpoint/policy/v1\nname: Acme\ncontact: x\nrules:\n  - { id: A!, treatment: nothing, because: x, extra: 1 }\n`,
  )
  expect(all.map(({ code }) => code)).toEqual(['policy/unreadable', 'policy/unknown-word', 'policy/unknown-key'])
})

const organisation = (): Policy => {
  const result = read(
    `${HEAD}${RULES}trusted_authors: [ana]\nevidence: { max_age_hours: 24 }\ncases: { lift: { people: { critical: 2 } } }\n`,
  )
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value.policy
}
const lay = (text: string) =>
  layer(organisation(), 'repo.yaml', `schema: holdpoint/policy/v1\nname: repo\n${text}`, DIGEST)

test('a repository may add rules that hold, raises, evidence and shorter times', () => {
  const result = lay(
    'valid_minutes: 1\nevidence: { max_age_hours: 8, require: [trivy] }\nseverity: { raise: [{ id: r, when: { kind: secret }, to: critical }] }\n' +
      'rules:\n  - { id: no-secrets, when: { kind: secret }, treatment: remediate, because: x }\nignore:\n  - { rule: x, owner: o, author: ana, reason: c, until: 2026-12-24T12:00:00Z }\n',
  )
  expect(result).toMatchObject({
    ok: true,
    value: {
      validMinutes: 1,
      evidence: { maxAgeHours: 8, require: ['trivy'] },
      ignore: [{ author: 'ana' }],
      repository: { name: 'repo', rules: [{ id: 'no-secrets' }], raises: [{ id: 'r' }] },
    },
  })
})

test('a repository may be stricter with its cases', () => {
  const result = lay(
    'cases:\n  lift: { people: { high: 2 } }\n  regression: { medium: full }\n  override_max_hours: 1\n  confirm_hours: 2\n  reading: { restricted: [critical, high, unknown, medium] }\n' +
      '  acceptance: { by_severity: { high: { level: 2, max_days: 3 } } }\n',
  )
  const { cases } = organisation()
  expect(result).toMatchObject({
    ok: true,
    value: {
      cases: {
        ...cases,
        reading: { ...cases.reading, restricted: ['critical', 'high', 'unknown', 'medium'] },
        lifters: { ...cases.lifters, high: 2 },
        regression: { ...cases.regression, medium: 'full' },
        acceptance: { bySeverity: { ...cases.acceptance.bySeverity, high: { level: 2, maxDays: 3 } } },
        overrideMaxHours: 1,
        confirmHours: 2,
      },
    },
  })
})

test.each([
  ['lets findings pass', 'rules:\n  - { id: soft, treatment: note, because: x }\n', { line: 4, column: 28 }],
  ["takes a rule's name", 'rules:\n  - { id: all, treatment: remediate, because: x }\n', { line: 4, column: 11 }],
  ['takes older evidence', 'evidence: { max_age_hours: 48 }\n', { line: 3, column: 28 }],
  ['relies on answers for longer', 'valid_minutes: 30\n', { line: 3, column: 16 }],
  [
    'excuses by an author whom the organisation does not trust',
    'ignore:\n  - { rule: x, owner: o, author: eve, reason: c, until: 2026-12-24T12:00:00Z }\n',
    { line: 4, column: 34 },
  ],
  ['lets fewer people lift', 'cases: { lift: { people: { critical: 1 } } }\n', { line: 3, column: 38 }],
  ['asks for less regression', 'cases: { regression: { critical: limited } }\n', { line: 3, column: 34 }],
  [
    'takes a lower authority',
    'cases: { acceptance: { by_severity: { critical: { level: 1, max_days: 1 } } } }\n',
    { line: 3, column: 58 },
  ],
  [
    'accepts for longer',
    'cases: { acceptance: { by_severity: { critical: { level: 2, max_days: 8 } } } }\n',
    { line: 3, column: 71 },
  ],
  ['overrides for longer', 'cases: { override_max_hours: 5 }\n', { line: 3, column: 30 }],
  ['confirms later', 'cases: { confirm_hours: 5 }\n', { line: 3, column: 25 }],
  ['lets more people read', 'cases: { reading: { restricted: [critical, high] } }\n', { line: 3, column: 33 }],
  ['says who reads every case', 'cases: { reading: { always: [viewer] } }\n', { line: 3, column: 21 }],
  ['says who changes the policy', 'changes: { approve: [engineer] }\n', { line: 3, column: 1 }],
  ['says who lifts', 'cases: { lift: { roles: [engineer] } }\n', { line: 3, column: 18 }],
  ['names its own trusted authors', 'trusted_authors: [eve]\n', { line: 3, column: 1 }],
  ['names its own contact', 'contact: nobody\n', { line: 3, column: 1 }],
  ['brings its own baseline owners', 'baseline: { owners: [eve], max_age_days: 365 }\n', { line: 3, column: 1 }],
  ['renames severities', 'severity: { names: { critical: fine } }\n', { line: 3, column: 13 }],
])('a repository that %s loosens, and is refused by name', (_, text, at) => {
  const result = lay(text)
  expect(result.ok || result.problem).toMatchObject([{ code: 'policy/loosens', at: { file: 'repo.yaml', ...at } }])
})

test('a scan opens nothing by default; an organisation may want more, and a repository more than that, never less', () => {
  const says = (what: string, repository: string) => {
    const read = readPolicy('org.yaml', `${HEAD}${RULES}cases: { open_from_scans: ${what} }\n`, DIGEST)
    if (!read.ok) throw new Error(JSON.stringify(read.problem))
    const over = `schema: holdpoint/policy/v1\nname: repo\ncases: { open_from_scans: ${repository} }\n`
    const laid = layer(read.value.policy, 'repo.yaml', over, DIGEST)
    return laid.ok ? laid.value.cases.openFromScans : laid.problem[0]!.code
  }
  expect(DEFAULT_POLICY.cases.openFromScans).toBe('never')
  expect(says('never', 'hold')).toBe('hold')
  expect(says('case', 'case')).toBe('case')
  expect(says('case', 'never')).toBe('policy/loosens')
  expect(says('hold', 'case')).toBe('policy/loosens')
  expect(problems(`${HEAD}${RULES}cases: { open_from_scans: always }\n`)).toHaveLength(1)
})

test('what a policy says of cases is laid over the default, and no further', () => {
  const result = read(`${HEAD}${RULES}cases:
  lift: { roles: [executive], people: { critical: 3 } }
  acceptance:
    levels: [[[executive], [security-manager]]]
    by_severity: { high: { level: 0, max_days: 7 } }
    by_amount: [{ up_to: "50000", currency: EUR, level: 0 }]
  override_max_hours: 2
  reading: { always: [auditor], restricted: [critical], let_in: [executive] }
changes: { approve: [executive] }
`)
  const { cases } = DEFAULT_POLICY
  expect(result.ok && result.value.policy.cases).toEqual({
    ...cases,
    may: { ...cases.may, lift: ['executive'], let_in: ['executive'], approve_policy: ['executive'] },
    reading: { ...cases.reading, always: ['auditor'], restricted: ['critical'] },
    lifters: { ...cases.lifters, critical: 3 },
    acceptance: {
      ...cases.acceptance,
      levels: [[['executive'], ['security-manager']]],
      bySeverity: { ...cases.acceptance.bySeverity, high: { level: 0, maxDays: 7 } },
      byAmount: [{ upTo: { currency: 'EUR', minor: 5_000_000 }, level: 0 }],
    },
    overrideMaxHours: 2,
  })
})

test.for([
  ['levels: []', 'policy/'],
  ['levels: [[]]', 'policy/'],
  [
    'by_amount: [{ up_to: "2", currency: EUR, level: 0 }, { up_to: "2", currency: EUR, level: 1 }]',
    'policy/amounts-not-ascending',
  ],
  [
    'by_amount: [{ up_to: "2", currency: EUR, level: 0 }, { up_to: "3", currency: USD, level: 1 }]',
    'policy/amounts-not-ascending',
  ],
  ['by_amount: [{ up_to: "two", currency: EUR, level: 0 }]', 'money/'],
] as const)(
  'a level with nobody in it, or amounts that do not ascend, are refused at their place: %s',
  ([text, code]) => {
    const found = problems(`${HEAD}${RULES}cases:\n  acceptance:\n    ${text}\n`)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ code: expect.stringContaining(code), at: { file: 'org.yaml', line: 10 } })
  },
)

import type { CaseEvent, EventType } from '../case/event.ts'
import { uuidv7, type Actor } from '../ids.ts'
import { addMillis, type Instant } from '../instant.ts'
import { canonical } from '../log/canonical.ts'
import type { EntryData, Opening, Sealed } from '../log/entry.ts'
import type { Sha256 } from '../log/primitives.ts'
import { seal } from '../log/seal.ts'

const START = '2026-11-19T22:40:00.000Z' as Instant
const digest = (digit: string) => `sha256:${digit.repeat(64)}`
const FINDING = '8'.repeat(32)
const VIEW = {
  severity: 'critical',
  score: 9.8,
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  exploited: true,
  in_production: true,
}

/** Another story: a library with a weakness that is exploited elsewhere, in production already, found late at night. */
const happenings = (
  words: (text: string) => Sealed,
): readonly (readonly [by: string, type: EventType, data: object])[] => [
  ['ana', 'case_opened', { name: 'Still Lantern', title: words('A library of the gateway is exploited elsewhere') }],
  ['ana', 'report_linked', { report: digest('a'), format: 'trivy', findings: 1 }],
  [
    'ana',
    'finding_added',
    {
      finding: FINDING,
      kind: 'vulnerability',
      severity: 'critical',
      title: words('Unpacking an archive writes outside its folder'),
      vector: VIEW.vector,
      tool: 'trivy',
      report: digest('a'),
      component: 'unpack-lite',
      version: '3.1.0',
      fixed_in: ['3.1.2'],
    },
  ],
  [
    'ana',
    'evidence_attached',
    { evidence: digest('b'), bytes: 1870, name: words('production-sbom.json'), sensitive: true },
  ],
  ['ana', 'finding_seen_in_production', { finding: FINDING, evidence: digest('b') }],
  ['ana', 'assessed', { view: VIEW, evidence: [digest('a'), digest('b')] }],
  [
    'ana',
    'hold_placed',
    {
      product: 'gateway',
      environments: ['production'],
      affected: { digests: [digest('0')], commits: [], versions: ['5.2.1', '5.3.0'] },
      reason: words('The library is exploited elsewhere, and the new release carries it too.'),
      provisional: false,
    },
  ],
  [
    'ana',
    'objection_raised',
    {
      kind: 'already_in_production',
      who: 'rel',
      claim: words('It has been live for months. What does holding 5.3.0 change?'),
      interest: words('A night without a release that protects nobody.'),
    },
  ],
  [
    'ana',
    'objection_raised',
    {
      kind: 'limited_regression',
      who: 'lea',
      claim: words('We raise the library tonight, test the upload, and ship at one.'),
      interest: words('Close the hole before the morning.'),
    },
  ],
  [
    'lea',
    'plan_proposed',
    {
      product: 'gateway',
      tasks: [
        {
          task: 'raise',
          title: words('Raise the library, adapt the upload'),
          owner: 'dev',
          low: 1,
          likely: 2,
          high: 5,
          after: [],
        },
        {
          task: 'regression',
          title: words('Retest and full regression'),
          owner: 'cy',
          low: 3,
          likely: 4,
          high: 8,
          after: ['raise'],
        },
      ],
      displaces: [{ owner: 'pam', work: words('The partner’s sandbox waits until Monday') }],
      release: '2026-11-20T13:00:00.000Z',
    },
  ],
  [
    'ben',
    'follow_up_promised',
    { due: '2026-11-20T07:30:00.000Z', about: words('Whether the rule held overnight, and when the correction ships') },
  ],
]

/** The case file, the same each time. */
export function lateNight(sha256: Sha256): string {
  const openings = new Map<string, Opening>()
  const words = (text: string): Sealed => {
    const made = seal(
      Uint8Array.from({ length: 16 }, (_, i) => openings.size * 16 + i),
      text,
      sha256,
    )
    if (!made.ok) throw new Error(made.problem.message)
    openings.set(made.value.sealed.sealed, made.value.opening)
    return made.value.sealed
  }
  const lines = happenings(words).map(([by, type, data], i) => {
    const at = addMillis(START, i * 180_000)
    const command = uuidv7(
      at,
      Uint8Array.from({ length: 10 }, () => i),
    )
    const entry = {
      v: 1,
      stream: 'HP-8',
      n: i + 1,
      type,
      at,
      actor: by as Actor,
      command,
      data: { ...data, policy: digest('9') },
    }
    const seals = JSON.stringify((entry as unknown as CaseEvent).data).match(/(?<="sealed":")[0-9a-f]{64}(?=")/g) ?? []
    const opened = Object.fromEntries(seals.map((each) => [each, { ...openings.get(each)! }]))
    const line = canonical({ entry: entry as unknown as EntryData, openings: opened })
    if (!line.ok) throw new Error(line.problem.message)
    return line.value
  })
  return `${lines.join('\n')}\n`
}

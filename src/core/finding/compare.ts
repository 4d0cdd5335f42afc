import type { Finding, Key } from './finding.ts'
import type { Severity } from './severity.ts'
import { statedSeverity } from './tally.ts'

/** What is kept of a finding to compare it, so that two large scans fit into memory. */
export interface Trace extends Pick<Finding, 'id' | 'identities' | 'title' | 'advisories' | 'provenance'> {
  readonly severity: Severity
  /** Of its own vector, 0 … 10. */
  readonly score?: number
  readonly component?: string
  readonly version?: string
  /** File, endpoint or name; without the line, which moves when somebody edits above it. */
  readonly place?: string
  readonly line?: number
  readonly state: Finding['state']['status']
  readonly tool?: string
}

export type Basis = Key['basis']
export const CHANGES = ['severity', 'score', 'version', 'place', 'state'] as const
export type Change = (typeof CHANGES)[number]

/** Two accounts of one weakness. */
export interface Pair {
  readonly base: Trace
  readonly next: Trace
  /** The strongest that they share: why they are taken for one. */
  readonly basis: Basis
  /** What is different; empty where it is the same. */
  readonly changes: readonly Change[]
}

export interface Comparison {
  readonly pairs: readonly Pair[]
  readonly onlyBase: readonly Trace[]
  readonly onlyNext: readonly Trace[]
}

/** From strongest to weakest. */
const BASES: readonly Basis[] = ['stated', 'fingerprint', 'advisory', 'snippet', 'place', 'content']

/**
 * Two scans, finding by finding. Each finding has one partner at most; which one depends on what the scans say, never on their
 * order, and the same pairs come out whichever of the two is the base.
 *
 * First come those that share every identity, then every one but the weakest, and so on: of several findings with one
 * fingerprint, the one that still stands in its place is its own partner. Then, basis by basis, those that share any identity.
 */
export function compare(base: readonly Trace[], next: readonly Trace[]): Comparison {
  const left = new Set(base.toSorted(byItself))
  const right = new Set(next.toSorted(byItself))
  const pairs: Pair[] = []
  const pass = (keysOf: (trace: Trace) => readonly string[], basisOf: (trace: Trace) => Basis) => {
    for (const [a, b] of partners(left, right, keysOf)) {
      left.delete(a)
      right.delete(b)
      pairs.push({ base: a, next: b, basis: basisOf(a), changes: CHANGES.filter((change) => a[change] !== b[change]) })
    }
  }
  for (let kept = BASES.length; kept > 0; kept--) pass((trace) => whole(trace, BASES.slice(0, kept)), strongest)
  for (const basis of BASES)
    pass(
      (trace) => idsOf(trace, [basis]),
      () => basis,
    )
  return { pairs: pairs.toSorted((a, b) => byItself(a.base, b.base)), onlyBase: [...left], onlyNext: [...right] }
}

/**
 * Who goes with whom, where keys are shared: in the order of `byItself` within a key, and keys that few share before keys that
 * many do (a package at its version before the package at any version).
 */
function* partners(
  left: ReadonlySet<Trace>,
  right: ReadonlySet<Trace>,
  keysOf: (trace: Trace) => readonly string[],
): Generator<readonly [Trace, Trace]> {
  const groups = new Map<string, { readonly left: Trace[]; readonly right: Trace[] }>()
  for (const trace of left)
    for (const key of keysOf(trace)) {
      const group = groups.get(key) ?? { left: [], right: [] }
      group.left.push(trace)
      groups.set(key, group)
    }
  for (const trace of right) for (const key of keysOf(trace)) groups.get(key)?.right.push(trace)
  const shared = [...groups].filter(([, group]) => group.right.length > 0)
  const size = ({ left, right }: { left: Trace[]; right: Trace[] }) => left.length + right.length
  for (const [, group] of shared.toSorted(([a, one], [b, two]) => size(one) - size(two) || byText(a, b))) {
    // Some may have found a partner by another key meanwhile.
    const waiting = group.right.filter((trace) => right.has(trace))
    const free = group.left.filter((trace) => left.has(trace))
    for (let i = 0; i < Math.min(free.length, waiting.length); i++) yield [free[i]!, waiting[i]!]
  }
}

/** All identities of these bases as one key; none where it has none. */
function whole(trace: Trace, bases: readonly Basis[]): readonly string[] {
  const ids = idsOf(trace, bases)
  return ids.length > 0 ? [ids.toSorted().join(' ')] : []
}

const idsOf = ({ identities }: Trace, bases: readonly Basis[]): readonly string[] => [
  ...new Set(identities.flatMap(({ basis, id }) => (bases.includes(basis) ? [`${basis} ${id}`] : []))),
]

const strongest = ({ identities }: Trace): Basis =>
  BASES.find((basis) => identities.some((identity) => identity.basis === basis))!

/** An order that only what they say decides. */
function byItself(a: Trace, b: Trace): number {
  return (
    byText(a.place ?? '', b.place ?? '') ||
    (a.line ?? 0) - (b.line ?? 0) ||
    byText(
      JSON.stringify([a.component, a.version, a.title, a.id]),
      JSON.stringify([b.component, b.version, b.title, b.id]),
    ) ||
    byText(
      JSON.stringify([a.severity, a.score, a.state, a.tool]),
      JSON.stringify([b.severity, b.score, b.state, b.tool]),
    ) ||
    byText(JSON.stringify(a.identities), JSON.stringify(b.identities)) ||
    byText(`${a.provenance.file} ${a.provenance.at}`, `${b.provenance.file} ${b.provenance.at}`)
  )
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function traceOf(finding: Finding): Trace {
  const { id, identities, title, advisories, provenance, component, state, tool, score } = finding
  const [first] = finding.locations
  const place = first?.file ?? first?.url ?? first?.logical
  return {
    id,
    identities,
    title,
    advisories,
    provenance,
    severity: statedSeverity(finding),
    state: state.status,
    ...(score && { score: score.score }),
    ...(component && { component: component.name }),
    ...(component?.version !== undefined && { version: component.version }),
    ...(place !== undefined && { place }),
    ...(first?.line !== undefined && { line: first.line }),
    ...(tool && { tool: tool.name }),
  }
}

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
export const BASES: readonly Basis[] = ['stated', 'fingerprint', 'advisory', 'snippet', 'place', 'content']

/**
 * Two scans, finding by finding. Each finding has one partner at most; which one depends on what the scans say, never on their
 * order, and the same pairs come out whichever of the two is the base.
 *
 * First come those that share every identity, then every one but the weakest, and so on: of several findings with one
 * fingerprint, the one that still stands in its place is its own partner. Then, basis by basis, those that share any identity.
 */
export function compare(base: readonly Trace[], next: readonly Trace[]): Comparison {
  const [before, after] = [inOrder(base), inOrder(next)]
  const [left, right] = [sharing(before, after), sharing(after, before)]
  const pairs = new Map<Trace, Pair>()
  const matched = new Set<Trace>()
  const pass = (keysOf: (trace: Trace) => readonly string[], basisOf: (trace: Trace) => Basis) => {
    for (const [a, b] of partners(left, right, keysOf)) {
      left.delete(a)
      right.delete(b)
      matched.add(b)
      pairs.set(a, {
        base: a,
        next: b,
        basis: basisOf(a),
        changes: CHANGES.filter((change) => a[change] !== b[change]),
      })
    }
  }
  for (let kept = BASES.length; kept > 0; kept--) pass((trace) => whole(trace, BASES.slice(0, kept)), strongest)
  for (const basis of BASES)
    pass(
      (trace) => idsOf(trace, [basis]),
      () => basis,
    )
  return {
    pairs: before.flatMap((trace) => pairs.get(trace) ?? []),
    onlyBase: before.filter((trace) => !pairs.has(trace)),
    onlyNext: after.filter((trace) => !matched.has(trace)),
  }
}

/** Those that share an identity with the other side: only they can find a partner. */
function sharing(traces: readonly Trace[], others: readonly Trace[]): Set<Trace> {
  const known = new Set(others.flatMap(({ identities }) => identities.map(({ id }) => id)))
  return new Set(traces.filter(({ identities }) => identities.some(({ id }) => known.has(id))))
}

/**
 * Who goes with whom, where keys are shared: in the order of the sets within a key, and keys that few share before keys that
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
  ...new Set(identities.flatMap(({ basis, id }) => (bases.includes(basis) ? [id] : []))),
]

const strongest = ({ identities }: Trace): Basis =>
  BASES.find((basis) => identities.some((identity) => identity.basis === basis))!

/** In an order that only what they say decides: by place, line, and everything else. */
const inOrder = (traces: readonly Trace[]): readonly Trace[] =>
  traces
    .map((trace) => ({ trace, rest: JSON.stringify([trace.component, trace.version, trace.title, trace]) }))
    .sort(
      ({ trace: a, rest: one }, { trace: b, rest: two }) =>
        byText(a.place ?? '', b.place ?? '') || (a.line ?? 0) - (b.line ?? 0) || byText(one, two),
    )
    .map(({ trace }) => trace)

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

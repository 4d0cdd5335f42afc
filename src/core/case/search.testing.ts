import type { Instant } from '../instant.ts'
import { uuidv7 } from '../ids.ts'
import type { Case, Made } from './case.ts'
import { about, CART, commit, digest, PAYMENTS, V240, V241, V242, type Step } from './case.testing.ts'
import { decide } from './decide.ts'
import type { CaseEvent } from './event.ts'
import { evolve } from './evolve.ts'
import { currentPlacement } from './hold.ts'
import { outcomeOf } from './proof.ts'
import type { Rules } from './rules.ts'
import { standing, type Asked, type Standing } from './standing.ts'

/** Every question that the search asks of every state: each build by digest, by commit, by version; elsewhere; a neighbour. */
const build = (digests: Asked['digests'], more: Partial<Asked> = {}): Asked => ({
  product: PAYMENTS,
  environment: 'production',
  digests,
  ...more,
})
export const QUESTIONS = {
  vulnerable: build(V240.digests, about(V240)),
  'vulnerable, its digest alone': build(V240.digests),
  'vulnerable, by version': build([], { version: V240.version }),
  'vulnerable, re-tagged as the fix': build(V240.digests, { version: V241.version, commit: V241.commit }),
  'vulnerable, rebuilt': build([digest('rebuilt')], { commit: V240.commit }),
  first: build(V241.digests, about(V241)),
  'first, by version': build([], { version: V241.version }),
  'first, with the vulnerable one': build([...V241.digests, ...V240.digests]),
  second: build(V242.digests, about(V242)),
  'second, by commit': build([], { commit: V242.commit }),
  'another build': build([digest('2.5.0')], { version: '2.5.0', commit: commit('c250') }),
  elsewhere: build(V240.digests, { environment: 'staging' }),
  neighbour: { product: CART, environment: 'production', digests: [digest('cart')] },
} as const satisfies Readonly<Record<string, Asked>>
export type Name = keyof typeof QUESTIONS
export type Answers = ReadonlyMap<Name, Standing>

export const answersOf = (state: Case, now: Instant): Answers =>
  new Map(Object.entries(QUESTIONS).map(([name, asked]) => [name as Name, standing(state, asked, now)]))

/** A reached state, and the way to it. */
export interface Node {
  readonly state: Case
  /** Index into the instants: time goes on by an edge of its own. */
  readonly clock: number
  readonly answers: Answers
  readonly parent?: Node
  readonly events: readonly CaseEvent[]
  readonly depth: number
}

export interface Edge {
  readonly from: Node
  readonly to: Node
  readonly events: readonly CaseEvent[]
  readonly now: Instant
}

export interface Search {
  readonly start: Case
  readonly startEvents: readonly CaseEvent[]
  readonly instants: readonly Instant[]
  readonly rules: Rules
  readonly steps: readonly Step[]
  /** Stops when so many states were seen; a search that ends before has seen all there are. */
  readonly maxStates: number
  readonly onNode: (node: Node) => void
  readonly onEdge: (edge: Edge) => void
}

export interface Figures {
  readonly states: number
  readonly edges: number
  readonly refusals: number
  readonly depth: number
  readonly complete: boolean
}

/** Breadth first over everything that anybody could do, and over time. Equal futures are visited once. */
export function search({ start, startEvents, instants, rules, steps, maxStates, onNode, onEdge }: Search): Figures {
  const seen = new Set<string>([fingerprint(start, 0)])
  const first: Node = { state: start, clock: 0, answers: answersOf(start, instants[0]!), events: startEvents, depth: 0 }
  const queue: Node[] = [first]
  let [edges, refusals, depth, complete] = [0, 0, 0, true]
  onNode(first)
  const visit = (from: Node, state: Case, clock: number, events: readonly CaseEvent[]) => {
    edges++
    const print = fingerprint(state, clock)
    const isNew = !seen.has(print)
    const now = instants[clock]!
    const to: Node = { state, clock, answers: answersOf(state, now), parent: from, events, depth: from.depth + 1 }
    onEdge({ from, to, events, now })
    if (!isNew) return
    if (seen.size >= maxStates) {
      complete = false
      return
    }
    seen.add(print)
    depth = to.depth
    onNode(to)
    queue.push(to)
  }
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i]!
    if (node.clock + 1 < instants.length) visit(node, node.state, node.clock + 1, [])
    const at = instants[node.clock]!
    const id = uuidv7(
      at,
      Uint8Array.from({ length: 10 }, (_, b) => (node.state.n >> (8 * (b % 4))) & 255),
    )
    for (const step of steps) {
      const { by, wish } = step(node.state)
      const decision = decide(node.state, { id, at, by, wish }, rules)
      if (!decision.ok) refusals++
      else if (decision.value.length > 0)
        visit(node, decision.value.reduce(evolve, node.state), node.clock, decision.value)
    }
  }
  return { states: seen.size, edges, refusals, depth, complete }
}

export function historyOf(node: Node): readonly CaseEvent[] {
  const parts: (readonly CaseEvent[])[] = []
  for (let at: Node | undefined = node; at; at = at.parent) parts.push(at.events)
  return parts.toReversed().flat()
}

/**
 * What the future can depend on, and no more: positions by rank, of proofs only those since the last failure, of pending
 * things only whether they are void. Coarser would hide states; finer only costs time.
 */
function fingerprint(state: Case, clock: number): string {
  const kept = new Set<number>([0])
  const keep = (n: number) => {
    kept.add(n)
    return n
  }
  const facets = {
    clock,
    closed: !!state.closed,
    holds: [...state.holds.values()].map((hold) => ({
      ...hold,
      environments: [...hold.environments],
      placements: hold.placements.map(({ n, at, by, provisional, ended }) => [keep(n), at, by, provisional, ended]),
      affected: hold.affected.map(({ n, ...identities }) => [keep(n), identities]),
    })),
    findings: [...state.findings.values()].map(({ finding, dismissed, inProduction, severity }) => [
      finding,
      dismissed,
      inProduction,
      severity,
    ]),
    view: state.assessments.at(-1)?.view,
    viewedLast: [...state.findings.values()].map(({ n }) => n > (state.assessments.at(-1)?.n ?? 0)),
    options: state.options.at(-1)?.options,
    controls: [...state.containments.values()].map(({ state }) => state),
    changes: [...state.changes.values()].map(({ n, by, change, approvedBy, outcome, inputs }) => [
      keep(n),
      by,
      change,
      approvedBy.toSorted(),
      outcome,
      inputs === state.inputs,
    ]),
    candidates: [...state.candidates.values()].map(({ n, fixers }) => [keep(n), [...fixers].toSorted()]),
    proofs: relevant(
      state.proofs,
      ({ candidate, finding }) => `${candidate}/${finding}`,
      (record) => outcomeOf(record.proof, state.findings.get(record.finding)!) === 'fail',
    ).map(({ n, by, candidate, finding, proof }) => [keep(n), by, candidate, finding, proof]),
    runs: relevant(
      state.runs,
      ({ candidate }) => String(candidate),
      ({ comparison }) => comparison.new_failures > 0,
    ).map(({ n, by, candidate, extent, comparison }) => [keep(n), by, candidate, extent, comparison]),
    approvals: relevant(
      state.liftApprovals,
      ({ candidate, line }) => `${candidate}/${line}`,
      () => false,
    ).map(({ n, by, candidate, line }) => [keep(n), by, candidate, line]),
    clearances: state.clearances.map(({ n, candidate, line, findings }) => [keep(n), candidate, line, findings]),
    acceptances: [...state.acceptances.values()].map(
      ({ n, by, approvedBy, outcome, inputs, until, from, grantedAt, scope }) => [
        keep(n),
        by,
        approvedBy.toSorted(),
        outcome,
        inputs === state.inputs,
        from,
        until,
        grantedAt,
        scope,
      ],
    ),
    overrides: [...state.overrides.values()].map(({ n, by, at, until, digest, environment, endedAt, reviewed }) => [
      keep(n),
      by,
      at,
      until,
      digest,
      environment,
      endedAt,
      reviewed,
    ]),
    alone: [...state.holds.values()].map((hold) => {
      const placement = currentPlacement(hold)
      return placement && [...state.acted].some(([actor, n]) => actor !== placement.by && n > placement.n)
    }),
  }
  const ranks = new Map([...kept].toSorted((a, b) => a - b).map((n, rank) => [n, rank]))
  return JSON.stringify(rank(facets, ranks))
}

/** Positions stand as plain numbers in the facets; nothing else there is a number that could be taken for one. */
function rank(value: unknown, ranks: ReadonlyMap<number, number>): unknown {
  if (typeof value === 'number') return ranks.get(value) ?? value
  if (Array.isArray(value)) return value.map((each) => rank(each, ranks))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rank(each, ranks)]))
}

/** Of each group the last failure and, after it, each actor's last record. */
function relevant<T extends Made>(
  all: readonly T[],
  group: (one: T) => string,
  fails: (one: T) => boolean,
): readonly T[] {
  const kept: T[] = []
  const done = new Set<string>()
  for (const record of all.toReversed()) {
    const key = group(record)
    if (done.has(key)) continue
    if (fails(record)) done.add(key)
    else if (kept.some((later) => group(later) === key && later.by === record.by)) continue
    kept.push(record)
  }
  return kept.toReversed()
}

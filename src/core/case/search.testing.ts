import type { Instant } from '../instant.ts'
import { uuidv7 } from '../ids.ts'
import type { Case } from './case.ts'
import { about, CART, commit, digest, PAYMENTS, SQLI, V240, V241, V242, type Step } from './case.testing.ts'
import { decide } from './decide.ts'
import type { CaseEvent } from './event.ts'
import { evolve } from './evolve.ts'
import { isCleanRun, outcomeOf } from './proof.ts'
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
  const first: Node = { state: start, clock: 0, answers: answersOf(start, instants[0]!), events: startEvents, depth: 0 }
  const seen = new Map<string, Answers>([[fingerprint(start, 0), first.answers]])
  const queue: Node[] = [first]
  let [edges, refusals, depth, complete] = [0, 0, 0, true]
  onNode(first)
  const visit = (from: Node, state: Case, clock: number, events: readonly CaseEvent[]) => {
    edges++
    const print = fingerprint(state, clock)
    const known = seen.get(print)
    const now = instants[clock]!
    const answers = known ?? answersOf(state, now)
    const to: Node = { state, clock, answers, parent: from, events, depth: from.depth + 1 }
    onEdge({ from, to, events, now })
    if (known) return
    if (seen.size >= maxStates) {
      complete = false
      return
    }
    seen.set(print, answers)
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
 * What the future can depend on, and no more. Of positions only their order against what they are compared with: a proof
 * against placements and lifts, an approval against placements and failures. Coarser would hide states; finer costs time.
 */
function fingerprint(state: Case, clock: number): string {
  const hold = state.holds.get(PAYMENTS)!
  const fails = state.proofs.filter((record) => outcomeOf(record.proof, state.findings.get(record.finding)!) === 'fail')
  const failed = (candidate: number) => fails.findLast((record) => record.candidate === candidate)?.n ?? 0
  const lasting = hold.placements.filter(({ ended }) => ended === undefined || ended === 'cancelled')
  const lifts = state.clearances.filter(({ n, candidate }) => n > failed(candidate))
  const placedBefore = (n: number) => lasting.filter((placement) => placement.n < n).length
  const index = (candidate: number) => [...state.candidates.keys()].indexOf(candidate)
  const set = (all: readonly unknown[]) => [...new Set(all.map((each) => JSON.stringify(each)))].toSorted()
  const placement = lasting.at(-1)
  return JSON.stringify([
    clock,
    !!state.closed,
    [...hold.environments].toSorted(),
    [hold.unaffected, hold.letThrough, hold.links],
    lasting.map(({ at, by, provisional, ended }) => [at, by, provisional, ended]),
    lasting.length > 0 || hold.placements.at(-1)!.ended,
    placement && [...state.acted].some(([actor, n]) => actor !== placement.by && n > placement.n),
    set(hold.affected.map(({ n, ...identities }) => [placedBefore(n + 1), identities])),
    set(
      [...state.findings.values()].map(({ n, finding, dismissed, inProduction }) => [
        finding,
        dismissed,
        inProduction,
        n > (state.assessments.at(-1)?.n ?? 0),
      ]),
    ),
    state.assessments.at(-1)?.view,
    [...state.containments.values()].map(({ state }) => state),
    [...state.changes.values()].map(({ by, change, approvedBy, outcome, inputs }) => [
      by,
      change,
      approvedBy.toSorted(),
      outcome,
      inputs === state.inputs,
    ]),
    [...state.candidates.values()].map(({ fixers }) => [...fixers].toSorted()),
    set(
      state.proofs
        .filter(
          ({ n, candidate, finding }) =>
            n >= (fails.findLast((one) => one.candidate === candidate && one.finding === finding)?.n ?? 0),
        )
        .map(({ n, by, candidate, finding, proof }) => [
          index(candidate),
          finding === SQLI,
          proof.kind === 'retest' && proof.found,
          by,
          placedBefore(n),
          lifts.filter((lift) => lift.candidate === candidate && lift.n < n).length,
        ]),
    ),
    set(
      state.runs
        .filter(
          ({ n, candidate }) =>
            n >= (state.runs.findLast((run) => run.candidate === candidate && !isCleanRun(run))?.n ?? 0),
        )
        .map(({ n, by, candidate, extent, comparison }) => [
          index(candidate),
          by,
          extent,
          comparison.new_failures,
          placedBefore(n),
        ]),
    ),
    set(
      state.liftApprovals
        .filter(({ n, candidate }) => n > failed(candidate))
        .map(({ n, by, candidate, line }) => [index(candidate), by, line, placedBefore(n)]),
    ),
    lifts
      .map(({ n, candidate, line, findings, people }) => [
        index(candidate),
        line,
        findings,
        people.toSorted(),
        placedBefore(n),
      ])
      .toSorted(),
    [...state.acceptances.values()].map(
      ({ by, approvedBy, outcome, inputs, until, from, grantedAt, scope, findings }) => [
        by,
        approvedBy.toSorted(),
        outcome,
        inputs === state.inputs,
        from,
        until,
        grantedAt,
        scope,
        findings,
      ],
    ),
    [...state.overrides.values()].map(({ by, at, until, digest, environment, endedAt }) => [
      by,
      at,
      until,
      digest,
      environment,
      endedAt,
    ]),
  ])
}

import { expect } from 'vitest'
import type { Instant } from '../instant.ts'
import type { CaseEvent, EventOf, EventType } from './event.ts'
import { historyOf, QUESTIONS, type Edge, type Name, type Node } from './search.testing.ts'
import type { Standing } from './standing.ts'

/**
 * The invariants, said a second time, over the bare history: nothing here asks the code under test, so a mistake would have
 * to be made twice.
 */
type History = readonly CaseEvent[]
const of = <T extends EventType>(history: History, type: T) =>
  history.filter((event): event is EventOf<T> & CaseEvent => event.type === type) as readonly EventOf<T>[]
const at = (history: History, n: number) => history.find((event) => event.n === n)!

export function checkNode(node: Node, now: Instant): void {
  const passing = [...node.answers].filter(([, { is }]) => is !== 'held' && is !== 'unknown')
  if (passing.length === 0) return
  const history = historyOf(node)
  for (const [name, answer] of passing)
    if (name === BOTH) checkBoth(node, history)
    else checkPass(history, name, answer, now)
}

/** A release of two artifacts passes only where each of them does. */
const BOTH: Name = 'first, with the vulnerable one'
function checkBoth({ answers }: Node, history: History): void {
  for (const name of ['first', 'vulnerable, its digest alone'] as const)
    if (answers.get(name)?.is === 'held') expect.fail(`${BOTH}, but ${name} is held\n${history.map(line).join('\n')}`)
}

function checkPass(history: History, name: Name, answer: Standing, now: Instant): void {
  const asked = QUESTIONS[name]
  const whole = () => `${name}: ${JSON.stringify(answer)}\n${history.map(line).join('\n')}`
  if (asked.product === 'cart') expect.fail(`a neighbouring hold was touched: ${whole()}`)
  switch (answer.is) {
    case 'cleared': {
      const { build } = (at(history, answer.candidate) as EventOf<'candidate_declared'>).data
      if (!asked.digests.some((digest) => build.digests.some((one) => one === digest)) && !isLinked(history, name))
        expect.fail(`cleared by another build's proof: ${whole()}`)
      if (!isProvenByHistory(history, answer.candidate)) expect.fail(`cleared without proof: ${whole()}`)
      return
    }
    case 'accepted': {
      const request = at(history, answer.acceptance) as EventOf<'acceptance_requested'>
      const granted = of(history, 'acceptance_granted').find(({ data }) => data.acceptance === request.n)
      const revoked = of(history, 'acceptance_revoked').some(({ data }) => data.acceptance === request.n)
      const { from, until, environments, scope } = request.data
      const inScope =
        scope.kind === 'line' || asked.digests.every((digest) => scope.build.digests.some((one) => one === digest))
      const ok =
        granted &&
        !revoked &&
        from <= now &&
        now < until &&
        now >= granted.at &&
        environments.includes(asked.environment) &&
        inScope &&
        (scope.kind === 'line' || asked.digests.length > 0) &&
        !granted.data.people.includes(request.actor) &&
        granted.data.people.length > 0
      if (!ok) expect.fail(`accepted outside its terms: ${whole()}`)
      return
    }
    case 'overridden': {
      const opened = at(history, answer.override) as EventOf<'override_opened'>
      const { until, environment, digest } = opened.data
      const over = history.some(
        (event) =>
          event.n > opened.n &&
          ((event.type === 'override_closed' && event.data.override === opened.n) ||
            (event.type === 'delivered' &&
              event.data.digests.includes(digest) &&
              event.data.environment === environment)),
      )
      const ok =
        !over &&
        opened.at <= now &&
        now < until &&
        asked.environment === environment &&
        asked.digests.length === 1 &&
        asked.digests[0] === digest
      if (!ok) expect.fail(`overridden outside its window: ${whole()}`)
      return
    }
    case 'withdrawn': {
      if (answer.because === 'retracted') {
        const back = of(history, 'hold_retracted').at(-1)!
        const placed = of(history, 'hold_placed').findLast(({ n, data }) => n < back.n && data.product === 'payments')!
        const alone = history.every(({ n, actor }) => n <= placed.n || n > back.n || actor === placed.actor)
        if (back.actor !== placed.actor || !alone) expect.fail(`taken back by another: ${whole()}`)
      } else if (!hasChange(history, 'withdraw')) expect.fail(`withdrawn without a second person: ${whole()}`)
      return
    }
    case 'not_affected': {
      if (answer.because === 'not_reached') {
        if (asked.environment === 'production' && !hasChange(history, 'narrow')) expect.fail(`not reached: ${whole()}`)
      } else if (answer.because === 'shown') {
        if (!hasChange(history, 'unaffected')) expect.fail(`shown by nobody: ${whole()}`)
      } else if (answer.because === 'carries_a_fix') {
        if (!hasChange(history, 'let_fix_through')) expect.fail(`let through by nobody: ${whole()}`)
      } else {
        const lifted = of(history, 'hold_lifted').some(
          ({ data }) => data.line === 'ends' && isProvenByHistory(history, data.candidate),
        )
        if (!lifted && !hasChange(history, 'withdraw')) expect.fail(`the line never ended: ${whole()}`)
        if (
          name.startsWith('vulnerable') &&
          !hasChange(history, 'narrow') &&
          !hasChange(history, 'withdraw') &&
          of(history, 'hold_retracted').length === 0
        )
          expect.fail(`what is affected went free: ${whole()}`)
      }
      return
    }
    default:
  }
}

/** Evidence, and a person beside the proposer. */
const hasChange = (history: History, kind: string): boolean =>
  of(history, 'change_made').some(({ data }) => {
    const { data: proposed, actor } = at(history, data.change) as EventOf<'change_proposed'>
    return proposed.change.kind === kind && proposed.evidence.length > 0 && data.people.some((one) => one !== actor)
  })

const isLinked = (history: History, name: Name) =>
  hasChange(history, 'link') &&
  of(history, 'change_proposed').some(
    ({ data: { change } }) => change.kind === 'link' && QUESTIONS[name].digests.includes(change.after as never),
  )

/** Invariants 1, 2 and 3, for one candidate. */
export function isProvenByHistory(history: History, candidate: number): boolean {
  const lifted = of(history, 'hold_lifted').findLast(({ data }) => data.candidate === candidate)
  if (!lifted) return false
  const fixers = of(history, 'fixers_declared').flatMap(({ data }) => data.fixers)
  const declared = of(history, 'fixers_declared').some(({ data, n }) => data.candidate === candidate && n < lifted.n)
  const dismissed = of(history, 'change_made').flatMap(({ data }) => {
    const { change } = (at(history, data.change) as EventOf<'change_proposed'>).data
    return change.kind === 'dismiss' ? [change.finding] : []
  })
  const proofs = of(history, 'proof_recorded').filter(({ data }) => data.candidate === candidate)
  const found = ({ data }: EventOf<'proof_recorded'>) => data.proof.kind === 'retest' && data.proof.found
  const provers = new Set<string>()
  const proven = of(history, 'finding_added').every(({ data, n }) => {
    if (dismissed.includes(data.finding) || n > lifted.n) return true
    const mine = proofs.filter((proof) => proof.data.finding === data.finding)
    const lastFail = mine.findLast(found)?.n ?? 0
    const passes = mine.filter((proof) => !found(proof) && proof.n > lastFail && !fixers.includes(proof.actor))
    for (const { actor } of passes) provers.add(actor)
    return passes.length > 0
  })
  const before = of(history, 'regression_recorded').filter(
    ({ data, n }) => data.candidate === candidate && n < lifted.n,
  )
  const lastBad = before.findLast(({ data }) => data.comparison.new_failures > 0)?.n ?? 0
  const regression = before.some(
    ({ n, data, actor }) => n > lastBad && data.extent === 'full' && wasNoFixer(history, actor, lifted.n),
  )
  const placer = of(history, 'hold_placed').findLast(
    ({ n, data }) => n < lifted.n && data.product === 'payments',
  )!.actor
  const { people } = lifted.data
  const persons =
    people.some((one) => one !== placer) &&
    people.every((one) => wasNoFixer(history, one, lifted.n)) &&
    new Set([...people, ...proofs.filter(({ n }) => n < lifted.n).map(({ actor }) => actor)]).size > 1
  return declared && proven && regression && persons
}

const wasNoFixer = (history: History, actor: string, n: number) =>
  !of(history, 'fixers_declared').some((event) => event.n < n && event.data.fixers.some((one) => one === actor))

/** The kinds of edge out of `held`: what happened, and what the answer is now. */
export function wayOut({ from, to, events }: Edge, name: Name): string | undefined {
  const [before, after] = [from.answers.get(name)!, to.answers.get(name)!]
  if (before.is !== 'held' || after.is === 'held' || after.is === 'unknown') return undefined
  const because = 'because' in after ? `(${after.because})` : ''
  const what = events.length === 0 ? 'time passes' : events.map(sayEvent(to)).join(' + ')
  return `${what} → ${after.is}${because}`
}

const sayEvent = (to: Node) => (event: CaseEvent) => {
  if (event.type !== 'change_made') return event.type
  const change = to.state.changes.get(event.data.change)!.change
  return `${change.kind}${change.kind === 'withdraw' ? `(${change.because})` : ''}`
}

/** Invariant 3 and 7: whoever ends a hold is never one person alone, but for the placer's slip and the broken glass. */
export function checkEdge(edge: Edge): void {
  let history: History | undefined
  for (const name of edge.to.answers.keys()) {
    const way = wayOut(edge, name)
    if (way === undefined || /^(hold_retracted|override_opened|time passes)/.test(way)) continue
    history ??= historyOf(edge.to)
    const last = history.at(-1)!
    const people = new Set<string>([last.actor])
    for (const event of edge.events) {
      if (event.type === 'hold_lifted') {
        for (const one of event.data.people) people.add(one)
        for (const proof of of(history, 'proof_recorded'))
          if (proof.data.candidate === event.data.candidate) people.add(proof.actor)
      } else if (event.type === 'change_made') people.add(at(history, event.data.change).actor)
      else if (event.type === 'acceptance_granted') people.add(at(history, event.data.acceptance).actor)
      else if (event.type === 'proof_recorded')
        for (const lifted of of(history, 'hold_lifted')) people.add(lifted.actor)
    }
    if (people.size < 2) expect.fail(`${name}: one person alone: ${way}\n${history.map(line).join('\n')}`)
  }
}

const line = ({ n, at, actor, type, data }: CaseEvent) => `${n} ${at} ${actor} ${type} ${JSON.stringify(data)}`

import { type Problem, problem } from '../../core/problem.ts'
import { EXIT } from '../../core/gate/verdict.ts'
import { problemText } from '../../writers/terminal/problem.ts'
import { type Answer, refusal } from '../answer.ts'
import { type Heard, heardHold, isAnswer, releaseOr, unheard } from '../remote.ts'
import type { Opened } from '../ports/case-server.ts'
import { Evidence } from './evidence.ts'
import { findingsOf, type SaidFinding } from './findings.ts'
import { type Asking, onCase } from './on-case.ts'

export interface HoldRequest {
  readonly release: string
  readonly reason?: string | undefined
  readonly title?: string | undefined
  readonly commit?: string | undefined
  readonly digests: readonly string[]
  readonly environments: readonly string[]
  /** Files in which what was found is written down. */
  readonly findings: readonly string[]
  readonly evidence: readonly string[]
  /** A case that holds others already. */
  readonly on?: string | undefined
}

/** `holdpoint hold`: first the stop, in one request; then what shows it. */
export async function hold({ reason, ...given }: HoldRequest, asking: Asking): Promise<Answer> {
  const { server, ports, json } = asking
  const name = releaseOr(given.release, ports)
  if (isAnswer(name)) return name
  if (reason === undefined) return refusal([NO_REASON], ports)
  const request = { ...given, reason }
  const evidence = new Evidence(ports)
  try {
    // A wrong path at two in the morning is no reason to ship: what cannot be read is said, and the hold is placed without it.
    const left: Problem[] = []
    const findings = []
    for (const file of [...request.findings, ...request.evidence]) {
      const taken = evidence.take(file)
      if (!taken.ok) left.push(taken.problem)
      else if (request.findings.includes(file)) {
        const found = findingsOf(file, ports)
        if (found.ok) findings.push(...found.value)
        else left.push(found.problem)
      }
    }
    if (request.on !== undefined)
      return withLeft(await holdOn(request.on, { ...request, ...name }, asking), left, request.on, asking)
    const [first, ...others] = findings
    const opened = await server.open({
      title: request.title ?? first?.title ?? request.reason,
      hold: placed({ ...request, ...name }),
      evidence: evidence.attachments,
      ...(first && { finding: describedOnly(first) }),
    })
    if (!opened.ok) return notHeld(opened, ports)
    const more: Heard<unknown>[] = [await evidence.send(server)]
    for (const finding of others) more.push(await server.wish(opened.value.case, 'add_finding', finding))
    const beside = json ? NO_MORE : await lookAround(name.product, opened.value.case, server)
    const said = withTroubles(heardHold(opened, beside, json, ports), more, opened.value, asking)
    return withLeft(said, left, opened.value.case, asking)
  } finally {
    evidence.close()
  }
}

/** One more product that the same weakness concerns. */
const holdOn = (on: string, request: Omit<HoldRequest, 'reason'> & Named, asking: Asking): Promise<Answer> =>
  onCase(on, asking, async ({ id, seen, evidence }) => {
    const { version, commit, digests, environments, product, reason } = request
    const affected = {
      digests,
      commits: commit === undefined ? [] : [commit],
      versions: version === undefined ? [] : [version],
    }
    const body = { product, reason, affected, ...(environments.length > 0 && { environments }) }
    const said = await asking.server.wish(id, 'place', body)
    if (!said.ok) return { unheard: said }
    for (const file of [...request.findings, ...request.evidence]) evidence.take(file)
    const attached = await evidence.attach(asking.server, id, seen.facets?.evidence)
    if (!attached.ok) return { unheard: attached }
    return {
      entries: said.value.entries,
      what: () => `HELD  ${id}/${product}. Every path that asks is told so from now on.`,
    }
  })

/** Two people may find the same weakness in one night; and who is not of security has theirs confirmed. */
async function lookAround(product: string, opened: string, server: Asking['server']) {
  const [listed, seen] = await Promise.all([server.holds(product), server.see(opened)])
  const others = listed.ok ? listed.value.holds.filter((one) => one.in_force && one.case !== opened) : []
  return {
    before: others.map(({ hold }) => hold),
    provisional: seen.ok && seen.value.holds.some((one) => one.provisional),
  }
}
const NO_MORE = { before: [], provisional: false }

/** Whoever reads only the last line knows whether the release may go. */
function notHeld(heard: Extract<Heard<unknown>, { ok: false }>, ports: Asking['ports']): Answer {
  const { exit, complaints } = unheard(heard, ports)
  const unsure = heard.status === 0 || heard.status >= 500
  return {
    exit,
    complaints: [
      ...complaints,
      unsure ? 'Nobody can tell whether it is held: ask `holdpoint holds`.' : 'Nothing is held.',
    ],
  }
}

/** The hold is in force, without these files. */
function withLeft(answer: Answer, left: readonly Problem[], id: string, { ports }: Asking): Answer {
  if (left.length === 0 || (answer.exit !== EXIT.clear && answer.exit !== EXIT.unknown)) return answer
  const { complaints } = refusal([...left, NOT_ALL('a file could not be read.', id)], ports)
  return { exit: EXIT.unknown, complaints: [...answer.complaints, ...complaints] }
}

const NOT_ALL = (what: string, id: string): Problem =>
  problem(
    'hold/not-all-said',
    `The hold is in force; not all of the rest was taken: ${what}`,
    `Send it again: holdpoint attach ${id} <file>, holdpoint finding ${id} <file>.`,
  )

const NO_REASON = problem('usage/missing-field', 'Why must it not ship?', 'Give --reason, in a sentence.')

interface Named {
  readonly reason: string
  readonly product: string
  readonly version?: string
}

const placed = ({ product, version, reason, digests, commit, environments }: Omit<HoldRequest, 'reason'> & Named) => ({
  product,
  reason,
  digests,
  ...(version !== undefined && { version }),
  ...(commit !== undefined && { commit }),
  ...(environments.length > 0 && { environments }),
})

/** The case that is opened with it gives it its identity. */
function describedOnly(finding: SaidFinding): object {
  const { finding: _finding, ...described } = finding
  return described
}

/** The hold is in force, whatever became of the rest: that is said, and how to go on. */
function withTroubles(
  answer: Answer,
  more: readonly Heard<unknown>[],
  { case: id }: Opened,
  { ports }: Asking,
): Answer {
  const troubles = more.flatMap((one) => (one.ok ? [] : [one.problem]))
  if (troubles.length === 0) return answer
  const complaints = troubles.map(({ detail }) => problemText(NOT_ALL(detail, id), ports.terminal.style))
  return { exit: 4, complaints: [...answer.complaints, ...complaints] }
}

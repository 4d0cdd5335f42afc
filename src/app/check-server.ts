import type { Question } from '../core/gate/question.ts'
import type { Reason } from '../core/gate/verdict.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import { plain } from '../core/plain.ts'
import type { Policy } from '../core/policy/policy.ts'
import type { Code } from '../core/problem.ts'
import type { OpenSource, Ports } from './ports.ts'
import type { Heard, VerdictOnTheWire } from './remote.ts'
import { sources } from './sources.ts'

/** What `check` asks of a server. */
export interface CheckServer {
  record(question: Question, report: OpenSource): Promise<Heard<RecordedOnTheWire>>
  gate(question: Question): Promise<Heard<VerdictOnTheWire>>
}

/** What a server made of one report, as it comes over the wire. */
export interface RecordedOnTheWire {
  readonly report: string
  readonly format: string
  readonly decision: 'clear' | 'held' | 'unknown'
  readonly blocking: number
  readonly unassessed: number
  readonly rules: readonly string[]
  readonly policy: string
  readonly again: boolean
  readonly cases: {
    readonly linked: readonly string[]
    readonly opened: readonly string[]
    readonly held: readonly string[]
  }
}

/** What a server had to say: it weighs as holds do. */
export interface ServerSays {
  readonly reasons: readonly Reason[]
  /** For people, on standard error. */
  readonly notes: readonly string[]
  readonly until?: Instant
}

/** Sends each report as evidence of the release. What was not recorded is not known. */
export async function recordAll(
  question: Question,
  paths: readonly string[],
  policy: Policy,
  server: Pick<CheckServer, 'record'>,
  ports: Ports,
): Promise<ServerSays> {
  const reasons: Reason[] = []
  const notes: string[] = []
  for await (const source of sources(paths, ports)) {
    ports.terminal.progress(`recording ${source.name}`)
    const heard = await server.record(question, source)
    ports.terminal.progress('')
    if (!heard.ok) reasons.push(NOT_RECORDED(source.name, heard))
    else {
      notes.push(noteOf(source.name, heard.value))
      if (heard.value.policy !== policy.digest && heard.value.decision !== 'clear')
        reasons.push(JUDGED_THERE(source.name, heard.value, heard.value.decision))
    }
  }
  return { reasons, notes }
}

/** The holds, and what was recorded before, of the release in question: no answer is not knowing. */
export async function askHolds(question: Question, server: Pick<CheckServer, 'gate'>): Promise<ServerSays> {
  const heard = await server.gate(question)
  if (!heard.ok) return { reasons: [NO_ANSWER(heard)], notes: [] }
  const until = parseInstant(heard.value.valid_until)
  const reasons = heard.value.reasons.map((reason) => {
    const { who_can_lift: whoCanLift, ...rest } = reason
    return { ...rest, ...(whoCanLift && { whoCanLift }) } as unknown as Reason
  })
  // A decision that no reason explains is one all the same.
  const unexplained = heard.value.decision !== 'clear' && reasons.length === 0
  return { reasons: unexplained ? [UNEXPLAINED] : reasons, notes: [], ...(until.ok && { until: until.value }) }
}

function noteOf(name: string, { format, again, cases, decision, rules }: RecordedOnTheWire): string {
  const told = [...cases.linked, ...cases.opened, ...cases.held].map((one) => plain(one)).join(', ')
  const says =
    decision === 'clear'
      ? 'clear'
      : `${decision}${rules.length > 0 ? ` by ${rules.map((one) => plain(one)).join(', ')}` : ''}`
  return `recorded  ${plain(name)} (${plain(format)}): ${says}${again ? '; was there already' : ''}${told === '' ? '' : `; in ${told}`}`
}

type Unheard = Extract<Heard<unknown>, { readonly ok: false }>

const NOT_RECORDED = (file: string, { problem: { code, detail, hint } }: Unheard): Reason => ({
  code: code as Code,
  decision: 'unknown',
  message: `The report was not recorded: ${detail}`,
  at: { file },
  ...(hint !== undefined && { next: hint }),
})
const NO_ANSWER = ({ problem: { code, detail, hint } }: Unheard): Reason => ({
  code: code as Code,
  decision: 'unknown',
  message: `Nobody can tell whether it is held: ${detail}`,
  ...(hint !== undefined && { next: hint }),
})
const JUDGED_THERE = (
  file: string,
  { blocking, unassessed, rules }: RecordedOnTheWire,
  decision: 'held' | 'unknown',
): Reason => ({
  code: decision === 'held' ? 'evidence/blocks' : 'evidence/unassessed',
  decision,
  message: `The server's policy stops ${blocking + unassessed} findings of this report (${rules.join(', ') || 'it could not tell everything'}).`,
  at: { file },
  next: 'Judge by the same policy here: `--policy`.',
})
const UNEXPLAINED: Reason = { code: 'gate/unexplained', decision: 'unknown', message: 'The server gave no reason.' }

import { leansOf } from '../core/gate/leans.ts'
import { EXIT, type GateDecision, type Verdict } from '../core/gate/verdict.ts'
import { type Code, problem } from '../core/problem.ts'
import { caseText, heldText, holdsText, type ListedHold } from '../writers/terminal/remote.ts'
import { looksText, type ShownLooks } from '../writers/terminal/looks.ts'
import { gateText } from '../writers/terminal/gate.ts'
import { jsonText } from '../writers/json/text.ts'
import { parseReleaseName, type ReleaseName } from '../core/ids.ts'
import { type Answer, print, refusal } from './answer.ts'
import { openIn } from './words/picks.ts'
import type { SeenCase } from './words/seen.ts'
import type { Ports } from './ports.ts'

/** What a server answered, or why it did not. `status` is 0 where nobody was reached. */
export type Heard<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly status: number
      readonly problem: {
        readonly code: string
        readonly detail: string
        readonly hint?: string | undefined
        readonly pointer?: string | undefined
      }
    }

/** A verdict as it comes over the wire. */
export interface VerdictOnTheWire {
  readonly decision: GateDecision
  readonly reasons: readonly { readonly who_can_lift?: readonly string[] | undefined }[]
  readonly reasons_total: number
  readonly evaluated_at: string
  readonly valid_until: string
}

/** `holdpoint gate`, asked of a server. Whatever keeps it from answering is not knowing, never a pass. */
export function heardVerdict(
  heard: Heard<VerdictOnTheWire> & { readonly leansOn?: string | undefined },
  json: boolean,
  ports: Ports,
): Answer {
  if (!heard.ok) return unheard(heard, ports, heard.status === 400 || heard.status === 422 ? EXIT.usage : EXIT.unknown)
  const { value, leansOn = '' } = heard
  const text = json ? `${jsonText(value, 2)}\n` : gateText(verdictOf(value), leansOf(leansOn), ports.terminal.style)
  return print(text, ports, EXIT[value.decision])
}

/** As it was before it was put on the wire. */
export const verdictOf = ({ reasons, reasons_total, evaluated_at, valid_until, ...rest }: VerdictOnTheWire): Verdict =>
  ({
    ...rest,
    reasons: reasons.map(({ who_can_lift, ...reason }) => ({
      ...reason,
      ...(who_can_lift && { whoCanLift: who_can_lift }),
    })),
    reasonsTotal: reasons_total,
    evaluatedAt: evaluated_at,
    validUntil: valid_until,
  }) as unknown as Verdict

/** `holdpoint hold`: it is enforced from here on. */
export const heardHold = (
  heard: Heard<{ readonly case: string; readonly name: string; readonly holds: readonly string[] }>,
  beside: Parameters<typeof heldText>[1],
  json: boolean,
  ports: Ports,
): Answer => heardAs(heard, (value) => heldText(value, beside, ports.terminal.style), json, ports)

/** `holdpoint holds` */
export const heardHolds = (
  heard: Heard<{ readonly holds: readonly ListedHold[] }>,
  json: boolean,
  ports: Ports,
): Answer => heardAs(heard, ({ holds }) => holdsText(holds, ports.terminal.style), json, ports)

/** `holdpoint show` */
export const heardCase = (heard: Heard<SeenCase>, json: boolean, ports: Ports): Answer =>
  heardAs(
    heard,
    (value) => caseText({ ...value, open: openIn(value, ports.clock.now()) }, ports.terminal.style),
    json,
    ports,
  )

/** `holdpoint looks` */
export const heardLooks = (heard: Heard<ShownLooks>, json: boolean, ports: Ports): Answer =>
  heardAs(heard, (value) => looksText(value, ports.terminal.style), json, ports)

/** `holdpoint wish`: what it led to. */
export const heardWish = (heard: Heard<object>, ports: Ports): Answer => heardAs(heard, () => '', true, ports)

/** An answer, as text or as it came; or why there is none. */
export function heardAs<T extends object | string>(
  heard: Heard<T>,
  text: (value: T) => string,
  json: boolean,
  ports: Ports,
): Answer {
  if (!heard.ok) return unheard(heard, ports)
  return print(json ? `${jsonText(heard.value, 2)}\n` : text(heard.value), ports)
}

/** Not reached, overloaded or broken: cannot tell. Not allowed, or too late: refused by rule. Anything else was asked wrongly. */
export function exitOf(status: number): number {
  if (status === 0 || status === 429 || status >= 500) return EXIT.unknown
  return [401, 403, 409, 412].includes(status) ? EXIT.refused : EXIT.usage
}

/** Why a server did not answer. */
export function unheard(
  { problem: said, status }: Extract<Heard<unknown>, { ok: false }>,
  ports: Ports,
  exit = exitOf(status),
): Answer {
  const at = said.pointer === undefined ? undefined : { file: 'request', pointer: said.pointer }
  return refusal([problem(said.code as Code, said.detail, said.hint, at)], ports, exit)
}

/** `payments@2.4.0`, as a person writes it. */
export function releaseOr(text: string, ports: Ports): ReleaseName | Answer {
  const release = parseReleaseName(text)
  return release.ok ? release.value : refusal([release.problem], ports)
}

/** Nothing says which server is meant. */
export const noServer = (ports: Ports): Answer =>
  refusal(
    [
      problem(
        'usage/no-server',
        'Which server?',
        'Sign in: `holdpoint login --server URL`; or set HOLDPOINT_URL and HOLDPOINT_TOKEN. `holdpoint gate --case` asks files.',
      ),
    ],
    ports,
  )

/** `candidate=12 line=ends digests=["sha256:…"]`: what looks like JSON is JSON, everything else is text. */
export function fieldsOf(pairs: readonly string[], ports: Ports): Readonly<Record<string, unknown>> | Answer {
  const fields: Record<string, unknown> = {}
  for (const pair of pairs) {
    const [, key, text] = /^([a-z][a-z_]*)=(.*)$/s.exec(pair) ?? []
    if (key === undefined || text === undefined)
      return refusal(
        [problem('usage/no-field', `"${pair.slice(0, 60)}" is no field.`, 'Write it as name=value.')],
        ports,
      )
    fields[key] = valueOf(text)
  }
  return fields
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

export const isAnswer = (value: object): value is Answer => 'exit' in value && 'complaints' in value

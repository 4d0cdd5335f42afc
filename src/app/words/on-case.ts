import { jsonText } from '../../writers/json/text.ts'
import { doneText } from '../../writers/terminal/words.ts'
import { type Answer, print, refusal } from '../answer.ts'
import type { CaseServer } from '../ports/case-server.ts'
import type { Problem } from '../../core/problem.ts'
import type { Ports } from '../ports.ts'
import { type Heard, unheard } from '../remote.ts'
import { Evidence } from './evidence.ts'
import { parseReference } from './reference.ts'
import type { SeenCase } from './seen.ts'

export interface Asking {
  readonly server: CaseServer
  readonly ports: Ports
  readonly json: boolean
}

/** A case, looked at, while something is done to it. */
export interface AtWork {
  readonly id: string
  /** Of `HP-7/payments`. */
  readonly product: string | undefined
  readonly seen: SeenCase
  readonly evidence: Evidence
}

/** What came of it. */
export type Outcome =
  | {
      readonly entries: readonly number[]
      readonly what: (after: SeenCase) => string
      readonly exit?: number
      /** What to say where nothing came of it. */
      readonly nothing?: string
      /** What it was about, where that was there before. */
      readonly about?: readonly number[]
    }
  | { readonly refused: readonly Problem[] }
  | { readonly unheard: Extract<Heard<unknown>, { ok: false }> }
  | { readonly answered: Answer }

export const refusedFor = (problem: Problem): Outcome => ({ refused: [problem] })

/** Looks at a case, does something to it, and says what came of it and what comes next. @param blind it needs no look, where one may not */
export async function onCase(
  on: string,
  { server, ports, json }: Asking,
  work: (at: AtWork) => Promise<Outcome>,
  { blind = false } = {},
): Promise<Answer> {
  const reference = parseReference(on)
  if (!reference.ok) return refusal([reference.problem], ports)
  const { id, product } = reference.value
  const looked = await server.see(id)
  if (!looked.ok && !(blind && [403, 404].includes(looked.status))) return unheard(looked, ports)
  const seen = looked.ok ? looked.value : unseen(id)
  const evidence = new Evidence(ports)
  try {
    const outcome = await work({ id, product, seen, evidence })
    if ('refused' in outcome) return refusal(outcome.refused, ports)
    if ('answered' in outcome) return outcome.answered
    if ('unheard' in outcome) return unheard(outcome.unheard, ports)
    const { entries, what, exit, about = [], nothing = 'Nothing new: that is known already.' } = outcome
    const again = await server.see(id)
    const after = again.ok ? again.value : seen
    const happened = entries.length > 0 ? what(after) : nothing
    const text = json
      ? `${jsonText({ case: id, entries, what: happened, next: after.next }, 2)}\n`
      : doneText(happened, { ...after, made: [...entries, ...about] }, ports.terminal.style)
    return print(text, ports, exit)
  } finally {
    evidence.close()
  }
}

/** Of a case that one may add to, and not look at. */
const unseen = (id: string): SeenCase => ({
  case: id,
  name: '',
  entries: 0,
  opened_at: '',
  contact: '',
  holds: [],
  next: [],
})

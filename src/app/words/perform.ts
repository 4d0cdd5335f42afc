import type { Answer } from '../answer.ts'
import type { Heard } from '../remote.ts'
import { type Asking, onCase, refusedFor } from './on-case.ts'
import { readAll, type Typed } from './read.ts'
import { wordOf, type WordName } from './table.ts'
import { Instead } from './word.ts'

export interface Performance {
  readonly word: WordName
  /** `HP-7`, or `HP-7/payments`. */
  readonly on: string
  readonly argument?: string | undefined
  readonly typed: Typed
}

/** A command that wishes one thing of a case: reads what was typed, sends what shows it, wishes. */
export const perform = ({ word: name, on, argument, typed }: Performance, asking: Asking): Promise<Answer> =>
  onCase(on, asking, async ({ id, product, seen, evidence }) => {
    const { server, ports } = asking
    const word = wordOf(name)
    const options = word.argument ? [word.argument, ...word.options] : word.options
    const all = word.argument ? { ...typed, [word.argument.flag]: argument } : typed
    const given = readAll(options, all, { seen, now: ports.clock.now(), product, evidence })
    if (!given.ok) return refusedFor(given.problem)
    const says = word.says?.(given.value, seen) ?? given
    if (!says.ok) return refusedFor(says.problem)
    const attached = await evidence.attach(server, id, seen.facets?.evidence)
    if (!attached.ok) return { unheard: attached }
    const { wish, body } = says.value instanceof Instead ? says.value : { wish: word.wish, body: says.value }
    const said = await server.wish(id, wish, body)
    if (!said.ok) return { unheard: pointed(said, id) }
    const { entries } = said.value
    const about = options.flatMap(({ as, flag, field = flag.replaceAll('-', '_') }) => {
      const picked = as.is === 'pick' ? given.value[field] : undefined
      return typeof picked === 'number' ? [picked] : []
    })
    return { entries, about, what: (after) => word.done(given.value, after, entries) }
  })

/** A refusal, with the command that it points to. */
function pointed(heard: Extract<Heard<unknown>, { ok: false }>, id: string): Extract<Heard<unknown>, { ok: false }> {
  const { problem } = heard
  const command = COMMANDS[problem.code]
  if (command === undefined) return heard
  return { ...heard, problem: { ...problem, hint: `${problem.hint ?? ''} \`holdpoint ${command} ${id} …\``.trim() } }
}

const COMMANDS: Readonly<Record<string, string | undefined>> = {
  'case/needs-second-person': 'assess lower',
  'hold/too-late': 'hold withdraw',
  'hold/acted-upon': 'hold withdraw',
  'hold/not-yours': 'hold withdraw',
  'override/too-long': 'accept',
  'acceptance/unverified-control': 'contain verify',
  'case/unknown-option': 'options record',
}

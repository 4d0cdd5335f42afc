import type { Answer } from '../answer.ts'
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
    if (!said.ok) return { unheard: said }
    const { entries } = said.value
    return { entries, what: (after) => word.done(given.value, after, entries) }
  })

import type { Answer } from '../answer.ts'
import { isAnswer } from '../remote.ts'
import { caseOfServer } from '../case-of-server.ts'
import { optionsJsonOf } from '../options.ts'
import { problem } from '../../core/problem.ts'
import { type Asking, onCase, type Outcome, refusedFor } from './on-case.ts'

/** `holdpoint options record`: computes what every way out costs, and puts the result into the case, to be computed again to the same digits. */
export const recordOptions = (on: string, version: string, asking: Asking): Promise<Answer> =>
  onCase(on, asking, async ({ id }): Promise<Outcome> => {
    const { server, ports } = asking
    const at = await caseOfServer(id, undefined, server, ports)
    if (isAnswer(at)) return { answered: at }
    const computed = await optionsJsonOf(
      { file: at.file, version, ...(at.register && { register: at.register }) },
      at.ports,
    )
    if (!computed.ok) return { refused: computed.problem }
    const { event } = JSON.parse(computed.value) as { event?: Recorded }
    if (!event) return refusedFor(NO_FIGURES(id))
    const said = await server.wish(id, 'compute_options', event)
    if (!said.ok) return { unheard: said }
    const names = event.options.map(({ option }) => option).join(', ')
    return { entries: said.value.entries, what: () => `Recorded what it costs: ${names}.` }
  })

interface Recorded {
  readonly options: readonly { readonly option: string }[]
}

const NO_FIGURES = (id: string) =>
  problem(
    'risk/unanswered',
    `${id} does not say enough for figures.`,
    `\`holdpoint options ${id}\` lists the questions, and says how to give the answers and a profile.`,
  )

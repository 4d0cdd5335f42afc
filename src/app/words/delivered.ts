import { EXIT } from '../../core/gate/verdict.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { type Answer, refusal } from '../answer.ts'
import { isAnswer, releaseOr, unheard } from '../remote.ts'
import { type Asking, onCase } from './on-case.ts'

export interface Delivery {
  readonly release: string
  readonly commit?: string | undefined
  readonly digests: readonly string[]
  readonly environment: string
  /** One case only. */
  readonly on?: string | undefined
}

/** `holdpoint delivered`: a deployment that took place, told to every case that concerns the product. */
export async function delivered(request: Delivery, asking: Asking): Promise<Answer> {
  const { server, ports } = asking
  const name = releaseOr(request.release, ports)
  if (isAnswer(name)) return name
  if (request.digests.length === 0 && request.commit === undefined) return refusal([NOTHING_NAMED], ports)
  const cases = request.on === undefined ? await casesOf(name.product, asking) : ok([request.on])
  if ('exit' in cases) return cases
  if (!cases.ok) return refusal([cases.problem], ports)
  const { digests, commit, environment } = request
  const body = { ...name, digests, environment, ...(commit !== undefined && { commit }) }
  const answers: Answer[] = []
  for (const on of cases.value)
    answers.push(
      await onCase(
        on,
        asking,
        async ({ id }) => {
          const said = await server.wish(id, 'record_delivery', body)
          if (!said.ok) return { unheard: said }
          const isAlarm = said.value.entries.length > 1
          const what = isAlarm
            ? `ALARM: what is held has gone to ${environment}. The case is told.`
            : `Recorded: it is in ${environment}.`
          return { entries: said.value.entries, what: () => what, exit: isAlarm ? EXIT.held : EXIT.clear }
        },
        { blind: true },
      ),
    )
  return {
    exit: Math.max(...answers.map(({ exit }) => exit)),
    complaints: answers.flatMap(({ complaints }) => complaints),
  }
}

async function casesOf(product: string, { server, ports }: Asking): Promise<Result<readonly string[]> | Answer> {
  const found = await server.holds(product)
  if (!found.ok) return unheard(found, ports)
  const ids = [...new Set(found.value.holds.map((one) => one.case))]
  return ids.length > 0
    ? ok(ids)
    : refuse('usage/no-hold', `No case concerns ${product}.`, 'A delivery is recorded in the case that asks after it.')
}

const NOTHING_NAMED = {
  code: 'usage/missing-field',
  message: 'What was delivered?',
  hint: 'Give --digest, again for each artifact, or --commit.',
} as const

import type { Asked } from '../../core/case/standing.ts'
import { ok, type Result } from '../../core/problem.ts'
import { verdictJson } from '../../writers/json/verdict.ts'
import { mayLook, mayTouch } from '../access.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import type { Principal } from '../ports/principal.ts'
import type { Json } from './json.ts'

/** What would be promoted, and where. Its form was checked by its contract, with the core's own schemas. */
export interface Question {
  readonly product: string
  readonly version?: string | undefined
  readonly commit?: string | undefined
  readonly digests: readonly string[]
  readonly environment: string
}

export interface GateService {
  gate(who: Principal, asked: Question): Promise<Result<Json>>
  /** Can it answer now? */
  ready(): Promise<Result<unknown>>
}

export const gateService = ({ gatekeeper }: { readonly gatekeeper: Gatekeeper }): GateService => ({
  async gate(who, question) {
    const asked = question as Asked
    const may = allOf(mayLook(who), mayTouch(who, asked.product))
    return may.ok ? ok(verdictJson(await gatekeeper.ask(asked)) as Json) : may
  },

  ready: () => gatekeeper.look(),
})

/** The first refusal, if there is one. */
const allOf = (...all: readonly Result<void>[]): Result<void> => all.find((one) => !one.ok) ?? ok(undefined)

import { ROUTES } from '../../api/routes.ts'
import type { Asking, Question } from '../../app/service/gate.ts'
import { type Bind, Written } from '../bind.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function gateAnswers(bind: Bind, { service, meter }: Pick<Behind, 'service' | 'meter'>): void {
  bind(ROUTES.gate, async ({ query }, { principal, reply }) => {
    const { asked, how } = askedOf(query)
    const { decision, json, leansOn } = valueOf(await service.gate(principal, asked, how))
    meter.decision(decision)
    if (leansOn !== undefined) reply.header('holdpoint-leans-on', leansOn)
    return new Written(json)
  })
  bind(ROUTES.answers, async ({ query }, { principal }) => {
    const { product, cursor, limit = 50 } = query as { product: string; cursor?: string; limit?: number }
    return valueOf(await service.answers(principal, { product, cursor, limit }))
  })
  bind(ROUTES.gateKey, async () => service.gateKey())
}

interface AskedAndHow {
  readonly asked: Question
  readonly how: Asking
}
/** By the query as it was read: the same words are the same question, of which what was said can be remembered. */
const ASKED = new WeakMap<object, AskedAndHow>()

function askedOf(query: Record<string, unknown>): AskedAndHow {
  const known = ASKED.get(query)
  if (known) return known
  const {
    digest: digests = [],
    environment = 'production',
    signed,
    purpose,
    ...rest
  } = query as unknown as Omit<Question, 'digests'> & { digest?: string[]; signed?: string; purpose?: string }
  const asked = { ...rest, digests, environment }
  const made = { asked, how: { signed: signed === 'true', deploying: purpose === 'deploy' } }
  ASKED.set(query, made)
  return made
}

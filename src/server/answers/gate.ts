import { ROUTES } from '../../api/routes.ts'
import type { Question } from '../../app/service/gate.ts'
import type { Bind } from '../bind.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function gateAnswers(bind: Bind, { service, meter }: Pick<Behind, 'service' | 'meter'>): void {
  bind(ROUTES.gate, async ({ query }, { principal }) => {
    const {
      digest: digests = [],
      environment = 'production',
      signed,
      purpose,
      ...rest
    } = query as Omit<Question, 'digests'> & { digest?: string[]; signed?: string; purpose?: string }
    const asked = { ...rest, digests, environment }
    const how = { signed: signed === 'true', deploying: purpose === 'deploy' }
    const { decision, said } = valueOf(await service.gate(principal, asked, how))
    meter.decision(decision)
    return said
  })
  bind(ROUTES.answers, async ({ query }, { principal }) => {
    const { product, cursor, limit = 50 } = query as { product: string; cursor?: string; limit?: number }
    return valueOf(await service.answers(principal, { product, cursor, limit }))
  })
  bind(ROUTES.gateKey, async () => service.gateKey())
}

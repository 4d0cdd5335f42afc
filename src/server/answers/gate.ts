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
      ...rest
    } = query as Omit<Question, 'digests'> & { digest?: string[]; signed?: string }
    const asked = { ...rest, digests, environment }
    const { decision, said } = valueOf(await service.gate(principal, asked, { signed: signed === 'true' }))
    meter.decision(decision)
    return said
  })
  bind(ROUTES.gateKey, async () => service.gateKey())
}

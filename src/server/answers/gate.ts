import { ROUTES } from '../../api/routes.ts'
import type { Question } from '../../app/service/gate.ts'
import type { Bind } from '../bind.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function gateAnswers(bind: Bind, { service, meter }: Pick<Behind, 'service' | 'meter'>): void {
  bind(ROUTES.gate, async ({ query }, { principal }) => {
    const {
      digest = [],
      environment = 'production',
      ...rest
    } = query as Omit<Question, 'digests'> & { digest?: string[] }
    const verdict = valueOf(await service.gate(principal, { ...rest, digests: digest, environment }))
    meter.decision(String(verdict['decision']))
    return verdict
  })
}

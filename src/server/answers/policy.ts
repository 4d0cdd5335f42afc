import { ROUTES } from '../../api/routes.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function policyAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.policy, async (_, { principal }) => valueOf(await service.policy(principal)))
  bind(ROUTES.policyProposal, async ({ params }, { principal }) =>
    valueOf(await service.proposal(principal, Number(params['n']))),
  )
  bind(ROUTES.proposePolicy, async ({ body }, { principal, request, reply }) => {
    const { text } = body as { text: string }
    const said = valueOf(await service.proposePolicy(principal, keyOf(request), text))
    reply.status(201)
    return said
  })
  for (const [route, how] of [
    [ROUTES.approvePolicy, 'approve'],
    [ROUTES.withdrawPolicy, 'withdraw'],
  ] as const)
    bind(route, async ({ params }, { principal, request, reply }) => {
      const said = valueOf(await service.settlePolicy(principal, keyOf(request), Number(params['n']), how))
      reply.status(201)
      return said
    })
}

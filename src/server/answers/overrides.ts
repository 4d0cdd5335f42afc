import { ROUTES } from '../../api/routes.ts'
import type { Service } from '../../app/service.ts'
import type { Bind } from '../bind.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function overrideAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  // The signed use is its own key: told twice, it is the same one.
  bind(ROUTES.reconcile, async ({ body }, { principal, reply }) => {
    const told = valueOf(await service.reconcile(principal, body as Parameters<Service['reconcile']>[1]))
    if (!told['again']) reply.status(201)
    return told
  })
  bind(ROUTES.overrideKeys, async (_, { principal }) => valueOf(await service.overrideKeys(principal)))
}

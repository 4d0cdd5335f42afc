import { ROUTES } from '../../api/routes.ts'
import type { AskedDeliveries, ToldDelivery } from '../../app/service/deliveries.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function deliveryAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.deliver, async ({ body }, { principal, request, reply }) => {
    const { digests = [], environment = 'production', ...rest } = body as Partial<ToldDelivery> & { product: string }
    const told = valueOf(await service.deliver(principal, keyOf(request), { ...rest, digests, environment }))
    if (!told['again']) reply.status(201)
    return told
  })
  bind(ROUTES.deliveries, async ({ query }, { principal }) => {
    const { limit = 50, ...page } = query as Omit<AskedDeliveries, 'limit'> & { limit?: number }
    return valueOf(await service.deliveries(principal, { ...page, limit }))
  })
}

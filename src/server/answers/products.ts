import { ROUTES } from '../../api/routes.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function productAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.products, async (_, { principal }) => valueOf(await service.products(principal)))
  bind(ROUTES.profile, async ({ params }, { principal }) =>
    valueOf(await service.profile(principal, params['product']!)),
  )
  bind(ROUTES.addProduct, async ({ body }, { principal, request, reply }) => {
    const said = body as { readonly product: string; readonly profile?: string }
    const done = valueOf(await service.addProduct(principal, keyOf(request), said))
    if (done['changed'] === true) reply.status(201)
    return done
  })
  bind(ROUTES.removeProduct, async ({ params }, { principal, request, reply }) => {
    const done = valueOf(await service.removeProduct(principal, keyOf(request), params['product']!))
    reply.status(201)
    return done
  })
}

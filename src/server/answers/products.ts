import { ROUTES } from '../../api/routes.ts'
import type { SaidProduct } from '../../app/service/products.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { piecesOf } from '../upload.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function productAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.products, async (_, { principal }) => valueOf(await service.products(principal)))
  bind(ROUTES.profile, async ({ params }, { principal }) =>
    valueOf(await service.profile(principal, params['product']!)),
  )
  bind(ROUTES.addProduct, async ({ body }, { principal, request, reply }) => {
    const said = body as SaidProduct
    const done = valueOf(await service.addProduct(principal, keyOf(request), said))
    if (done['changed'] === true) reply.status(201)
    return done
  })
  bind(ROUTES.setBaseline, async ({ params }, { principal, request, reply }) => {
    const taken = await service.setBaseline(principal, keyOf(request), params['product']!, piecesOf(request.raw))
    request.raw.resume()
    const done = valueOf(taken)
    if (done['changed'] === true) reply.status(201)
    return done
  })
  bind(ROUTES.removeProduct, async ({ params }, { principal, request, reply }) => {
    const done = valueOf(await service.removeProduct(principal, keyOf(request), params['product']!))
    reply.status(201)
    return done
  })
}

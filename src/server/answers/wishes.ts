import { WISH_ROUTES } from '../../api/routes.ts'
import type { Bind } from '../bind.ts'
import { expected, keyOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function wishAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  for (const [type, route] of Object.entries(WISH_ROUTES))
    bind(route, async ({ params, body }, { principal, request, reply }) => {
      const expect = expected(request)
      const on = params['id']!
      const wish = { on, type: type as keyof typeof WISH_ROUTES, said: body, ...(expect !== undefined && { expect }) }
      const said = valueOf(await service.wish(principal, keyOf(request), wish))
      if ((said['entries'] as readonly number[]).length > 0) reply.status(201)
      return said
    })
}

import { ROUTES } from '../../api/routes.ts'
import type { Opening } from '../../app/service/wishes.ts'
import type { Bind } from '../bind.ts'
import { keyOf } from '../headers.ts'
import { valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function caseAnswers(bind: Bind, { service }: Pick<Behind, 'service'>): void {
  bind(ROUTES.openCase, async ({ body }, { principal, request, reply }) => {
    const opened = valueOf(await service.open(principal, keyOf(request), body as Opening))
    reply.status(201).header('location', `/api/cases/${String(opened['case'])}`)
    return opened
  })
  bind(ROUTES.cases, async ({ query }, { principal }) => {
    const { cursor, limit = 50 } = query as { cursor?: string; limit?: number }
    return valueOf(await service.cases(principal, { cursor, limit }))
  })
  bind(ROUTES.oneCase, async ({ params }, { principal, reply }) => {
    const { version, view } = valueOf(await service.case(principal, params['id']!))
    reply.header('etag', `"${version}"`)
    return view
  })
  bind(ROUTES.holds, async ({ query }, { principal }) => {
    const { product, cursor, limit = 50 } = query as { product?: string; cursor?: string; limit?: number }
    return valueOf(await service.holds(principal, { product, cursor, limit }))
  })
}

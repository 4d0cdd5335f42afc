import { openApi } from '../../api/openapi.ts'
import { ROUTES } from '../../api/routes.ts'
import { mayLook } from '../../app/access.ts'
import type { Bind } from '../bind.ts'
import { Refusal, type Trouble, valueOf } from '../problems.ts'
import type { Behind } from './behind.ts'

export function houseAnswers(bind: Bind, { service, version, meter, isStopping }: Behind): void {
  const description = openApi(version)
  bind(ROUTES.openapi, async () => description)
  bind(ROUTES.health, async () => ({ status: 'ok' }))
  bind(ROUTES.ready, async () => {
    if (isStopping()) throw new Refusal(STOPPING)
    valueOf(await service.ready())
    return { status: 'ok' }
  })
  bind(ROUTES.metrics, async (_, { principal }) => {
    if (principal) valueOf(mayLook(principal))
    return meter.text()
  })
}

const STOPPING: Trouble = { code: 'server/stopping', message: 'The server stops.', hint: 'Ask another node.' }

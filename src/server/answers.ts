import { Readable } from 'node:stream'
import { openApi } from '../api/openapi.ts'
import { ROUTES, WISH_ROUTES } from '../api/routes.ts'
import type { ListenOptions } from '../app/serve.ts'
import type { Opening, Question } from '../app/service.ts'
import type { Bind } from './bind.ts'
import { sinceOf, tellNews } from './events.ts'
import { expected, keyOf, tokenOf } from './headers.ts'
import type { meters } from './metrics.ts'
import { type Outcome, Refusal, type Trouble } from './problems.ts'

interface Behind extends Pick<ListenOptions, 'service' | 'recognise' | 'version'> {
  readonly meter: ReturnType<typeof meters>
  /** Ends what streams. */
  readonly closing: AbortSignal
  readonly isStopping: () => boolean
}

/** What each route answers: HTTP in, the app's answer out. */
export function bindAnswers(bind: Bind, { service, recognise, version, meter, closing, isStopping }: Behind): void {
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
  bind(ROUTES.holds, async ({ query }, { principal }) =>
    valueOf(await service.holds(principal, query['product'] as string | undefined)),
  )
  bind(ROUTES.checkpoint, async (_, { principal }) => valueOf(await service.checkpoint(principal)))
  bind(ROUTES.entries, async (_, { principal }) => Readable.from(valueOf(await service.bundle(principal))))
  bind(ROUTES.events, async (_, { principal, request, reply }) => {
    const news = valueOf(service.news(principal))
    reply.hijack()
    const token = tokenOf(request)!
    await tellNews(reply.raw, news, {
      since: sinceOf(request.headers['last-event-id']),
      signal: closing,
      stillMay: () => recognise(token) !== undefined,
    })
    return reply
  })
  const description = openApi(version)
  bind(ROUTES.openapi, async () => description)
  bind(ROUTES.health, async () => ({ status: 'ok' }))
  bind(ROUTES.ready, async () => {
    if (isStopping()) throw new Refusal(STOPPING)
    valueOf(await service.ready())
    return { status: 'ok' }
  })
  bind(ROUTES.metrics, async () => meter.text())
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

function valueOf<T>(result: Outcome<T>): T {
  if (!result.ok) throw new Refusal(result.problem)
  return result.value
}

const STOPPING: Trouble = { code: 'server/stopping', message: 'The server stops.', hint: 'Ask another node.' }

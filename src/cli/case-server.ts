import type { Command } from 'commander'
import type { Answer } from '../app/answer.ts'
import type { ReadCase } from '../app/case-of-server.ts'
import type { CaseServer } from '../app/ports/case-server.ts'
import type { Ports } from '../app/ports.ts'
import type { Heard } from '../app/remote.ts'
import type { SeenCase } from '../app/words/seen.ts'
import { atServer, type ServerOptions, serverOf } from './at-server.ts'

/** A server, as commands on cases ask it; undefined where nothing says which. */
export async function caseServerOf(options: ServerOptions): Promise<CaseServer | undefined> {
  const client = await serverOf(options)
  if (!client) return undefined
  const [{ NOUNS }, { commandId }] = await Promise.all([import('../api/nouns.ts'), import('../api/client.ts')])
  const patiently = <T>(ask: (own: { idempotencyKey: string }) => Promise<Heard<T>>) => again(commandId(), ask)
  return {
    // The contract leaves the forms of the core's own values to the core.
    see: (id) => client.call('GET /api/cases/:id', { params: { id } }) as Promise<Heard<SeenCase>>,
    holds: (product) => client.call('GET /api/holds', { query: { product } }),
    open: (body) => patiently((own) => client.call('POST /api/cases', { body: body as never, ...own })),
    wish: (id, wish, body) =>
      patiently((own) =>
        client.call(`POST /api/cases/:id/${NOUNS[wish]}` as 'POST /api/cases/:id/lifts', {
          params: { id },
          body: body as never,
          ...own,
        }),
      ),
    send: (digest, upload) => client.call('PUT /api/evidence/:digest', { params: { digest }, upload }),
    file: (id) => client.call('GET /api/cases/:id/file', { params: { id } }),
    rules: (id) => client.call('GET /api/cases/:id/rules', { params: { id } }),
    profile: (id, at) =>
      client.call('GET /api/cases/:id/profile', { params: { id }, query: { ...(at !== undefined && { at }) } }),
    evidence: (id, digest) => client.call('GET /api/cases/:id/evidence/:digest', { params: { id, digest } }),
  }
}

const PAUSES_MS = [300, 1_500]

/** Asks again where nobody answered, with the same key: however often it is heard, it happens once. */
async function again<T>(
  idempotencyKey: string,
  ask: (own: { idempotencyKey: string }) => Promise<Heard<T>>,
): Promise<Heard<T>> {
  for (const pause of PAUSES_MS) {
    const heard = await ask({ idempotencyKey })
    if (heard.ok || (heard.status !== 0 && heard.status !== 503)) return heard
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
  return ask({ idempotencyKey })
}

/** For a command that takes a case file, or a case of a server. */
export const orOfServer = (command: Command): Command => atServer(command, { json: false })

/** What commands on a case say beside it. */
interface Beside extends ServerOptions {
  readonly at?: string | undefined
  readonly people?: string | undefined
  readonly policy?: readonly string[]
}

/** The case that is meant: a file as it is, or `HP-7` of the server; under the server's rules, unless others are given. */
export async function caseGiven(
  given: string,
  { at, people, policy = [], ...options }: Beside,
  ports: Ports,
): Promise<ReadCase | Answer> {
  const { caseOfServer, isOfServer } = await import('../app/case-of-server.ts')
  if (!isOfServer(given)) return { file: given, ports }
  const server = await caseServerOf(options)
  if (server) {
    const found = await caseOfServer(given, at, server, ports)
    if (isAnswered(found) || (people === undefined && policy.length === 0)) return found
    const { rules: _others, ...rest } = found
    return rest
  }
  const { noServer } = await import('../app/remote.ts')
  return noServer(ports)
}

/** An answer instead of a case: what is wrong with it is said already. */
export const isAnswered = (value: ReadCase | Answer): value is Answer => 'exit' in value

import type { Command } from 'commander'
import type { Answer } from '../app/answer.ts'
import type { ReadCase } from '../app/case-of-server.ts'
import type { CaseServer } from '../app/ports/case-server.ts'
import type { Ports } from '../app/ports.ts'
import type { Heard } from '../app/remote.ts'
import type { SeenCase } from '../app/words/seen.ts'
import { atServer, type ServerOptions, serverOf } from './remote.ts'

/** A server, as commands on cases ask it; undefined where nothing says which. */
export async function caseServerOf(options: ServerOptions): Promise<CaseServer | undefined> {
  const client = await serverOf(options)
  if (!client) return undefined
  const { NOUNS } = await import('../api/nouns.ts')
  return {
    // The contract leaves the forms of the core's own values to the core.
    see: (id) => client.call('GET /api/cases/:id', { params: { id } }) as Promise<Heard<SeenCase>>,
    holds: (product) => client.call('GET /api/holds', { query: { product } }),
    open: (body) => client.call('POST /api/cases', { body: body as never }),
    wish: (id, wish, body) =>
      client.call(`POST /api/cases/:id/${NOUNS[wish]}` as 'POST /api/cases/:id/lifts', {
        params: { id },
        body: body as never,
      }),
    send: (digest, upload) => client.call('PUT /api/evidence/:digest', { params: { digest }, upload }),
    file: (id) => client.call('GET /api/cases/:id/file', { params: { id } }),
    rules: (id) => client.call('GET /api/cases/:id/rules', { params: { id } }),
    evidence: (id, digest) => client.call('GET /api/cases/:id/evidence/:digest', { params: { id, digest } }),
  }
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
    return { file: found.file, ports: found.ports }
  }
  const { noServer } = await import('../app/remote.ts')
  return noServer(ports)
}

/** An answer instead of a case: what is wrong with it is said already. */
export const isAnswered = (value: ReadCase | Answer): value is Answer => 'exit' in value

import { type Command, Option } from 'commander'
import type { Came } from '../app/doctor-server.ts'
import type { Context } from './context.ts'

/** What a person asks before anybody else is asked. */
export function doctorCommand(program: Command, { answered, ports, version }: Context): void {
  program
    .command('doctor')
    .description('What is wrong with a store, its keys, or a server? Changes nothing. Exit 2 where something is broken')
    .option('--data <folder>', 'the data folder (HOLDPOINT_DATA); else the database of DATABASE_URL')
    .option('--server <url>', 'a server instead, as seen from here')
    .addOption(new Option('--token <token>', 'by the environment only').env('HOLDPOINT_TOKEN').hideHelp())
    .option('--json', 'for machines')
    .action(async ({ data, server, token, json }: DoctorOptions) => {
      if (server === undefined) {
        const { doctor } = await import('../app/doctor.ts')
        return answered(await doctor(data, json === true, ports))
      }
      const { doctorOfServer } = await import('../app/doctor-server.ts')
      const url = server.replace(/\/$/, '')
      const examined = { url, hasToken: token !== undefined, version, ask: askerOf(url, token) }
      answered(await doctorOfServer(examined, json === true, ports))
    })
}

interface DoctorOptions {
  readonly data?: string
  readonly server?: string
  readonly token?: string
  readonly json?: true
}

const PATIENCE_MS = 5_000

const askerOf =
  (url: string, token: string | undefined) =>
  async (path: string): Promise<Came | { readonly why: string }> => {
    try {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const response = await fetch(url + path, { headers, signal: AbortSignal.timeout(PATIENCE_MS) })
      const body: unknown = await response.json().catch(() => undefined)
      return { status: response.status, body, date: Date.parse(response.headers.get('date') ?? '') }
    } catch (error) {
      const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
      return { why: cause?.code ?? cause?.message ?? message }
    }
  }

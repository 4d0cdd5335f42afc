import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { type Client, client } from '../src/api/client.ts'
import { throwaway } from '../src/adapters/postgres/postgres.testing.ts'
import { type Way, wayTo } from '../src/adapters/postgres/proxy.testing.ts'

export interface Node {
  readonly url: string
  readonly way: Way
  readonly child: ChildProcess
  readonly said: () => string
  as(token: string): Client
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** Real processes of the built program on one PostgreSQL. @param folder  where their keys are */
export async function cluster(folder: string) {
  const server = await throwaway()
  const socketFolder = (server.where as { host: string }).host
  const direct = await wayTo(socketFolder)
  const nodes: Node[] = []
  const environment = (url: string) => {
    const { PATH = '' } = process.env
    return { PATH, DATABASE_URL: url, HOLDPOINT_KEYS: join(folder, 'keys') }
  }

  async function node(): Promise<Node> {
    const way = await wayTo(socketFolder)
    const child = spawn(process.execPath, ['dist/main.js', 'serve', '--port', '0', '--host', '127.0.0.1'], {
      env: environment(way.url),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', () => reject(new Error(`a node ended: ${said}`)))
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        const [, at] = /(http:\/\/\S+:\d+)/.exec(said) ?? []
        if (at !== undefined && said.includes('Ctrl-C')) resolve(at)
      })
    })
    const made: Node = {
      url,
      way,
      child,
      said: () => said,
      as: (token) => client({ url, token }),
      async stop(signal = 'SIGTERM') {
        const gone = once(child, 'exit')
        if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
        child.kill(signal)
        const [code] = (await gone) as [number | null]
        await way.close()
        return code
      },
    }
    nodes.push(made)
    return made
  }

  return {
    server,
    node,
    /** An errand of whoever may read the keys; its way to the database leads through this process, so it is waited for. */
    errand: (...args: readonly string[]) => ran(args, environment(direct.url)),
    /** Every process of the database. */
    processes: (): readonly number[] => [server.pid(), ...childrenOf(server.pid())],
    async stop() {
      await Promise.all(nodes.map((one) => one.stop('SIGKILL')))
      await direct.close()
      await server.stop()
    },
  }
}

async function ran(args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, ['dist/main.js', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const [exit] = (await once(child, 'close')) as [number | null]
  return { exit, out, err }
}

const childrenOf = (parent: number): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number)

function parentOf(pid: string): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}

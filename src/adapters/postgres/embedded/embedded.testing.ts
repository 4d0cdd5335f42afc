import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import pg from 'pg'
import { type Code, type Problem } from '../../../core/problem.ts'
import { type Embedded, type EmbeddedOptions, launch } from './launch.ts'
import { layoutOf } from './layout.ts'
import type { Said } from './owner.testing.ts'
import { readPidFile } from './pid-file.ts'
import { identify } from './processes.ts'

export const isRoot = process.getuid?.() === 0
export const NOBODY = 65534

const stores = process.env['HOLDPOINT_TEST_STORES'] ?? tmpdir()

/** A place for one file of tests, which others may enter; what still runs in it at the end is killed. */
export function scratch(parent: string = stores) {
  const place = mkdtempSync(join(parent, 'hp-pg-'))
  execFileSync('chmod', ['711', place])
  const owners: ChildProcess[] = []
  const launches: Embedded[] = []
  let folders = 0

  const folder = () => join(place, `data${++folders}`)

  async function up(options: Partial<EmbeddedOptions> & { folder: string }): Promise<Embedded> {
    const launched = await launch({ mode: 'serve', ...options })
    if (!launched.ok) throw new Error(JSON.stringify(launched.problem))
    launches.push(launched.value)
    return launched.value
  }

  /** A store that has `t` with one row, 7; copied, because initdb takes its time. */
  async function store(): Promise<string> {
    const copy = folder()
    execFileSync('cp', ['-a', await (template ??= made()), copy])
    return copy
  }

  /** Another process that launches; `lonely`: the kernel does not tell the server when that process dies. */
  async function owner(
    options: Partial<EmbeddedOptions> & { folder: string },
    { lonely = false, uid, program }: { lonely?: boolean; uid?: number; program?: string } = {},
  ): Promise<Owner> {
    const child = spawn(
      process.execPath,
      [program ?? (await ownerProgram()), JSON.stringify({ mode: 'serve', ...options })],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, ...(lonely && { PATH: '/nowhere' }) },
        ...(uid !== undefined && { uid, gid: uid, cwd: '/' }),
      },
    )
    owners.push(child)
    const [line] = (await Promise.race([
      once(createInterface(child.stdout), 'line'),
      once(child, 'exit').then(([code]) => [JSON.stringify({ code: 'test/exit', message: String(code) })]),
    ])) as [string]
    return {
      said: JSON.parse(line) as Said,
      async kill(signal = 'SIGKILL') {
        child.kill(signal)
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      },
      async send(word) {
        child.stdin.write(`${word}\n`)
        if (child.exitCode === null) await once(child, 'exit')
      },
    }
  }

  async function clean() {
    for (const child of owners) child.kill('SIGKILL')
    await Promise.all(launches.map((embedded) => embedded.stop()))
    for (const data of readdirSync(place)) {
      const { cluster, pidFile } = layoutOf(join(place, data))
      const { pid = 0 } = (existsSync(cluster) && readPidFile(pidFile)) || {}
      if (pid === 0 || identify(pid, cluster) !== 'server') continue
      // Not SIGKILL: after that, its shared memory would stay until a next start, which never comes.
      process.kill(pid, 'SIGQUIT')
      await ended(pid)
    }
    rmSync(place, { recursive: true, force: true, maxRetries: 5 })
  }

  return { place, folder, up, store, owner, clean }
}

/** One for all files of tests. */
let template: Promise<string> | undefined

async function made(): Promise<string> {
  const folder = join(mkdtempSync(join(stores, 'hp-pg-template-')), 'data')
  const launched = await launch({ folder, mode: 'serve' })
  if (!launched.ok) throw new Error(JSON.stringify(launched.problem))
  await ask(launched.value.connection.host, 'CREATE TABLE t AS SELECT 7 AS n')
  await launched.value.stop()
  return folder
}

export interface Owner {
  readonly said: Said
  kill(signal?: NodeJS.Signals): Promise<void>
  send(word: 'stop' | 'exit'): Promise<void>
}

const programs = new Map<string, Promise<string>>()

/** The launcher as one file that Node runs; in `folder`, whose packages it then finds. */
export function ownerProgram(folder: string = resolve('node_modules', '.hp-pg')): Promise<string> {
  const made = programs.get(folder) ?? bundle(folder)
  programs.set(folder, made)
  return made
}

async function bundle(folder: string): Promise<string> {
  const outfile = join(folder, `owner-${process.pid}.mjs`)
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [join(import.meta.dirname, 'owner.testing.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['pg-native'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  return outfile
}

export async function ask(host: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ host, port: 5432, user: 'holdpoint', database: 'holdpoint' })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<unknown[]>({ text: sql, rowMode: 'array' })).rows[0]?.[0]
  } finally {
    await client.end()
  }
}

/** The problem that a launch ends with. */
export async function refused(options: Partial<EmbeddedOptions> & { folder: string }): Promise<Problem> {
  const launched = await launch({ mode: 'serve', ...options })
  if (!launched.ok) return launched.problem
  await launched.value.stop()
  return { code: 'test/launched' as Code, message: 'It was launched.' }
}

/** A zombie is not: where nobody waits for orphans, they stay. */
export const alive = (pid: number): boolean => !['gone', 'zombie'].includes(identify(pid, '/'))

/** A process ends a moment after its signal. */
export async function ended(pid: number, patienceMs = 10_000): Promise<boolean> {
  for (const until = Date.now() + patienceMs; Date.now() < until && alive(pid); await wait(20));
  return !alive(pid)
}

/** Every file of a folder with its size and time: what was touched shows. */
export const tree = (folder: string): string =>
  existsSync(folder)
    ? execFileSync('find', [folder, '-printf', '%P %s %T@ %m %U %y %l\n'], { encoding: 'utf8' })
        .split('\n')
        .sort()
        .join('\n')
    : ''

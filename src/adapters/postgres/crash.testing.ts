import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { StorePlace } from '../../app/ports/store.ts'
import { type Acknowledged, flawsOf } from './consistency.testing.ts'
import { database } from './database.ts'
import { openStore } from './open.ts'
import type { TestServer } from './postgres.testing.ts'
import { value } from './store.testing.ts'
import { supervised } from './supervised.ts'

export const VICTIMS = ['process', 'database', 'both'] as const
export type Victim = (typeof VICTIMS)[number]

/** The worker as one file that Node can run. */
export async function buildWorker(folder: string): Promise<string> {
  const outfile = join(folder, 'crash-worker.mjs')
  const entryPoints = [fileURLToPath(new URL('crash-worker.testing.ts', import.meta.url))]
  const external = ['pg', 'pg-copy-streams', 'vitest', 'zod']
  await build({ entryPoints, bundle: true, format: 'esm', platform: 'node', outfile, external, logLevel: 'error' })
  return outfile
}

export interface Round {
  readonly worker: string
  readonly place: StorePlace
  /** The server behind a place by URL. */
  readonly server?: TestServer
  readonly victim: Victim
  /** How long the worker may work before something dies. */
  readonly afterMillis: number
}

/** Lets a worker work, kills, and looks. @returns what was acknowledged in this round, and every flaw of the store after it */
export async function crash(round: Round, before: readonly Acknowledged[]) {
  const { worker, place, server, victim, afterMillis } = round
  const child = spawnWorker(worker, place)
  const heard = listen(child)
  await heard.open
  await pause(afterMillis)
  if (victim !== 'database') child.kill('SIGKILL')
  if (victim !== 'process') await killDatabase(round)
  if (victim === 'database') await survives(round, heard)
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  if (victim === 'both') await server?.start()
  return look(place, [...before, ...heard.answers()])
}

/** Three processes at one store at once; one is killed while the others go on, and then they. */
export async function three({ worker, place, afterMillis }: Omit<Round, 'victim' | 'server'>) {
  const children = [0, 1, 2].map(() => spawnWorker(worker, place))
  const heard = children.map(listen)
  await Promise.all(heard.map(({ open }) => open))
  for (const child of children) {
    await pause(afterMillis)
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
  const answers = heard.map((one) => one.answers())
  return { ...(await look(place, answers.flat())), each: answers.map(({ length }) => length) }
}

export const spawnWorker = (worker: string, place: StorePlace) =>
  spawn(process.execPath, [worker, JSON.stringify(place)], { stdio: ['ignore', 'pipe', 'pipe'] })

export async function look(place: StorePlace, acknowledged: readonly Acknowledged[]) {
  const store = value(await openStore(place))
  const beside = 'url' in place ? undefined : value(await supervised({ folder: place.folder, mode: 'join-or-start' }))
  const db = database(beside?.where ?? { connectionString: (place as { url: string }).url })
  const flaws = await flawsOf(store, db, acknowledged)
  await db.close()
  await beside?.stop()
  await store.close()
  return { acknowledged, flaws }
}

/** The database came back: what waited is answered, by the same process. */
async function survives({ server }: Round, heard: ReturnType<typeof listen>): Promise<void> {
  await server?.start()
  const count = heard.answers().length
  for (let i = 0; heard.answers().length < count + 20; i++) {
    if (i === 600) throw new Error(`nothing was answered after the database came back: ${heard.complaints()}`)
    await pause(50)
  }
}

async function killDatabase({ server, place }: Round): Promise<void> {
  if (server) return server.crash()
  const pid = Number.parseInt(
    readFileSync(join((place as { folder: string }).folder, 'pg', 'postmaster.pid'), 'utf8'),
    10,
  )
  process.kill(pid, 'SIGKILL')
}

export function listen(child: ChildProcess) {
  let text = ''
  let complaints = ''
  child.stderr!.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const open = new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.startsWith('open\n')) resolve()
    })
    child.on('exit', () => reject(new Error(`the worker ended: ${complaints}`)))
  })
  open.catch(() => {})
  return {
    open,
    complaints: () => complaints,
    /** A line that was cut off was not heard. */
    answers: () =>
      text
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(' ') as unknown as Acknowledged),
  }
}

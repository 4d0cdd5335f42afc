import { randomBytes } from 'node:crypto'
import { linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'

/** Whoever holds it may start a server in this folder, and alone. It ends with the process that holds it, however that ends. */
export interface Guard {
  release(): void
}

export interface Holder {
  readonly pid: number
  readonly mode: 'serve' | 'join-or-start'
}

/*
 * Node has no file locks. What the operating system takes back from a killed process is a listening socket: its file stays, and
 * a connection is refused. So the holder listens at `owner.<n>`, and the next one takes n + 1 with a hard link, which only
 * one of many can make. The highest number is never removed: who finds a higher one than its own has come late.
 */

/** @param run  the folder of sockets, by a name short enough for them */
export async function acquire(run: string, mode: Holder['mode']): Promise<Guard | undefined> {
  removeStray(run)
  const door = join(run, `owner.new-${randomBytes(4).toString('hex')}`)
  const server = await listen(door)
  try {
    const number = await take(run, door)
    if (number === undefined) {
      server.close()
      return undefined
    }
    for (const old of numbers(run)) if (old < number) rmSync(join(run, `owner.${old}`), { force: true })
    sign(run, mode)
    return { release: () => void server.close() }
  } catch (error) {
    server.close()
    throw error
  } finally {
    rmSync(door, { force: true })
  }
}

/** For people; whether anybody holds it is never read off here. */
function sign(run: string, mode: Holder['mode']): void {
  const file = join(run, 'owner.json')
  // Root may have written it, for a folder of ours.
  rmSync(file, { force: true })
  writeFileSync(file, JSON.stringify({ pid: process.pid, mode } satisfies Holder), { mode: 0o644 })
}

/** The number taken; undefined where somebody holds the guard. */
async function take(run: string, door: string): Promise<number | undefined> {
  for (;;) {
    const last = Math.max(0, ...numbers(run))
    if (last > 0 && (await answers(join(run, `owner.${last}`))) !== 'nobody') return undefined
    const mine = join(run, `owner.${last + 1}`)
    if (!linked(door, mine)) continue
    // The list was old: others have come and gone in between, and their numbers were free again.
    if (numbers(run).some((number) => number > last + 1)) rmSync(mine, { force: true })
    else return last + 1
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/** Who holds it, without touching anything; undefined where nobody does. */
export async function holder(run: string): Promise<Holder | undefined> {
  const last = Math.max(0, ...numbers(run))
  if (last === 0 || (await answers(join(run, `owner.${last}`))) === 'nobody') return undefined
  try {
    return JSON.parse(readFileSync(join(run, 'owner.json'), 'utf8')) as Holder
  } catch {
    // It has only just taken it.
    return { pid: 0, mode: 'serve' }
  }
}

const numbers = (run: string) =>
  readdirSync(run).flatMap((name) => (/^owner\.\d+$/.test(name) ? Number(name.slice('owner.'.length)) : []))

function listen(path: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).unref()
  // Root and the owner of the folder may take turns; the folder keeps others out.
  const everybody = { readableAll: true, writableAll: true }
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen({ path, ...everybody }, () => resolve(server))
  })
}

/** Does anybody listen there? Everything but a clear no counts as yes. */
export function answers(path: string): Promise<'somebody' | 'nobody'> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
      .once('connect', () => done('somebody'))
      .once('error', (error: NodeJS.ErrnoException) =>
        done(['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(error.code ?? '') ? 'nobody' : 'somebody'),
      )
    const done = (answer: 'somebody' | 'nobody') => {
      socket.destroy()
      resolve(answer)
    }
  })
}

/** Doors of processes that were killed while they took the guard. */
function removeStray(run: string): void {
  for (const name of readdirSync(run)) {
    if (!name.startsWith('owner.new-')) continue
    const made = statSync(join(run, name), { throwIfNoEntry: false })?.mtimeMs
    if (made !== undefined && Date.now() - made > 60_000) rmSync(join(run, name), { force: true })
  }
}

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquire, holder } from './guard.ts'

let run = ''
beforeEach(() => (run = mkdtempSync(join(tmpdir(), 'hp-guard-'))))
afterEach(() => rmSync(run, { recursive: true }))

/** What is left of a process that was killed: the file of a socket where nobody listens. */
async function dead(name: string): Promise<void> {
  const path = join(run, name)
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(join(run, 'x'), resolve))
  const { linkSync } = await import('node:fs')
  linkSync(join(run, 'x'), path)
  await new Promise((resolve) => server.close(resolve))
}

test('of many at once, one gets it', async () => {
  for (let round = 0; round < 20; round++) {
    const tries = await Promise.all(Array.from({ length: 20 }, () => acquire(run, 'serve')))
    const got = tries.filter((guard) => guard !== undefined)
    expect(got).toHaveLength(1)
    got[0]!.release()
  }
})

test('of many at once, one inherits it from a process that was killed', async () => {
  await dead('owner.41')
  const tries = await Promise.all(Array.from({ length: 20 }, () => acquire(run, 'serve')))
  expect(tries.filter((guard) => guard !== undefined)).toHaveLength(1)
  expect(readdirSync(run).sort()).toEqual(['owner.42', 'owner.json'])
  tries.find((guard) => guard !== undefined)!.release()
})

test('it says who holds it, and nobody does once it is released', async () => {
  expect(await holder(run)).toBeUndefined()
  const guard = await acquire(run, 'join-or-start')
  expect(await holder(run)).toEqual({ pid: process.pid, mode: 'join-or-start' })
  expect(await acquire(run, 'serve')).toBeUndefined()
  guard!.release()
  expect(await holder(run)).toBeUndefined()
})

test('a file that is no socket, as a copy of the folder may hold, keeps nobody out', async () => {
  writeFileSync(join(run, 'owner.3'), '')
  const guard = await acquire(run, 'serve')
  expect(readdirSync(run).sort()).toEqual(['owner.4', 'owner.json'])
  guard!.release()
})

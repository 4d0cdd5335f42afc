import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import type { StorePlace } from '../../app/ports/store.ts'
import type { Acknowledged } from './consistency.testing.ts'
import { buildWorker, listen, look, spawnWorker } from './crash.testing.ts'
import type { Where } from './database.ts'
import { throwaway } from './postgres.testing.ts'

/** `npm run crash -- --power N`: it takes root and a loop device, so it is asked for. */
const ROUNDS = Number(process.env['HOLDPOINT_POWER_ROUNDS'] ?? 0)
const MEGABYTES = 512

const folder = mkdtempSync(join(tmpdir(), 'hp-power-'))
const mounted: string[] = []
afterAll(() => {
  for (const mount of mounted) execFileSync('umount', ['-l', mount])
  rmSync(folder, { recursive: true, force: true })
})

test.skipIf(ROUNDS === 0)(
  'a power loss, simulated: the disk as it was at one moment has everything that was acknowledged before',
  async () => {
    const worker = await buildWorker('dist')
    let image = join(folder, 'disk-0')
    execFileSync('truncate', ['-s', `${MEGABYTES}M`, image])
    execFileSync('mkfs.ext4', ['-q', image])
    let acknowledged: readonly Acknowledged[] = []
    for (let round = 1; round <= ROUNDS; round++) {
      const before = await serve(image)
      const child = spawnWorker(worker, before.place)
      const heard = listen(child)
      await heard.open
      await pause(300 + Math.random() * 1_000)
      // Nobody moves while the disk is copied: what was heard until now was said before.
      const processes = [child.pid!, ...familyOf(before.server.pid())]
      for (const pid of processes) process.kill(pid, 'SIGSTOP')
      await pause(50)
      acknowledged = [...acknowledged, ...heard.answers()]
      image = join(folder, `disk-${round}`)
      execFileSync('cp', ['--sparse=always', join(folder, `disk-${round - 1}`), image])
      for (const pid of processes) process.kill(pid, 'SIGKILL')
      await once(child, 'exit')
      unmount(before.mount)

      const after = await serve(image)
      expect((await look(after.place, acknowledged)).flaws).toEqual([])
      after.server.crash()
      unmount(after.mount)
      console.log(`power loss ${round}: ${acknowledged.length} acknowledged commands, all there`)
    }
  },
  60_000 + ROUNDS * 60_000,
)

/** A PostgreSQL whose files lie on this disk alone. */
async function serve(image: string) {
  const mount = mkdtempSync(join(folder, 'm-'))
  chmodSync(mount, 0o755)
  chmodSync(folder, 0o755)
  execFileSync('mount', ['-o', 'loop', image, mount])
  mounted.push(mount)
  const data = join(mount, 'pg')
  mkdirSync(data, { recursive: true })
  const server = await throwaway({ folder: data })
  const { host, port, user, database } = server.where as Where & Record<string, string>
  const url = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
  return { mount, server, place: { url, keys: join(folder, 'keys') } as StorePlace }
}

function unmount(mount: string): void {
  for (let tries = 0; ; tries++)
    try {
      execFileSync('umount', [mount], { stdio: 'ignore' })
      mounted.splice(mounted.indexOf(mount), 1)
      return
    } catch (error) {
      if (tries === 50) throw error
      execFileSync('sleep', ['0.1']) // the killed are not quite dead
    }
}

/** A process and its children, by what the kernel says. */
function familyOf(parent: number): readonly number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(parent)
      } catch {
        return false // gone meanwhile
      }
    })
  return [parent, ...children.map(Number)]
}

import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/**
 * The transcripts run what users run: the built program, with a data folder of its own, so that nobody's feeds show up in
 * them. HOLDPOINT_SKIP_BUILD=1 takes dist/ as it is. Databases lie in HOLDPOINT_TEST_STORES, which others may enter.
 */
export default function setup(): () => void {
  if (!process.env['HOLDPOINT_SKIP_BUILD']) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
  const data = mkdtempSync(join(tmpdir(), 'holdpoint-data-'))
  process.env['HOLDPOINT_DATA'] = data
  const stores = mkdtempSync(join(roomyMemory() ?? tmpdir(), 'holdpoint-stores-'))
  chmodSync(stores, 0o711)
  process.env['HOLDPOINT_TEST_STORES'] = stores
  return () => {
    for (const folder of [data, stores]) rmSync(folder, { recursive: true, force: true })
  }
}

/** A killed process loses nothing there either, and a thousand synced files cost nothing. */
function roomyMemory(): string | undefined {
  const memory = '/dev/shm'
  if (!existsSync(memory)) return undefined
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > 4 * 2 ** 30 ? memory : undefined
}

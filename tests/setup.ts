import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'

/**
 * The transcripts run what users run: the built program, with a data folder of its own, so that nobody's feeds show up in
 * them. HOLDPOINT_SKIP_BUILD=1 takes dist/ as it is.
 */
export default function setup(): () => void {
  if (!process.env['HOLDPOINT_SKIP_BUILD']) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
  const data = mkdtempSync(join(tmpdir(), 'holdpoint-data-'))
  process.env['HOLDPOINT_DATA'] = data
  return () => rmSync(data, { recursive: true, force: true })
}

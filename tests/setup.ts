import { execFileSync } from 'node:child_process'
import process from 'node:process'

/** The transcripts run what users run: the built program. HOLDPOINT_SKIP_BUILD=1 takes dist/ as it is. */
export default function setup(): void {
  if (!process.env['HOLDPOINT_SKIP_BUILD']) execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
}

import { execFileSync } from 'node:child_process'

/** The transcripts run what users run: the built program. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
}

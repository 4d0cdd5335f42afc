// `npm run crash [-- --rounds N]`: kills the process, its database and both, N times each, embedded and external, under load and at
// random moments; then looks whether everything that was acknowledged is there. The tests do a few of these.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' } } })
const env = { ...process.env, HOLDPOINT_CRASH_ROUNDS: values.rounds }
const args = ['vitest', 'run', 'src/adapters/postgres/crash.test.ts']
process.exitCode = spawnSync('npx', args, { stdio: 'inherit', env }).status ?? 1

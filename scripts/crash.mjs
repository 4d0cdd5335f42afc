// `npm run crash [-- --rounds N] [--power N]`: kills the process, its database and both, N times each, embedded and external, under load and at
// random moments; then looks whether everything that was acknowledged is there. The tests do a few of these. `--power` cuts the power instead,
// as far as that can be simulated: the disk as it was at one moment, mounted and looked at. It takes root and a loop device.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' }, power: { type: 'string' } } })
const { rounds, power } = values
const env = { ...process.env, ...(power ? { HOLDPOINT_POWER_ROUNDS: power } : { HOLDPOINT_CRASH_ROUNDS: rounds }) }
const args = ['vitest', 'run', `src/adapters/postgres/${power ? 'power-loss' : 'crash'}.test.ts`]
process.exitCode = spawnSync('npx', args, { stdio: 'inherit', env }).status ?? 1

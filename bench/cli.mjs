// Start-up as a user meets it: whole processes of node, the peer being `node -e 0`, in turn.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../dist/holdpoint.cjs', import.meta.url))
const example = fileURLToPath(new URL('../examples/reports/code.sarif', import.meta.url))
const ROUNDS = 25

export function run() {
  const peer = ['-e', '0']
  return [
    row('holdpoint --version', [main, '--version'], peer, 1.3),
    row('check of a small report', [main, 'check', example, '--release', 'payments@2.4.0'], peer, 3),
  ]
}

/** Pairs A B A B …, so that a slow moment hits both; the fastest of each, for what disturbs only ever adds. */
function row(name, ours, peer, most) {
  const times = { ours: [], peer: [] }
  for (let i = 0; i < ROUNDS; i++) {
    times.ours.push(timed(ours))
    times.peer.push(timed(peer))
  }
  const [a, b] = [Math.min(...times.ours), Math.min(...times.peer)]
  return {
    name,
    ours: `${a.toFixed(0)} ms`,
    peer: `${b.toFixed(0)} ms`,
    peerName: 'node -e 0',
    ratio: a / b,
    target: `≤ ${most}`,
    met: a / b <= most,
  }
}

function timed(args) {
  const start = process.hrtime.bigint()
  spawnSync(process.execPath, args, { stdio: 'ignore' })
  return Number(process.hrtime.bigint() - start) / 1e6
}

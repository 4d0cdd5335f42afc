// `npm run bench [name …]`: speed as ratios against a peer in the same run; nothing here is timed by a test.
// A machine's speed drifts; a ratio taken in one run does not. Exits with 1 where a target is missed.
import { readdirSync } from 'node:fs'
import process from 'node:process'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const wanted = process.argv.slice(2)
const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -4))
  .filter((name) => wanted.length === 0 || wanted.includes(name))

// Each in a process of its own: what one has left in memory is no burden of the next.
if (names.length > 1) {
  const missed = names.map(
    (name) => spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], { stdio: 'inherit' }).status !== 0,
  )
  process.exit(missed.includes(true) ? 1 : 0)
}

let missed = 0
for (const name of names) {
  const { run } = await import(`./${name}.mjs`)
  for (const row of await run()) {
    // A bare number as a target is the most that the ratio may be.
    const target = typeof row.target === 'number' ? `≤ ${row.target}` : (row.target ?? '-')
    const met =
      row.met ?? (typeof row.target === 'number' && typeof row.ratio === 'number' ? row.ratio <= row.target : undefined)
    if (met === false) missed++
    const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
    const ratio = typeof row.ratio === 'number' ? row.ratio.toFixed(2) : (row.ratio ?? '')
    console.log(
      `${name.padEnd(6)} ${row.name.padEnd(56)} ours ${figure(row.ours).padStart(14)}  peer ${`${figure(row.peer)} ${row.peerName ?? ''}`.padEnd(34)} ratio ${ratio}  target ${target}  ${verdict}`,
    )
  }
}
process.exitCode = missed > 0 ? 1 : 0

function figure(value) {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : (value ?? '-')
}

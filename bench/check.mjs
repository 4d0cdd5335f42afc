// From a large report to its verdict, as whole processes: `holdpoint check` against a bare JSON.parse of the same file, in turn.
// The second report is larger than the longest text that JSON.parse can be given; its peer is JSON.parse's speed on the first.
import { spawn, spawnSync } from 'node:child_process'
import { createWriteStream, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MAIN = path.join(ROOT, 'dist/holdpoint.cjs')
const MAKER = path.resolve(ROOT, '..', 'shared/tools/make-large-report.mjs')
const ROUNDS = 3

const PEER = `
import { readFileSync } from 'node:fs'
JSON.parse(readFileSync(process.argv[2], 'utf8'))
`

// Loaded into each measured process: says at its end what it took.
const PROBE = `
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
if (isMainThread) process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())))
`

/** @returns rows of {name, ours, peer, peerName, ratio, target, met} */
export async function run() {
  if (!existsSync(MAKER)) {
    console.log(`check  skipped: ${path.relative(ROOT, MAKER)} is not there to make large reports`)
    return []
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'))
  try {
    const at = (name) => path.join(folder, name)
    writeFileSync(at('peer.mjs'), PEER)
    writeFileSync(at('probe.mjs'), PROBE)
    const measured = measuring(pathToFileURL(at('probe.mjs')).href)
    const check = (file) => measured([MAIN, 'check', file, '--release', 'payments@2.4.0'], 3)

    const large = await made(at('large.sarif'), 540_000)
    const [ours, peer] = inTurn(
      () => check(large),
      () => measured([at('peer.mjs'), large], 0),
    )
    const larger = await made(at('larger.sarif'), 1_000_000)
    const [beyond] = inTurn(() => check(larger))
    return [...rows(large, ours, peer, 150), ...rows(larger, beyond, scaled(peer, large, larger), 200)]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function rows(file, ours, peer, most) {
  const size = statSync(file).size
  const name = (what) => `check of a ${Math.round(size / 1e6)} MB SARIF, ${what}`
  const row = (what, unit, of, target) => ({
    name: name(what),
    ours: `${Math.round(of(ours))} ${unit}`,
    peer: `${Math.round(of(peer))} ${unit}`,
    peerName: peer.name ?? 'JSON.parse',
    ratio: of(ours) / of(peer),
    ...target,
  })
  return [
    row('time', 'ms', ({ wall }) => wall, { target: '≤ 1.0', met: ours.wall <= peer.wall }),
    row('work of all cores', 'ms', ({ cpu }) => cpu),
    row('memory', 'MB', ({ megabytes }) => megabytes, { target: `≤ ${most} MB`, met: ours.megabytes <= most }),
  ]
}

/** What the peer would take at the speed that it showed on another file. */
function scaled(peer, from, to) {
  const times = statSync(to).size / statSync(from).size
  const { wall, cpu, megabytes } = peer
  return { wall: wall * times, cpu: cpu * times, megabytes: megabytes * times, name: 'JSON.parse, scaled' }
}

/** A B A B …, so that a slow moment hits both; the best of each counts. */
function inTurn(...runs) {
  const best = runs.map(() => undefined)
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, once] of runs.entries()) {
      const now = once()
      if (best[i] === undefined || now.wall < best[i].wall) best[i] = now
    }
  return best
}

const measuring = (probe) => (args, exit) => {
  const start = process.hrtime.bigint()
  const { status, output } = spawnSync(process.execPath, ['--import', probe, ...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  })
  const wall = Number(process.hrtime.bigint() - start) / 1e6
  if (status !== exit) throw new Error(`${args.join(' ')} ended with ${status}, not ${exit}`)
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(String(output[3]))
  return { wall, cpu: (userCPUTime + systemCPUTime) / 1000, megabytes: maxRSS / 1024 }
}

async function made(file, count) {
  const maker = spawn(process.execPath, [MAKER, '--format', 'sarif', '--count', String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(maker.stdout.pipe(createWriteStream(file)), 'finish')
  return file
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await run())

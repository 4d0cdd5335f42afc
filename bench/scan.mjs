// src/scan against a bare JSON.parse of the whole file, on a large SARIF report: time, and memory at its peak. Each
// measurement is a process of its own, so that none inherits another's heap.
//
//   node bench/scan.mjs [report.json]      by default a report of about 100 MB is made under the system's temporary folder
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const STREAMS = ['/runs/*/results/*', '/Results/*/Vulnerabilities/*', '/*/Vulnerabilities/*', '/matches/*']
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const ROUNDS = 3

const OURS = `
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { elements, shapeOf } from ${JSON.stringify(path.join(ROOT, 'src/scan/json.ts'))}

const [file, what] = process.argv.slice(2)
const source = {
  name: file, size: statSync(file).size, digest: '',
  *chunks() {
    const fd = openSync(file, 'r')
    const buffer = new Uint8Array(1 << 18)
    try {
      for (let n; (n = readSync(fd, buffer)) > 0; ) yield buffer.subarray(0, n)
    } finally { closeSync(fd) }
  },
}
const streams = ${JSON.stringify(STREAMS)}
const start = performance.now()
let count = 0
if (what !== 'elements') count += shapeOf(source, streams).streamed('/runs/0/results')
if (what !== 'shape') for (const { value } of elements(source, streams)) count += value.ruleId.length
console.log(JSON.stringify({ ms: performance.now() - start, rss: process.resourceUsage().maxRSS / 1024, count }))
`

const PEER = `
import { readFileSync } from 'node:fs'
const start = performance.now()
let count = 0
for (const result of JSON.parse(readFileSync(process.argv[2], 'utf8')).runs[0].results) count += result.ruleId.length
console.log(JSON.stringify({ ms: performance.now() - start, rss: process.resourceUsage().maxRSS / 1024, count }))
`

/** @returns rows of {name, ours, peer, ratio, target}; times in ms, memory in MB */
export async function run(report) {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'))
  try {
    const file = report ?? makeReport(path.join(folder, 'large.sarif'))
    const ours = path.join(folder, 'ours.mjs')
    const peer = path.join(folder, 'peer.mjs')
    writeFileSync(peer, PEER)
    const stdin = { contents: OURS, loader: 'ts', resolveDir: ROOT }
    await build({ stdin, outfile: ours, bundle: true, format: 'esm', platform: 'node', target: 'node20' })

    const whole = best([peer, file])
    const megabytes = statSync(file).size / 1e6
    return ['shape', 'elements', 'both'].flatMap((what) => {
      const { ms, rss } = best([ours, file, what])
      const speed = `${Math.round(megabytes / (ms / 1000))} MB/s`
      const time = { name: `scan ${what} (ms; ${speed})`, ours: ms, peer: whole.ms, ratio: ms / whole.ms, target: 1 }
      const memory = {
        name: `scan ${what} (MB at peak)`,
        ours: rss,
        peer: whole.rss,
        ratio: rss / whole.rss,
        target: 1,
      }
      return [time, memory]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function best(argv) {
  const runs = Array.from({ length: ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' })),
  )
  return runs.reduce((a, b) => (a.ms <= b.ms ? a : b))
}

function makeReport(file) {
  const result = (i) => ({
    ruleId: `rule-${i % 400}`,
    ruleIndex: i % 400,
    level: 'warning',
    message: { text: `The value of 'name${i}' reaches this call without a check. See \\"${i}\\" and the guide.` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: `src/module-${i % 977}/file.ts` },
          region: { startLine: i % 1800, startColumn: 7 },
        },
      },
    ],
    partialFingerprints: { 'primaryLocationLineHash/v1': `${(i * 2654435761).toString(16)}:1` },
  })
  const lines = Array.from({ length: 250_000 }, (_, i) => JSON.stringify(result(i)))
  const head = '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Example","rules":[]}},"results":['
  writeFileSync(file, `${head}\n${lines.join(',\n')}]}]}\n`)
  return file
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, ours, peer, ratio } of await run(process.argv[2]))
    console.log(
      `${name.padEnd(36)} ${ours.toFixed(0).padStart(7)} against ${peer.toFixed(0).padStart(7)}: ${ratio.toFixed(2)}`,
    )
}

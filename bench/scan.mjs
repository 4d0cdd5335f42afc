// src/scan against a bare JSON.parse of the whole file, on a SARIF report of 300 MB. Each measurement is a process of its
// own, so that none inherits another's heap; the best of a few counts.
//
//   node bench/scan.mjs [report.sarif]     by default a report is made under the system's temporary folder
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const STREAMS = ['/runs/*/results/*', '/Results/*/Vulnerabilities/*', '/*/Vulnerabilities/*', '/matches/*']
const ROUNDS = 3
const BYTES = 300e6
const MOST_MEGABYTES = 150

const OURS = `
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { elements, shapeOf } from ${JSON.stringify(path.join(ROOT, 'src/scan/json.ts'))}

const file = process.argv[2]
const source = {
  name: file, size: statSync(file).size, digest: '',
  *chunks() {
    const descriptor = openSync(file, 'r')
    const buffer = new Uint8Array(1 << 18)
    try {
      for (let n; (n = readSync(descriptor, buffer)) > 0; ) yield buffer.subarray(0, n)
    } finally { closeSync(descriptor) }
  },
}
const streams = ${JSON.stringify(STREAMS)}
const start = performance.now()
shapeOf(source, streams)
const shape = performance.now() - start
let count = 0
for (const { value } of elements(source, streams)) count += value.ruleId.length
const total = performance.now() - start
console.log(JSON.stringify({ shape, elements: total - shape, total, megabytes: process.resourceUsage().maxRSS / 1024, count }))
`

const PEER = `
import { readFileSync } from 'node:fs'
const start = performance.now()
let count = 0
for (const result of JSON.parse(readFileSync(process.argv[2], 'utf8')).runs[0].results) count += result.ruleId.length
const total = performance.now() - start
console.log(JSON.stringify({ total, megabytes: process.resourceUsage().maxRSS / 1024, count }))
`

/** @returns rows of {name, ours, peer, peerName, ratio, target, met} */
export async function run(report) {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'))
  try {
    const file = report ?? makeReport(path.join(folder, 'large.sarif'))
    const size = statSync(file).size
    const ours = best([await bundled(folder), file])
    writeFileSync(path.join(folder, 'peer.mjs'), PEER)
    const peer = best([path.join(folder, 'peer.mjs'), file])
    if (ours.count !== peer.count) throw new Error(`read ${ours.count}, JSON.parse ${peer.count}`)

    const speed = (ms) => `${Math.round(size / 1000 / ms)} MB/s`
    const time = (name, ms) => ({
      name: `${Math.round(size / 1e6)} MB SARIF, ${name}`,
      ours: speed(ms),
      peer: speed(peer.total),
      peerName: 'JSON.parse',
      ratio: ms / peer.total,
    })
    const both = time('both passes, time', ours.total)
    return [
      time('pass 1, the shape, time', ours.shape),
      time('pass 2, the elements, time', ours.elements),
      { ...both, target: '≤ 1.0', met: both.ratio <= 1 },
      {
        ...both,
        name: `${Math.round(size / 1e6)} MB SARIF, both passes, memory`,
        ours: `${Math.round(ours.megabytes)} MB`,
        peer: `${Math.round(peer.megabytes)} MB`,
        ratio: ours.megabytes / peer.megabytes,
        target: `≤ ${MOST_MEGABYTES} MB`,
        met: ours.megabytes <= MOST_MEGABYTES,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function bundled(folder) {
  const outfile = path.join(folder, 'ours.mjs')
  const stdin = { contents: OURS, loader: 'ts', resolveDir: ROOT }
  await build({ stdin, outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20' })
  return outfile
}

function best(argv) {
  const once = () => JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8' }))
  return Array.from({ length: ROUNDS }, once).reduce((a, b) => (a.total <= b.total ? a : b))
}

function makeReport(file) {
  const descriptor = openSync(file, 'w')
  writeSync(descriptor, '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Example","rules":[]}},"results":[')
  for (let i = 0, size = 0; size < BYTES;) {
    const batch = Array.from({ length: 1000 }, () => JSON.stringify(result(i++))).join(',\n')
    size += writeSync(descriptor, `${size === 0 ? '' : ','}\n${batch}`)
  }
  writeSync(descriptor, ']}]}\n')
  closeSync(descriptor)
  return file
}

const result = (i) => ({
  ruleId: `rule-${i % 400}`,
  ruleIndex: i % 400,
  level: 'warning',
  message: { text: `SQL injection: the value of 'name${i % 89}' reaches this call without a check; see "the guide".` },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: `src/module-${i % 977}/part-${i % 31}/file.ts`, uriBaseId: 'SRCROOT' },
        region: { startLine: i % 1800, startColumn: i % 90, endLine: i % 1800, endColumn: (i % 90) + 12 },
      },
    },
  ],
  partialFingerprints: { 'primaryLocationLineHash/v1': `${(i * 2654435761).toString(16)}:1` },
})

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await run(process.argv[2]))

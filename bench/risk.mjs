/** The speed of the loss engine: compound draws beside the same algorithm in C, and a whole comparison of seven options. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const DRAWS = 1_000_000
const RUNS = 5

const ENTRY = `
  export { streamOf, uniformAt } from './chance.ts'
  export { between, fixed, sampler } from './distribution.ts'
  export { poissonQuantile } from './laws/poisson.ts'
  export { compareOptions } from './compare.ts'
  export { r1, r1With } from './reference-r1.testing.ts'
`

/** @returns {Promise<{name: string, ours: number, peer: number | null, ratio: number | null, target: string}[]>} CPU milliseconds */
export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-bench-'))
  try {
    const risk = await bundled(folder)
    const [ours, mean] = compound(risk)
    const c = compiled(folder)
    if (c && Math.abs(c.mean / mean - 1) > 0.02)
      throw new Error(`the C program draws another mean: ${c.mean}, not ${mean}`)
    const seven = (name, risks) => ({
      name,
      ours: comparison(risk, risks),
      peer: null,
      ratio: null,
      target: '≤ 300 ms',
    })
    return [
      {
        name: '1 M compound draws, Poisson(0.8) × lognormal; peer: C, -O2',
        ours,
        peer: c?.ms ?? null,
        ratio: c ? ours / c.ms : null,
        target: '≤ 4 ×',
      },
      seven('7 options × 100,000 iterations, R1', risk.r1),
      seven('7 options × 100,000 iterations, ten inputs as ranges', uncertain(risk)),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function bundled(folder) {
  const outfile = join(folder, 'risk.mjs')
  await build({
    stdin: { contents: ENTRY, resolveDir: join(here, '../src/core/risk'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile).href)
}

function compound({ streamOf, uniformAt, between, sampler, poissonQuantile }) {
  const Z95 = 1.6448536269514722
  const size = sampler(between(Math.exp(11.512925464970229 - 1.2 * Z95), Math.exp(11.512925464970229 + 1.2 * Z95)))
  const [counts, sizes] = [streamOf(1, 'events'), streamOf(1, 'loss')]
  let mean = 0
  const ms = fastest(() => {
    let sum = 0
    for (let i = 0; i < DRAWS; i++) {
      const events = poissonQuantile(0.8, uniformAt(counts, i))
      for (let k = 0; k < events; k++) sum += size(uniformAt(sizes, i, k))
    }
    mean = sum / DRAWS
  })
  return [ms, mean]
}

function compiled(folder) {
  const program = join(folder, 'risk')
  try {
    execFileSync('gcc', ['-O2', '-o', program, join(here, 'risk.c'), '-lm'], { stdio: 'inherit' })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    console.error('risk: there is no gcc here, so the peer in C is left out')
    return undefined
  }
  const [ms, mean] = execFileSync(program, [String(DRAWS)], { encoding: 'utf8' })
    .split(' ')
    .map(Number)
  return { ms, mean }
}

function comparison({ compareOptions }, risk) {
  return fastest((seed) => {
    if (!compareOptions(risk, { seed, iterations: 100_000 }).ok)
      throw new Error('the case of the benchmark is not valid')
  })
}

const pert = (low, mode, high) => ({ kind: 'pert', low, mode, high })

const uncertain = ({ r1With, between }) =>
  r1With({
    attackChance30Days: { kind: 'logit-normal', p05: 0.03, p95: 0.35 },
    vulnerability: pert(0.2, 0.6, 0.9),
    costOfDelayPerDay: between(10_000, 50_000),
    fixDays: pert(1, 2, 5),
    fullRegressionDays: pert(2, 3, 6),
    limitedRegressionDays: pert(0.3, 0.5, 1),
    controlEffectiveness: pert(0.12, 0.8, 0.98),
    overrunFactor: pert(1, 1.2, 2),
    regressionCost: between(50_000, 600_000),
    openAfterFixFull: pert(0.005, 0.02, 0.06),
  })

/** CPU milliseconds, the least of several runs: what the code costs, whatever else the machine is busy with. */
function fastest(work) {
  let best = Infinity
  for (let k = 0; k < RUNS; k++) {
    const from = process.cpuUsage()
    work(k)
    const { user, system } = process.cpuUsage(from)
    best = Math.min(best, (user + system) / 1000)
  }
  return best
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await run())

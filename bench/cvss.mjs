// Our CVSS scoring against the npm libraries that load, on the same vectors in the same run: parse a vector, give its
// score. A peer does only what it must for that one number; ours always gives every score of the vector.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const VECTORS = 2_000
const ROUNDS = 7
const TARGET = 2

/** @returns {Promise<{name: string, ours: string, peer: string, peerName: string, ratio: number, target: string, met: boolean}[]>} */
export async function run() {
  const { score, EDITIONS } = await ourModule()
  return EDITIONS.flatMap((edition) =>
    ['environmental', 'base'].map((kind) => {
      const vectors = randomVectors(edition, kind)
      const rivals = peers(edition.version, kind)
      const [ours, ...others] = race([{ name: 'holdpoint', score }, ...rivals], vectors)
      const peer = others.reduce((fastest, other) => (other.perSecond > fastest.perSecond ? other : fastest))
      const ratio = ours.perSecond / peer.perSecond
      return {
        name: `CVSS ${edition.version}, ${kind} vectors`,
        ours: thousands(ours.perSecond),
        peer: thousands(peer.perSecond),
        peerName: peer.name,
        ratio,
        target: `≥ ${TARGET}`,
        met: ratio >= TARGET,
      }
    }),
  )
}

const thousands = (perSecond) => `${Math.round(perSecond / 1000)} k/s`

async function ourModule() {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-bench-'))
  try {
    const outfile = join(folder, 'score.mjs')
    const contents = `export { score } from './index.ts'; export { EDITIONS } from './edition.ts'`
    const resolveDir = fileURLToPath(new URL('../src/core/score', import.meta.url))
    await build({ stdin: { contents, resolveDir }, bundle: true, format: 'esm', outfile, logLevel: 'error' })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The libraries that know the version, each with its cheapest way to the score. */
function peers(version, kind) {
  const load = createRequire(import.meta.url)
  const { Cvss2, Cvss3P0, Cvss3P1, Cvss4P0 } = load('ae-cvss-calculator')
  const Calculator = load('cvss-calculator')
  const { CVSS } = load('@turingpointde/cvss.js')
  const cvss4 = load('cvss4')
  const Ae = { '2.0': Cvss2, '3.0': Cvss3P0, 3.1: Cvss3P1, '4.0': Cvss4P0 }[version]
  if (version === '4.0') {
    return [
      { name: 'ae-cvss-calculator', score: (vector) => new Ae(vector).calculateOverallScore() },
      { name: '@turingpointde/cvss.js', score: (vector) => CVSS(vector).getScore() },
      { name: 'cvss4', score: (vector) => cvss4.calculateBaseScoreV4(vector) },
    ]
  }
  const base = kind === 'base'
  const ae = (vector) => new Ae(vector)[base ? 'calculateExactBaseScore' : 'calculateExactEnvironmentalScore']()
  const calculator = (vector) => new Calculator(vector)[base ? 'getBaseScore' : 'getEnvironmentalScore']()
  const both = [
    { name: 'ae-cvss-calculator', score: ae },
    { name: 'cvss-calculator', score: calculator },
  ]
  if (version === '2.0') return both
  return [
    ...both,
    { name: '@turingpointde/cvss.js', score: (vector) => CVSS(vector)[base ? 'getScore' : 'getEnvironmentalScore']() },
    { name: 'cvss4', score: base ? cvss4.calculateBaseScore : cvss4.calculateEnvironmentalScore },
  ]
}

/**
 * Takes turns, so that a drift of the machine's speed meets all; the median round counts. In processor time, which
 * does not run while the machine works for somebody else.
 */
function race(runners, vectors) {
  const laps = runners.map(({ name, score }) => ({ name, score, perSecond: [] }))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { score, perSecond } of laps) {
      const start = process.cpuUsage()
      let runs = 0
      // Long enough to measure: slow runners go once, fast ones several times through the vectors.
      do {
        for (const vector of vectors) score(vector)
        runs += vectors.length
      } while (secondsSince(start) < 0.05)
      perSecond.push(runs / secondsSince(start))
    }
  }
  return laps.map(({ name, perSecond }) => ({ name, perSecond: median(perSecond.slice(1)) })) // the first warms up
}

function secondsSince(start) {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]

/** Vectors with every metric of the base group or, for `environmental`, of every group that scores. */
function randomVectors({ prefix, metrics }, kind) {
  const groups = kind === 'base' ? ['base'] : ['base', 'temporal', 'threat', 'environmental']
  const written = metrics.filter(({ group }) => groups.includes(group))
  let state = 1
  const pick = (values) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return values[(state >>> 16) % values.length]
  }
  const vector = () => prefix + written.map(({ id, values }) => `${id}:${pick(values).id}`).join('/')
  return Array.from({ length: VECTORS }, vector)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, ours, peer, peerName, ratio, target, met } of await run()) {
    console.log(
      `${name}: ${ours}, ${peerName} ${peer}: ratio ${ratio.toFixed(1)}, target ${target}${met ? '' : ' MISSED'}`,
    )
  }
}

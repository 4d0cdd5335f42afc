// `npm run fuzz [target…] [-- --seconds N] [--seed S] [--runs N]`: feeds damaged inputs to everything that reads strangers' bytes,
// guided by the code that they reach, and prints the smallest input of each fault. docs/fuzzing.md tells more.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'

/** One input that takes this long never ends. */
const HANG_SECONDS = 20
const MAX_MEGABYTES = 1024
/** Longest input of all, with room to spare. */
const SHARED_BYTES = 8 + (1 << 18)

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    runs: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
})
const [seconds, runs, seed] = [Number(values.seconds), Number(values.runs), Number(values.seed)]
const folder = await mkdtemp(join(tmpdir(), 'holdpoint-fuzz-'))
try {
  process.exitCode = (await main()) > 0 ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** @returns how many faults were found */
async function main() {
  await bundle()
  const url = pathToFileURL(join(folder, 'targets.mjs')).href
  const { targets } = await import(url)
  const wanted = targets
    .map(({ name }) => name)
    .filter((name) => positionals.length === 0 || positionals.some((one) => name.startsWith(one)))
  if (wanted.length === 0) throw new Error(`Targets are: ${targets.map(({ name }) => name).join(', ')}`)
  console.log(`seed ${seed}, ${seconds} s a target`)
  let faults = 0
  for (const target of wanted) faults += await fuzzOne(url, target)
  return faults
}

function bundle() {
  return build({
    entryPoints: ['scripts/fuzz/targets.ts', 'scripts/fuzz/worker.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
    },
    logLevel: 'error',
  })
}

/** Fuzzes in a thread of its own, so that an input that never ends is named and the rest goes on. */
function fuzzOne(url, target) {
  const shared = new SharedArrayBuffer(SHARED_BYTES)
  const worker = new Worker(join(folder, 'worker.mjs'), {
    workerData: { url, target, seed, seconds, runs, shared },
    resourceLimits: { maxOldGenerationSizeMb: MAX_MEGABYTES },
  })
  const head = new Int32Array(shared, 0, 2)
  const current = () => new Uint8Array(shared, 8, head[1]).slice()
  return new Promise((resolve) => {
    let faults = 0
    let last = 0
    const report = (found) => {
      faults++
      console.log(describe(found))
    }
    const watch = setInterval(() => {
      if (head[0] !== last || last === 0) return void (last = head[0])
      report({ target, kind: 'hang', message: `It has run for ${HANG_SECONDS} s.`, input: current() })
      void worker.terminate()
    }, HANG_SECONDS * 1000)
    worker.on('message', ({ found, ...end }) => {
      if (found) return report(found)
      const { executions, seconds: took, reached } = end
      console.log(
        `${target.padEnd(20)} ${executions} runs, ${Math.round(executions / took)}/s, ${reached} functions reached, ${faults} faults`,
      )
    })
    worker.on('error', (error) =>
      report({ target, kind: error.code ?? 'fault of the fuzzer', message: error.stack, input: current() }),
    )
    worker.on('exit', () => {
      clearInterval(watch)
      resolve(faults)
    })
  })
}

function describe({ target, kind, message, input }) {
  const base64 = Buffer.from(input).toString('base64')
  return `FAULT in ${target}: ${kind}
  ${message.replaceAll('\n', '\n  ')}
  ${input.length} bytes: ${JSON.stringify(Buffer.from(input).toString('latin1').slice(0, 300))}
  For tests/fuzz.test.ts, under FIXED:
  ['${target}', ${JSON.stringify(kind)}, '${base64}'],`
}

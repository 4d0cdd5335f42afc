// Reports into what is known of a product, as whole processes against a PostgreSQL of their own; the peer only reads the report.
// Again = the same findings, written down another way: another digest, nothing new.
import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const MAKER = path.resolve(ROOT, '..', 'shared/tools/make-large-report.mjs')
const MOST_MEGABYTES = 300
// What is needed, not what is taken where nobody counts: V8 keeps garbage for as long as it may.
const HEAP = '--max-old-space-size=128'

const src = (file) => JSON.stringify(path.join(ROOT, 'src', file))
const STORE = `
export { emptyStore } from ${src('adapters/postgres/store.testing.ts')}
`
const IMPORTER = `
import { randomBytes } from 'node:crypto'
import { nodeCrypto } from ${src('adapters/crypto.ts')}
import { nodeFiles } from ${src('adapters/files.ts')}
import { nodeHash } from ${src('adapters/hash.ts')}
import { database } from ${src('adapters/postgres/database.ts')}
import { inventory } from ${src('adapters/postgres/inventory.ts')}
import { importReport } from ${src('app/inventory.ts')}
import { readReport } from ${src('app/report.ts')}
import { uuidv7 } from ${src('core/ids.ts')}
import { instantFromMillis } from ${src('core/instant.ts')}

const [where, product, file] = process.argv.slice(2)
function opened() {
  const source = nodeFiles.open(file)
  if (!source.ok) throw new Error(source.problem.message)
  return source.value
}
function* read() {
  const source = opened()
  try {
    return yield* readReport(source, nodeHash)
  } finally {
    source.close()
  }
}
function digest() {
  const source = opened()
  try {
    return source.digest
  } finally {
    source.close()
  }
}
async function main() {
  const start = process.hrtime.bigint()
  let said = {}
  if (product === '') for (const _ of read());
  else {
    const db = database(JSON.parse(where))
    const id = uuidv7(instantFromMillis(Date.now()), randomBytes(10))
    const ports = { inventory: inventory(db), crypto: nodeCrypto, hash: nodeHash }
    const done = await importReport({ id, by: 'bench', product, report: digest(), read }, ports)
    if (!done.ok) throw new Error(done.problem.code + ': ' + done.problem.message)
    said = done.value.said
    await db.close()
  }
  const wall = Number(process.hrtime.bigint() - start) / 1e6
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  console.log(JSON.stringify({ wall, cpu: (userCPUTime + systemCPUTime) / 1000, megabytes: maxRSS / 1024, said }))
}
main()
`

/** @returns rows of {name, ours, peer, peerName, ratio, target, met} */
export async function run() {
  if (!existsSync(MAKER)) {
    console.log(`inventory  skipped: ${path.relative(ROOT, MAKER)} is not there to make large reports`)
    return []
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-bench-'))
  const { emptyStore } = createRequire(import.meta.url)(await bundled(folder, 'store', STORE))
  const store = await emptyStore()
  try {
    const importer = await bundled(folder, 'importer', IMPORTER)
    const rows = []
    for (const [count, first, again] of [
      [14_000, 3_000, 1_500],
      [100_000, undefined, 15_000],
    ]) {
      const report = await made(path.join(folder, `${count}.sarif`), count)
      const rewritten = await made(path.join(folder, `${count}-again.sarif`), count, '--pretty')
      const changed = await made(path.join(folder, `${count}-changed.sarif`), count, '--seed', '2')
      const took = (product, file) => measured(importer, [JSON.stringify(store.where), product, file])
      const reading = await took('', report)
      const product = `bench-${count}`
      const row = (what, ours, most) => [
        {
          name: `${count} findings ${what}, time`,
          ours: `${Math.round(ours.wall)} ms`,
          peer: `${Math.round(reading.wall)} ms`,
          peerName: 'reading alone',
          ratio: ours.wall / reading.wall,
          ...(most && { target: `≤ ${most} ms`, met: ours.wall <= most }),
        },
        {
          name: `${count} findings ${what}, work of Node`,
          ours: `${Math.round(ours.cpu)} ms`,
          peer: `${Math.round(reading.cpu)} ms`,
          peerName: 'reading alone',
          ratio: ours.cpu / reading.cpu,
        },
        {
          name: `${count} findings ${what}, memory`,
          ours: `${Math.round(ours.megabytes)} MB`,
          peer: `${Math.round(reading.megabytes)} MB`,
          peerName: 'reading alone',
          ratio: ours.megabytes / reading.megabytes,
          target: `≤ ${MOST_MEGABYTES} MB`,
          met: ours.megabytes <= MOST_MEGABYTES,
        },
      ]
      const imported = await took(product, report)
      const twice = await took(product, rewritten)
      if (imported.said?.findings.new !== count || twice.said) throw new Error(JSON.stringify([imported, twice]))
      rows.push(...row('imported', imported, first), ...row('again', twice, again))
      rows.push(...row('of which all are others', await took(product, changed)))
    }
    return rows
  } finally {
    await store.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measured(script, args) {
  const child = spawn(process.execPath, [HEAP, script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (data) => (output += data))
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`the import ended with ${status}`)
  return JSON.parse(output)
}

async function made(file, count, ...more) {
  const args = [MAKER, '--format', 'sarif', '--count', String(count), '--duplicates', '0', ...more]
  const maker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(maker.stdout.pipe(createWriteStream(file)), 'finish')
  return file
}

async function bundled(folder, name, contents) {
  const outfile = path.join(folder, `${name}.cjs`)
  const stdin = { contents, resolveDir: ROOT, loader: 'ts' }
  const common = { bundle: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'error' }
  await build({ stdin, outfile, external: ['pg-native'], ...common })
  return outfile
}

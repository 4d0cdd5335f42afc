// Commands through `handle`, 64 callers on 1,000 holds, beside a script that only commits the same rows in the same batches; and how long
// it takes until our own database is up.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]

export async function run() {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-bench-'))
  try {
    const { throwaway } = await bundled('src/adapters/postgres/postgres.testing.ts')
    const { handled } = await bundled('src/adapters/postgres/bench.testing.ts')
    const server = await throwaway()
    const runs = []
    for (let i = 0; i < 3; i++) runs.push(await handled(server.where))
    await server.stop()
    const { commands, batches } = runs[0]
    const ratio = median(runs.map(({ ours, peer }) => peer / ours))
    const rate = (key) => `${Math.round(commands / median(runs.map((one) => one[key])))} /s`
    return [
      {
        name: `commands through handle (${Math.round(commands / batches)} a batch)`,
        ours: rate('ours'),
        peer: rate('peer'),
        peerName: 'the same rows committed',
        ratio,
        target: '≥ 0.5',
        met: ratio >= 0.5,
      },
      ...(await started(join(folder, 'data'))),
    ]
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function started(folder) {
  const { openStore } = await bundled('src/adapters/postgres/open.ts')
  const seconds = async () => {
    const start = performance.now()
    const store = await openStore({ folder, mode: 'serve' })
    if (!store.ok) throw new Error(store.problem.message)
    const taken = (performance.now() - start) / 1000
    await store.value.close()
    return taken
  }
  const first = await seconds()
  const again = median([await seconds(), await seconds(), await seconds()])
  const row = (name, taken, limit) => ({
    name,
    ours: `${taken.toFixed(2)} s`,
    peer: `${limit} s`,
    ratio: taken / limit,
    target: '≤ 1',
    met: taken <= limit,
  })
  return [row('our own database up, in an empty folder', first, 5), row('… on an existing store', again, 2)]
}

/** Beside the packages that it needs. */
async function bundled(entry) {
  const outfile = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', `bench-${entry.split('/').at(-1)}.mjs`)
  const external = ['pg', 'pg-copy-streams', 'vitest', 'zod']
  await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    external,
    logLevel: 'error',
  })
  try {
    return await import(pathToFileURL(outfile).href)
  } finally {
    await rm(outfile)
  }
}

// A case of 10,000 events replayed: no case has as many; one that has must still answer the gate at once. In CPU time.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const EVENTS = 10_000
const TARGET_MS = 50

export async function run() {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-bench-'))
  try {
    const core = await bundled(folder, 'src/core/case/evolve.ts', 'evolve.mjs')
    const { story } = await bundled(folder, 'src/core/case/story.testing.ts', 'story.mjs')
    const { sha256 } = await import('node:crypto').then(({ createHash }) => ({
      sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
    }))
    const told = story(sha256)
    const events = lengthened(told.events)
    const times = Array.from({ length: 15 }, () => {
      const start = process.cpuUsage()
      const state = core.replay(told.state.id, events)
      if (state.n !== EVENTS) throw new Error('not all events were replayed')
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    })
    const ours = times.toSorted((a, b) => a - b)[times.length >> 1]
    return [
      {
        name: 'a case of 10,000 events replayed',
        ours: `${ours.toFixed(1)} ms`,
        peer: `${TARGET_MS} ms`,
        ratio: ours / TARGET_MS,
        target: '≤ 1',
        met: ours <= TARGET_MS,
      },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The story up to the hold, then one argument after the other: objection, answer, settlement. */
function lengthened(events) {
  const start = events.slice(0, 8)
  const argument = ['objection_raised', 'objection_answered', 'objection_settled'].map((type) =>
    events.find((event) => event.type === type),
  )
  const all = [...start]
  while (all.length < EVENTS) {
    const [raised, answered, settled] = argument
    const n = all.length + 1
    all.push({ ...raised, n })
    if (all.length < EVENTS) all.push({ ...answered, n: n + 1, data: { ...answered.data, objection: n } })
    if (all.length < EVENTS) all.push({ ...settled, n: n + 2, data: { ...settled.data, objection: n } })
  }
  return all
}

async function bundled(folder, entry, name) {
  const outfile = join(folder, name)
  const entryPoints = [fileURLToPath(new URL(`../${entry}`, import.meta.url))]
  await build({ entryPoints, bundle: true, format: 'esm', platform: 'node', outfile, logLevel: 'error' })
  return import(pathToFileURL(outfile).href)
}

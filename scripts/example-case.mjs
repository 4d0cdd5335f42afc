// Makes the example case and its log from the story that the tests tell: examples/case.jsonl, wishes.jsonl, log.bundle, log.pub,
// people.yaml.
// `npm run example` writes them; a test makes them again and compares, so that the examples never lie.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The example's files by name. */
export async function exampleFiles() {
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-example-'))
  try {
    const outfile = join(folder, 'example.mjs')
    const entryPoints = [join(root, 'src/core/case/example.testing.ts')]
    await build({ entryPoints, bundle: true, format: 'esm', platform: 'node', outfile, logLevel: 'error' })
    const { example } = await import(pathToFileURL(outfile).href)
    return example()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, content] of Object.entries(await exampleFiles()))
    await writeFile(join(root, 'examples', name), content)

// Bundles src/main.ts into dist/: what `npx holdpoint` runs. Heavy parts become chunks of their own, loaded when needed.
// With --if-needed only where dist/ was made from something else than what lies here now: npm runs `prepare` at the first `npx` in a clone as
// well, and a server may be running out of dist/.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, readFile, rm, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { build } from 'esbuild'

const STAMP = 'dist/built-from'
const from = digestOfInputs()
if (process.argv.includes('--if-needed') && existsSync('dist/holdpoint.cjs') && stamp() === from) process.exit(0)

/** By what they hold, not by their dates: a pull may give a file an older one. The packages as they are installed, too. */
function digestOfInputs() {
  const sources = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:test|testing)\.ts$/.test(entry.name))
    .map(({ parentPath, name }) => `${parentPath}/${name}`)
  const others = ['package.json', 'package-lock.json', 'node_modules/.package-lock.json', 'scripts/build.mjs']
  const hash = createHash('sha256').update(process.version)
  for (const file of [...sources.toSorted(), ...others.filter((one) => existsSync(one))]) {
    const bytes = readFileSync(file)
    hash.update(`${file}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

function stamp() {
  return existsSync(STAMP) ? readFileSync(STAMP, 'utf8').trim() : undefined
}

const { version } = JSON.parse(await readFile('package.json', 'utf8'))
await rm('dist', { recursive: true, force: true })
const program = {
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Optional, large, and loaded only where a PDF is asked for; and pg's other half in C, which we do not have.
  external: ['@myriaddreamin/*', '@expo-google-fonts/*', 'pg-native'],
  minifySyntax: true,
  legalComments: 'linked',
  define: { __VERSION__: JSON.stringify(version) },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
}
await build({ ...program, entryPoints: ['src/main.ts', 'src/recording.ts'], splitting: true })
// Whole: a thread that loads forty chunks starts in twice the time.
await build({ ...program, entryPoints: ['src/thread.ts'] })
await build({ ...program, entryPoints: ['src/study-thread.ts'] })
await build({
  entryPoints: { holdpoint: 'src/bin.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [
    {
      name: 'main',
      setup: ({ onResolve }) => onResolve({ filter: /^\.\/main\.ts$/ }, () => ({ path: './main.js', external: true })),
    },
  ],
  logLevel: 'warning',
})
await chmod('dist/holdpoint.cjs', 0o755)
// Last: what broke off half-way was not made from anything.
await writeFile(STAMP, `${from}\n`)

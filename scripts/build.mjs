// Bundles src/main.ts into dist/: what `npx holdpoint` runs. Heavy parts become chunks of their own, loaded when needed.
import { chmod, readFile, rm } from 'node:fs/promises'
import { build } from 'esbuild'

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

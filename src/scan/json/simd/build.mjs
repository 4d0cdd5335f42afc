// Makes bytes.generated.ts of skip.as: `node src/scan/json/simd/build.mjs`. The same source gives the same bytes.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const COMPILER = 'assemblyscript@0.28.20'
const OPTIONS = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert', '--initialMemory', '1']

const here = path.dirname(fileURLToPath(import.meta.url))
const source = path.join(here, 'skip.as')
const folder = mkdtempSync(path.join(tmpdir(), 'holdpoint-simd-'))
try {
  copyFileSync(source, path.join(folder, 'skip.ts'))
  const asc = ['--yes', `--package=${COMPILER}`, '--', 'asc']
  execFileSync('npx', [...asc, 'skip.ts', ...OPTIONS, '-o', 'skip.wasm'], { cwd: folder, stdio: 'inherit' })
  const base64 = readFileSync(path.join(folder, 'skip.wasm')).toString('base64')
  writeFileSync(
    path.join(here, 'bytes.generated.ts'),
    `// Made by build.mjs of skip.as with ${COMPILER}; not to be edited.
export const SOURCE_SHA256 = '${createHash('sha256').update(readFileSync(source)).digest('hex')}'
export const WASM_BASE64 =
${base64
  .match(/.{1,110}/g)
  .map((line) => `  '${line}'`)
  .join(' +\n')}
`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = resolve('.')
const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-layers-'))
for (const file of ['package.json', '.oxlintrc.json', 'tsconfig.base.json', 'tsconfig.core.json'])
  cpSync(file, join(scratch, file))
symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
afterAll(() => rmSync(scratch, { recursive: true }))

const tool = (name: string) => join(root, 'node_modules', '.bin', name)

/** What a tool of the check says of one file, standing where it would stand. */
function says(command: 'oxlint' | 'tsc', path: string, code: string): { failed: boolean; output: string } {
  const file = join(scratch, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, code)
  const args = command === 'oxlint' ? ['--deny-warnings', path] : ['-p', 'tsconfig.core.json']
  const { status, stdout, stderr } = spawnSync(tool(command), args, { cwd: scratch, encoding: 'utf8' })
  rmSync(file)
  return { failed: status !== 0, output: stdout + stderr }
}

test.each([
  ['src/core/gate/x.ts', "import { check } from '../../app/check.ts'\ncheck()\n", 'Arrows point inward'],
  ['src/core/gate/x.ts', "import { parse } from 'yaml'\nparse('')\n", 'The core depends on nothing'],
  ['src/core/gate/x.ts', "import fs from 'node:fs'\nfs.readFileSync('x')\n", 'The core depends on nothing'],
  ['src/scan/x.ts', "import fs from 'node:fs'\nfs.readFileSync('x')\n", 'no Node API'],
  ['src/scan/x.ts', "import { plain } from '../core/plain.ts'\nplain('')\n", 'knows bytes, not findings'],
  ['src/readers/a/x.ts', "import { b } from '../b/reader.ts'\nb()\n", 'Deleting one reader must not touch another'],
  ['src/readers/a/x.ts', "import { z } from 'zod'\nz.string()\n", 'needs the core and the scanner'],
  ['src/readers/a/x.ts', "import { check } from '../../app/check.ts'\ncheck()\n", 'imports core and scan only'],
  ['src/writers/a/x.ts', "import { check } from '../../app/check.ts'\ncheck()\n", 'Writers import core only'],
  ['src/writers/a/x.ts', "import fs from 'node:fs'\nfs.readFileSync('x')\n", 'Writers are pure'],
  ['src/texts/x.ts', "import { check } from '../app/check.ts'\ncheck()\n", 'Texts import core'],
  ['src/app/x.ts', "import { nodeFiles } from '../adapters/files.ts'\nnodeFiles.open('x')\n", 'The app imports core'],
  ['src/app/x.ts', "import fs from 'node:fs'\nfs.readFileSync('x')\n", 'only adapters touch Node'],
  ['src/adapters/x.ts', "import { check } from '../app/check.ts'\ncheck()\n", 'not the app'],
  ['src/api/x.ts', "import fs from 'node:fs'\nfs.readFileSync('x')\n", 'shared with the browser'],
  ['src/api/x.ts', "import { check } from '../app/check.ts'\ncheck()\n", "the core's forms, and nothing else"],
  ['src/api/client.ts', "import { ROUTES } from './routes.ts'\nROUTES.gate()\n", 'loads nothing'],
  ['src/server/x.ts', "import { evaluate } from '../core/gate/evaluate.ts'\nevaluate()\n", 'The edge is thin'],
  ['src/cli/x.ts', "import { evaluate } from '../core/gate/evaluate.ts'\nevaluate()\n", 'The edge is thin'],
  ['src/cli/x.ts', "import { nodeFiles } from '../adapters/files.ts'\nnodeFiles.open('x')\n", 'The edge is thin'],
])('the linter refuses a breach in %s: %s', (path, code, message) => {
  const { failed, output } = says('oxlint', path, code)
  expect(output).toContain(message)
  expect(failed).toBe(true)
})

test.each([
  ['src/readers/a/x.ts', "import { field } from '../fields.ts'\nfield()\n"],
  ['src/readers/a/x.ts', "import { ok } from '../../core/problem.ts'\nok(1)\n"],
  ['src/api/x.ts', "import * as z from 'zod'\nexport const x = z.string()\n"],
  ['src/api/client.ts', "import type { RouteKey } from './routes.ts'\nexport type K = RouteKey\n"],
  ['src/adapters/x.ts', "import type { Ports } from '../app/ports.ts'\nexport type P = Ports\n"],
])('the linter lets an arrow that points inward pass in %s', (path, code) => {
  expect(says('oxlint', path, code)).toMatchObject({ failed: false })
})

test.each([
  ['export const now = () => Date.now()\n', 'no clock'],
  ["export const day = () => new Intl.DateTimeFormat('en').format()\n", 'no locale'],
  ['export const dice = () => Math.random()\n', 'no chance'],
  ['export const all = globalThis\n', 'takes what it needs as values'],
])('the linter refuses impurity in the core: %s', (code, message) => {
  const { failed, output } = says('oxlint', 'src/core/x.ts', code)
  expect(output).toContain(message)
  expect(failed).toBe(true)
})

test.each([
  'process.exit()',
  "fetch('x')",
  'setTimeout(() => {}, 1)',
  'new TextEncoder()',
  "console.log('x')",
  'crypto.randomUUID()',
])('in the core, %s does not compile', (code) => {
  expect(says('tsc', 'src/core/x.ts', `export const x = () => ${code}\n`)).toMatchObject({ failed: true })
})

test('a pure core compiles, so the refusals above mean something', () => {
  expect(says('tsc', 'src/core/x.ts', 'export const x = (n: number) => n + 1\n')).toMatchObject({ failed: false })
})

test('the arrows in ARCHITECTURE.md are those of the code', () => {
  expect(drawn()).toEqual(found())
})

test('no file imports what imports it, not even its types', () => {
  expect(circled(files('src').map((file) => [file, imported(file)]))).toEqual([])
})

test('a circle would be seen, and who stands before, between and behind circles is no part of them', () => {
  const imports = {
    first: ['a'],
    a: ['b'],
    b: ['c', 'between'],
    c: ['a'],
    between: ['d'],
    d: ['e', 'last'],
    e: ['d'],
    last: [],
  }
  expect(circled(Object.entries(imports))).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test.each(["import type { B } from './b.ts'", "export { b } from './b.ts'", "const { b } = await import('./b.ts')"])(
  'a circle would be seen that is closed by %s',
  (code) => {
    const [a, b] = ['src/a.ts', 'src/b.ts']
    const both = [[a, importedIn(code, a)] as const, [b, importedIn("import { a } from './a.ts'", b)] as const]
    expect(circled(both)).toEqual([a, b])
  },
)

/** The files that come back to themselves by what they import. */
function circled(files: readonly (readonly [file: string, imports: readonly string[]])[]): readonly string[] {
  const imports = new Map(files)
  return [...imports.keys()].filter((file) => reached(file, imports).has(file))
}

function reached(file: string, imports: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const reached = new Set(imports.get(file))
  for (const one of reached) for (const next of imports.get(one) ?? []) reached.add(next) // which come later in this loop
  return reached
}

/** `app → core, readers` as ARCHITECTURE.md draws it. */
function drawn(): Record<string, string[]> {
  const block = /```arrows\n([\s\S]*?)```/.exec(readFileSync('ARCHITECTURE.md', 'utf8'))?.[1] ?? ''
  const lines = block.split('\n').filter(Boolean)
  return Object.fromEntries(
    lines.map((line) => line.split(' → ')).map(([from, to]) => [from!.trim(), to!.split(', ').map((s) => s.trim())]),
  )
}

/** Which top folder of src imports which, read off the code (tests apart). */
function found(): Record<string, string[]> {
  const arrows = new Map<string, Set<string>>()
  for (const file of sources('src')) {
    const from = layer(file)
    for (const target of imported(file)) {
      const to = layer(target)
      if (to !== from) arrows.set(from, (arrows.get(from) ?? new Set()).add(to))
    }
  }
  return Object.fromEntries(
    [...arrows].map(([from, to]) => [from, [...to].sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}

/** Which files of ours a file imports, types as well. */
const imported = (file: string): readonly string[] => importedIn(readFileSync(file, 'utf8'), file)

const importedIn = (code: string, file: string): readonly string[] =>
  [...code.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, target]) =>
    relative(root, resolve(dirname(file), target!)),
  )

const layer = (path: string) => path.split('/')[1]!

const sources = (folder: string): readonly string[] =>
  files(folder).filter((name) => !name.endsWith('.test.ts') && !name.endsWith('.testing.ts'))

const files = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name))

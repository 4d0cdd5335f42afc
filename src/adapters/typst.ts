import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import type { Typesetter } from '../app/ports.ts'
import { ok, refuse, type Result } from '../core/problem.ts'

const FONTS = ['400Regular', '400Regular_Italic', '600SemiBold', '700Bold'] as const
const PDF = 1

/** Typst as WebAssembly: it sees the one source and the data that it is given, no file and no network. */
export const typst: Typesetter = {
  async pdf({ source, inputs }) {
    const engine = await load()
    if (!engine.ok) return engine
    engine.value.resetShadow()
    engine.value.addSource('/main.typ', source)
    const { result, diagnostics } = await engine.value.compile({
      mainFilePath: '/main.typ',
      inputs,
      format: PDF,
      diagnostics: 'unix',
    })
    if (!result) throw new Error(`the template does not compile: ${diagnostics?.join('\n')}`)
    return ok(result)
  },
}

type Engine = import('@myriaddreamin/typst.ts/compiler').TypstCompiler
let engine: Promise<Result<Engine>> | undefined

/** Once for all documents: loading takes longer than typesetting. */
const load = (): Promise<Result<Engine>> => (engine ??= start())

async function start(): Promise<Result<Engine>> {
  const require = createRequire(import.meta.url)
  try {
    const [{ createTypstCompiler }, { loadFonts }] = await Promise.all([
      import('@myriaddreamin/typst.ts/compiler'),
      import('@myriaddreamin/typst.ts/options.init'),
    ])
    const wasm = require.resolve('@myriaddreamin/typst-ts-web-compiler/wasm')
    const fonts = FONTS.map((name) =>
      require.resolve(`@expo-google-fonts/source-sans-3/${name}/SourceSans3_${name}.ttf`),
    )
    const [module, ...bytes] = await Promise.all([wasm, ...fonts].map((path) => readFile(path)))
    // The first document takes most of its time in functions that run a few times each: optimising them costs four times
    // what running them does. For the whole process; one that typesets reads no large reports.
    setFlagsFromString('--wasm-tiering-budget=1000000000')
    const compiler = createTypstCompiler()
    await compiler.init({
      getModule: () => ({ module_or_path: module! }),
      beforeBuild: [loadFonts(bytes, { assets: false })],
    })
    return ok(compiler)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && /MODULE_NOT_FOUND/.test(String(error.code)))) throw error
    return refuse(
      'pdf/not-installed',
      'PDF needs the optional parts of Holdpoint, and they are not installed.',
      'Install again without leaving optional dependencies out, or take --format html and print it.',
    )
  }
}

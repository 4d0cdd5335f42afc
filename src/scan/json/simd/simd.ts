import type { Scanner } from '../scanner.ts'
import { WASM_BASE64 } from './bytes.generated.ts'

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  begin(maxDepth: number): void
  skip(from: number, to: number): number
  colons(): number
  pass(from: number, to: number, until: number, maxDepth: number, most: number): number
  passed(): number
  sound(from: number, to: number): number
}

interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: Exports }
}

const PAGE = 1 << 16
// skip.as reads whole blocks, up to 64 bytes past the end, and keeps notes in the last kilobyte.
const SLACK = 64 + 1024

/** The scanner as WebAssembly with SIMD (skip.as), over its own memory. */
export class SimdScanner implements Scanner {
  bytes: Uint8Array
  readonly #exports: Exports

  /** @param module of `simdModule` */
  constructor(module: object, size: number) {
    this.#exports = new wasm!.Instance(module).exports
    this.bytes = new Uint8Array(0)
    this.reserve(size)
  }

  reserve(size: number): void {
    const { memory } = this.#exports
    const pages = Math.ceil((size + SLACK - memory.buffer.byteLength) / PAGE)
    if (pages > 0) memory.grow(pages)
    this.bytes = new Uint8Array(memory.buffer, 0, memory.buffer.byteLength - SLACK)
  }

  begin(maxDepth: number): void {
    this.#exports.begin(maxDepth)
  }

  skip(from: number, to: number): number {
    return this.#exports.skip(from, to)
  }

  get colons(): number {
    return this.#exports.colons()
  }

  pass(from: number, to: number, until: number, maxDepth: number, most: number): number {
    return this.#exports.pass(from, to, until, maxDepth, most)
  }

  get passed(): number {
    return this.#exports.passed()
  }

  sound(from: number, to: number): number {
    return this.#exports.sound(from, to)
  }
}

const wasm = (globalThis as { readonly WebAssembly?: Wasm }).WebAssembly
let compiled: object | false | undefined

/** The compiled module, or undefined where WebAssembly or its SIMD is missing or forbidden. */
export function simdModule(): object | undefined {
  compiled ??= compile() ?? false
  return compiled || undefined
}

function compile(): object | undefined {
  try {
    return wasm && new wasm.Module(Uint8Array.from(atob(WASM_BASE64), (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}

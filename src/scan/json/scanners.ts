import { PlainScanner, type Scanner } from './scanner.ts'
import { SimdScanner, simdModule } from './simd/simd.ts'

const SMALLEST = 1 << 12
const USUAL = 1 << 18
// Below it, making a WebAssembly memory costs more than it saves.
const WORTH_SIMD = 1 << 18

/** The fastest scanner there is for a source of this size, with room to start. */
export function scannerFor(size: number): Scanner {
  const module = size < WORTH_SIMD ? undefined : simdModule()
  const room = Math.min(Math.max(size, SMALLEST), USUAL)
  return module ? new SimdScanner(module, room) : new PlainScanner(room)
}

/* oxlint-disable unicorn/require-post-message-target-origin -- it is about windows; this is a thread's port */
import process from 'node:process'
import { parentPort, workerData } from 'node:worker_threads'
import { Coverage } from './coverage.ts'
import { fuzz } from './fuzzer.ts'
import type { Target } from './target.ts'

/** What the watching thread hands over. */
export interface Order {
  /** The bundle of the targets, as a URL; its coverage is what guides. */
  readonly url: string
  readonly target: string
  readonly seed: number
  readonly seconds: number
  readonly runs: number
  /** The input being run: its number and its length, then its bytes. */
  readonly shared: SharedArrayBuffer
}

const { url, target: name, seed, seconds, runs, shared } = workerData as Order
const coverage = new Coverage(url)
const { targets } = (await import(url)) as { readonly targets: readonly Target[] }
const target = targets.find((one) => one.name === name)!
const head = new Int32Array(shared, 0, 2)
const bytes = new Uint8Array(shared, 8)
const start = performance.now()

const fuzzing = fuzz(target, {
  seed,
  feedback: coverage,
  clock: () => process.cpuUsage().user / 1000,
  more: (executions) => executions < runs && performance.now() - start < seconds * 1000,
  before(input) {
    bytes.set(input)
    head[1] = input.length
    Atomics.add(head, 0, 1)
  },
})
for (;;) {
  const step = fuzzing.next()
  if (step.done) {
    parentPort!.postMessage({
      executions: step.value,
      seconds: (performance.now() - start) / 1000,
      reached: coverage.reached,
    })
    break
  }
  parentPort!.postMessage({ found: step.value })
}

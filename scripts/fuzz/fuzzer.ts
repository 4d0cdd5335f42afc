import { type Feedback } from './coverage.ts'
import { minimised } from './minimise.ts'
import { mutated, type Pool, wordsOf } from './mutate.ts'
import { Random } from './random.ts'
import type { Target } from './target.ts'
import { type Tokens, tokensOf } from './tokens.ts'

/** A fault and the smallest input that shows it. */
export interface Found {
  readonly target: string
  /** The same for every input that shows the same fault. */
  readonly kind: string
  readonly message: string
  readonly input: Uint8Array
}

export interface FuzzOptions {
  readonly seed: number
  /** Asked after each batch: go on? */
  readonly more: (executions: number) => boolean
  readonly feedback?: Feedback
  /** Told of every input before it is run: whoever watches can name the one that never ended. */
  readonly before?: (input: Uint8Array) => void
  /** Milliseconds of computing, where time counts: not of waiting, for others may use the machine as well. */
  readonly clock?: () => number
}

/** How many inputs share one look at the coverage: a look takes as long as a dozen runs. */
const BATCH = 128
/** Longer ones cost more than they teach, in bytes. */
const MAX_SEED = 1 << 15
/** An input may take this long, in milliseconds: a start, and so much a byte. Far above what anything needs. */
const SLOW = { start: 250, perByte: 0.02 }
/** Runs that are spent on making an input smaller; a slow one is soon not worth more. */
const TRIES = { fast: 1500, slow: 40 }

/** Runs a target on its seeds and on what becomes of them; inputs that reach new code become seeds. */
export function* fuzz(target: Target, options: FuzzOptions): Generator<Found, number> {
  const { seed, more, feedback } = options
  const random = new Random(seed)
  const seeds = target.seeds.map((bytes) => tokensOf(latin1(bytes)))
  const corpus: Tokens[] = [...seeds]
  const pool: Pool = { others: corpus, words: wordsOf(seeds) }
  const known = new Set<string>()
  let executions = 0
  function* run(input: string): Generator<Found> {
    executions++
    const failed = failure(target, bytesOf(input), options)
    if (!failed || known.has(failed.kind)) return
    known.add(failed.kind)
    const fails = (smaller: string) => failure(target, bytesOf(smaller), options)?.kind === failed.kind
    const smallest = minimised(input, fails, failed.kind === 'slow' ? TRIES.slow : TRIES.fast)
    yield { target: target.name, ...(failure(target, bytesOf(smallest), options) ?? failed), input: bytesOf(smallest) }
  }
  for (const { text } of seeds) yield* run(text)
  feedback?.fresh(true)
  while (more(executions)) {
    const batch = Array.from({ length: BATCH }, () => {
      const text = mutated(random.pick(corpus), random, pool)
      return target.mend && random.once(2) ? target.mend(text) : text
    })
    for (const input of batch) yield* run(input)
    if (feedback?.fresh(false)) corpus.push(...pioneers(batch, feedback).map(tokensOf))
  }
  return executions

  /** Which of these reached new code? Halves are run again, and their halves, where something is new. */
  function pioneers(inputs: readonly string[], feedback: Feedback): readonly string[] {
    for (const input of inputs) failure(target, bytesOf(input), { before: options.before })
    if (!feedback.fresh(inputs.length === 1)) return []
    if (inputs.length === 1) return inputs.filter(({ length }) => length <= MAX_SEED)
    const half = inputs.length / 2
    return [...pioneers(inputs.slice(0, half), feedback), ...pioneers(inputs.slice(half), feedback)]
  }
}

/** What goes wrong with an input: a broken promise, a crash, or too much time in each of three tries. */
export function failure(
  target: Target,
  input: Uint8Array,
  {
    before,
    clock,
  }: { readonly before?: FuzzOptions['before'] | undefined; readonly clock?: FuzzOptions['clock'] } = {},
): { readonly kind: string; readonly message: string } | undefined {
  const limit = SLOW.start + SLOW.perByte * input.length
  let took = Infinity
  for (let tries = 0; tries < 3 && took > limit; tries++) {
    before?.(input)
    const start = clock?.() ?? 0
    try {
      target.check(input)
    } catch (error) {
      return described(error)
    }
    took = (clock?.() ?? 0) - start
  }
  return took > limit ? { kind: 'slow', message: `${Math.round(took)} ms for ${input.length} bytes` } : undefined
}

function described(error: unknown): { readonly kind: string; readonly message: string } {
  if (!(error instanceof Error)) return { kind: `threw ${typeof error}`, message: String(error).slice(0, 500) }
  // The targets are bundled apart, so that their classes are not ours.
  if ('promise' in error) return { kind: String(error.promise), message: error.message }
  const place = /\n\s+at (\S+)/.exec(error.stack ?? '')?.[1] ?? 'nowhere'
  return { kind: `${error.name} in ${place}`, message: (error.stack ?? error.message).slice(0, 800) }
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))

import { segments } from '../pointer.ts'

/**
 * How far a value's path has matched the stream patterns: a small automaton, stepped by key. No Track means that nothing
 * below can match, and the value is passed over in one go.
 */
export interface Track {
  /** The pattern under which an array that stands here is streamed. */
  readonly stream: string | undefined
  readonly named: ReadonlyMap<string, Track | undefined>
  readonly others: Track | undefined
}

/** Compiles patterns. Where one lies inside the elements of another, the outer one wins. */
export function compile(streams: readonly string[]): Track | undefined {
  return build(
    streams.map((stream) => ({ stream, path: segments(stream) })),
    0,
  )
}

/** The Track of a child, by its key or index. */
export function step({ named, others }: Track, key: string | number): Track | undefined {
  const name = String(key)
  return named.size > 0 && named.has(name) ? named.get(name) : others
}

type Pattern = { readonly stream: string; readonly path: readonly string[] }

function build(patterns: readonly Pattern[], depth: number): Track | undefined {
  if (patterns.length === 0) return undefined
  const ending = patterns.find(({ path }) => path.length === depth + 1)
  if (ending && ending.path[depth] !== '*') throw new Error(`a stream ends in *: ${ending.stream}`)
  const longer = patterns.filter(({ path }) => path.length > depth + 1)
  const next = (key: string) =>
    build(
      longer.filter(({ path }) => path[depth] === '*' || path[depth] === key),
      depth + 1,
    )
  const names = new Set(longer.map(({ path }) => path[depth]!).filter((name) => name !== '*'))
  return {
    stream: ending?.stream,
    named: new Map([...names].map((name) => [name, next(name)])),
    others: next('*'),
  }
}

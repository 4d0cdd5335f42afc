import type { Element, Json, Shape } from './shape.ts'
import type { Source } from './source.ts'
import { LIMITS, type Limits, ScanFault } from './fault.ts'

// A first, whole-file version behind the contract; the constant-memory scanner takes its place.
function whole(source: Source): Json {
  const parts: Uint8Array[] = []
  for (const chunk of source.chunks()) parts.push(chunk.slice())
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts))
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new ScanFault('json/syntax', String(error))
  }
}

export function shapeOf(source: Source, streams: readonly string[], _limits: Limits = LIMITS): Shape {
  const counts = new Map<string, number>()
  const value = strip(whole(source), '', streams, counts)
  const at = (pointer: string): Json | undefined => {
    let here: Json | undefined = value
    for (const part of pointer.split('/').slice(1)) {
      if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
      here = (here as Record<string, Json>)[part]
    }
    return here
  }
  return {
    kind: 'json',
    value,
    at,
    has: (p) => at(p) !== undefined,
    streamed: (p) => counts.get(p) ?? 0,
    place: () => undefined,
  }
}

const matches = (pointer: string, pattern: string): boolean => {
  const a = pointer.split('/')
  const b = pattern.split('/')
  return a.length === b.length && b.every((part, i) => part === '*' || part === a[i])
}

function strip(value: Json, pointer: string, streams: readonly string[], counts: Map<string, number>): Json {
  if (Array.isArray(value)) {
    if (streams.some((s) => s.endsWith('/*') && matches(pointer, s.slice(0, -2)))) {
      counts.set(pointer, value.length)
      return []
    }
    return value.map((v, i) => strip(v, `${pointer}/${i}`, streams, counts))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, strip(v, `${pointer}/${k}`, streams, counts)]))
}

export function* elements(source: Source, streams: readonly string[], _limits: Limits = LIMITS): Iterable<Element> {
  function* walk(value: Json, pointer: string): Iterable<Element> {
    const stream = streams.find((s) => matches(pointer, s))
    if (stream !== undefined) yield { value, pointer, stream }
    else if (Array.isArray(value)) for (const [i, v] of value.entries()) yield* walk(v, `${pointer}/${i}`)
    else if (typeof value === 'object' && value !== null)
      for (const [k, v] of Object.entries(value)) yield* walk(v as Json, `${pointer}/${k}`)
  }
  yield* walk(whole(source), '')
}

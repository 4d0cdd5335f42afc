import { LIMITS, type Limits, ScanFault } from './fault.ts'
import { diagnose } from './json/diagnose.ts'
import { Malformed, Stop } from './json/stop.ts'
import { decode, parse } from './json/text.ts'
import { textWithout, whole } from './json/unread.ts'
import { Walk } from './json/walk.ts'
import { locate } from './locate.ts'
import { child, valueAt } from './pointer.ts'
import type { Element, Json, Shape, Share } from './shape.ts'
import type { Source } from './source.ts'

// JSON in constant memory, in two passes. What both have read to the end is exactly what JSON.parse would have read of the
// whole, less duplicate keys and what exceeds a limit; anything else throws a ScanFault.

/**
 * What a JSON document looks like. Its streamed arrays were counted, and their elements told apart, but not looked into:
 * only the first one of each pattern is.
 *
 * @param streams stream patterns, which name arrays; an object met there stays in the shape
 */
export function shapeOf(source: Source, streams: readonly string[], limits: Limits = LIMITS): Shape {
  const walk = new Walk(source, streams, limits, Infinity)
  const firsts = new Map<string, Json>()
  let value: Json
  try {
    for (let span = walk.next(); span; span = walk.next())
      if (!firsts.has(span.stream)) firsts.set(span.stream, parse<Json>(decode(span.bytes), span.colons))
    value = walk.skeleton.value()
  } catch (error) {
    throw faultOf(error, source, limits)
  } finally {
    walk.close()
  }
  const { counts, met } = walk.skeleton
  return {
    kind: 'json',
    value,
    at: (pointer) => valueAt(value, pointer),
    has: (pointer) => valueAt(value, pointer) !== undefined,
    met,
    streamed: (pointer) => counts.get(pointer) ?? 0,
    first: (stream) => firsts.get(stream),
    place: () => undefined,
  }
}

/**
 * The elements of the streamed arrays, one by one, in the document's order. Nothing that it gives counts before it has
 * ended: only then is all of the document known to be sound, whatever streams the shape was made with. Of a share, no more
 * is known than that its elements are; the shares of a document tell of all of it when each has ended.
 *
 * @param unread  a member whose arrays nobody asks for: they may come empty, and must be as sound as all else
 */
export function* elements(
  source: Source,
  streams: readonly string[],
  limits: Limits = LIMITS,
  share: Share = ALL,
  unread?: string,
): Iterable<Element> {
  const walk = new Walk(source, streams, limits, share.from)
  try {
    for (let span = walk.next(); span; span = walk.next()) {
      const { array, index, offset, stream } = span
      if (offset < share.from) continue
      if (offset >= share.to) return
      const { text, colons } = unread === undefined ? whole(span) : textWithout(unread, span, walk.scanner)
      yield { value: parse<Json>(text, colons), pointer: child(array, index), stream }
    }
    walk.skeleton.value()
  } catch (error) {
    throw faultOf(error, source, limits)
  } finally {
    walk.close()
  }
}

const ALL: Share = { from: 0, to: Infinity }

function faultOf(error: unknown, source: Source, limits: Limits): unknown {
  if (error instanceof Stop) return new ScanFault(error.code, error.message, locate(source, error.offset), error.hint)
  if (error instanceof Malformed) return diagnose(source, limits)
  return error
}

import { valueAt } from './pointer.ts'
import type { Json, Shape } from './shape.ts'
import type { Source } from './source.ts'
import { XML_LIMITS, type XmlLimits } from './xml/limits.ts'
import type { XmlElement, XmlRecord } from './xml/tree.ts'
import { Walk } from './xml/walk.ts'

export type { XmlElement, XmlRecord } from './xml/tree.ts'

// XML in constant memory, in two passes, read by saxes with namespaces. What is not well-formed throws a ScanFault, and so
// does a document type declaration: with none, there are no entities but the five predefined ones, and nothing to fetch.

/**
 * What an XML document looks like: its root as one value, less the streamed elements (and what they hold).
 * `has` and `at` take JSON Pointers into that value; `streamed` and `first` take a stream pattern, as one names one kind of
 * element and not an array.
 *
 * @param streams paths of local names: `/bom/vulnerabilities/vulnerability`; at any depth, `//testcase`; `*` for any name.
 * An element that is met inside a streamed one stays in it.
 */
export function xmlShape(source: Source, streams: readonly string[], limits: XmlLimits = XML_LIMITS): Shape {
  const walk = new Walk(source, { streams, limits, want: 'rest' })
  const firsts = new Map<string, XmlElement>()
  for (const { stream, value } of walk.records()) firsts.set(stream, value)
  const value: Json = walk.root()
  return {
    kind: 'xml',
    value,
    at: (pointer) => valueAt(value, pointer),
    has: (pointer) => valueAt(value, pointer) !== undefined,
    met: new Set(firsts.keys()),
    streamed: (stream) => walk.streamed(stream),
    first: (stream) => firsts.get(stream),
    place: () => undefined,
  }
}

/** The streamed elements, one by one, in the document's order. Nothing that it gives counts before it has ended. */
export function* xmlElements(
  source: Source,
  streams: readonly string[],
  limits: XmlLimits = XML_LIMITS,
): Generator<XmlRecord> {
  yield* new Walk(source, { streams, limits, want: 'streamed' }).records()
}

/** Does a text in UTF-16, by its first bytes, look like XML? It is refused all the same, but as what it is. */
export function looksLikeXml(first: Uint8Array): boolean {
  const blank = [0xff, 0xfe, 0x00, 0x20, 0x09, 0x0a, 0x0d]
  return first.find((byte) => !blank.includes(byte)) === 0x3c
}

import type { Json, Shape } from '../scan/shape.ts'
import type { XmlElement } from '../scan/xml.ts'

/**
 * An XML element in the form that a format's JSON has, so that one reader serves both: attributes and children are keys,
 * an element without either is its text, and an element named in `lists` is an array of its children.
 * Text beside attributes is `content`; white space around a text is that of the writing. Of two children of one name the first counts.
 */
export function jsonOfXml(element: XmlElement, lists: ReadonlySet<string>): Json {
  const { attributes, children, text } = element
  if (lists.has(element.name)) return children.map((child) => jsonOfXml(child, lists))
  const keys = Object.entries(attributes)
  if (keys.length === 0 && children.length === 0) return text.trim()
  const fields = new Map<string, Json>(keys)
  for (const child of children) if (!fields.has(child.name)) fields.set(child.name, jsonOfXml(child, lists))
  if (/\S/.test(text)) fields.set('content', text.trim())
  return Object.fromEntries(fields)
}

/** The root of an XML document; undefined for another kind of document. */
export const rootOf = (shape: Shape): XmlElement | undefined =>
  shape.kind === 'xml' ? (shape.value as unknown as XmlElement) : undefined

import type { Element } from '../shape.ts'

/** A start tag. A type, not an interface: so it is Json as well. */
export type XmlTag = {
  /** The local name, without prefix. */
  readonly name: string
  /** The namespace's URI; '' where it is in none. */
  readonly namespace: string
  /** By name as written, with its prefix if it has one; declarations of namespaces are left out. */
  readonly attributes: { readonly [name: string]: string }
}

/** An element as a value. Comments and processing instructions are not in it. */
export type XmlElement = XmlTag & {
  readonly children: readonly XmlElement[]
  /** Its own text and CDATA, less what its children hold; '' where only white space stands between children. */
  readonly text: string
}

/** A streamed element, and the tags that it stands in, the root first. */
export interface XmlRecord extends Element {
  readonly value: XmlElement
  /** XPath with positions, by local names: `/bom/vulnerabilities[1]/vulnerability[12]`. */
  readonly pointer: string
  readonly ancestors: readonly XmlTag[]
}

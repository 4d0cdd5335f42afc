import type { SaxesTagNS } from 'saxes'
import type { XmlElement, XmlTag } from './tree.ts'

/** An element that is still open. It is made for every tag of a report, so it makes nothing that nobody asks for. */
export class Frame {
  readonly name: string
  /** Its number among its parent's children of that name, from 1. */
  readonly nth: number
  /** The pattern that it matched, where a streamed element begins with it. */
  readonly stream: string | undefined
  /** What has come of it; absent where nobody wants to know. */
  readonly element: Mutable | undefined
  readonly #tag: SaxesTagNS
  #plain: XmlTag | undefined
  #counts: Map<string, number> | undefined

  constructor(tag: SaxesTagNS, nth: number, stream: string | undefined, kept: boolean) {
    this.name = tag.local
    this.nth = nth
    this.stream = stream
    this.#tag = tag
    this.element = kept
      ? { name: tag.local, namespace: tag.uri, attributes: attributesOf(tag), children: [], text: '' }
      : undefined
  }

  get tag(): XmlTag {
    const { local: name, uri: namespace } = this.#tag
    return (this.#plain ??= { name, namespace, attributes: attributesOf(this.#tag) })
  }

  /** Counts one more child of that name, and says which it is. */
  child(name: string): number {
    this.#counts ??= new Map()
    const nth = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, nth)
    return nth
  }

  done(): XmlElement | undefined {
    const { element } = this
    if (element && this.#counts !== undefined && !/\S/.test(element.text)) element.text = ''
    return element
  }
}

interface Mutable extends XmlTag {
  readonly children: XmlElement[]
  text: string
}

/** All but declarations of namespaces. */
function attributesOf({ attributes }: SaxesTagNS): XmlTag['attributes'] {
  const own: Record<string, string> = {}
  for (const name in attributes) {
    const { prefix, value } = attributes[name]!
    if (prefix === 'xmlns' || name === 'xmlns') continue
    // An assignment would make of `__proto__` something else than an attribute.
    if (name === '__proto__')
      Object.defineProperty(own, name, { value, enumerable: true, configurable: true, writable: true })
    else own[name] = value
  }
  return own
}

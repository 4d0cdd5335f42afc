import { SaxesParser, type SaxesTagNS } from 'saxes'
import { ScanFault } from '../fault.ts'
import type { Source } from '../source.ts'
import { byteOffset, characters } from './decode.ts'
import { type Cause, causeOf, DOCTYPE, limit } from './faults.ts'
import type { XmlLimits } from './limits.ts'
import { Paths } from './paths.ts'
import { Growing, type XmlElement, type XmlRecord, type XmlTag } from './tree.ts'

interface Options {
  readonly streams: readonly string[]
  readonly limits: XmlLimits
  /** Build what lies outside the streamed elements as well. */
  readonly keepRest: boolean
}

/** An open element. */
interface Frame {
  readonly name: string
  readonly tag: XmlTag
  /** Its number among its parent's children of that name, from 1. */
  readonly nth: number
  readonly counts: Map<string, number>
  /** Absent where nobody wants to know what it holds. */
  readonly growing: Growing | undefined
  /** The pattern that it matched, where a streamed element begins with it. */
  readonly stream: string | undefined
}

/** One walk over a document: streamed elements come out as they end. */
export class Walk {
  readonly #source: Source
  readonly #limits: XmlLimits
  readonly #keepRest: boolean
  readonly #paths: Paths
  readonly #parser = new SaxesParser({ xmlns: true })
  readonly #open: Frame[] = []
  #ready: XmlRecord[] = []
  #root: XmlElement | undefined
  #rootless: Cause | undefined
  #attributes = 0
  // Positions in UTF-16 units: of the last event, of the last start tag, of where the open streamed element began; and how much lay in earlier ones.
  #event = 0
  #tag = 0
  #began: number | undefined
  #streamed = 0

  constructor(source: Source, { streams, limits, keepRest }: Options) {
    this.#source = source
    this.#limits = limits
    this.#keepRest = keepRest
    this.#paths = new Paths(streams)
    this.#listen()
  }

  *records(): Generator<XmlRecord> {
    for (const text of characters(this.#source, this.#limits.total)) {
      this.#parser.write(text)
      this.#check()
      yield* this.#ready
      this.#ready = []
    }
    this.#parser.close()
  }

  /** What is not streamed; known once all records were asked for. */
  root(): XmlElement {
    if (this.#root === undefined) throw new Error('the walk has not ended')
    return this.#root
  }

  #listen(): void {
    const parser = this.#parser
    const text = (text: string) => {
      this.#happened()
      this.#open.at(-1)?.growing?.addText(text)
    }
    parser.on('error', ({ message }) => {
      const cause = causeOf(message)
      // A start tag that is cut off: saxes misses the root first, then says that the text has ended.
      if (cause.code === 'xml/empty') this.#rootless = cause
      else this.#stop(cause)
    })
    parser.on('end', () => this.#rootless && this.#stop(this.#rootless))
    parser.on('doctype', () => this.#stop(DOCTYPE))
    parser.on('comment', () => this.#happened())
    parser.on('processinginstruction', () => this.#happened())
    parser.on('text', text)
    parser.on('cdata', text)
    parser.on('opentagstart', () => {
      this.#tag = this.#event
      this.#happened()
      this.#attributes = 0
    })
    parser.on('attribute', () => {
      this.#happened()
      if (++this.#attributes > this.#limits.attributes) this.#stop(limit('attributes', this.#limits))
    })
    parser.on('opentag', (tag) => this.#opened(tag))
    parser.on('closetag', () => this.#closed())
  }

  #opened(tag: SaxesTagNS): void {
    this.#happened()
    const parent = this.#open.at(-1)
    const nth = (parent?.counts.get(tag.local) ?? 0) + 1
    parent?.counts.set(tag.local, nth)
    if (this.#open.length === this.#limits.depth) this.#stop(limit('depth', this.#limits))
    const stream = this.#began === undefined ? this.#paths.match([...this.#open, { name: tag.local }]) : undefined
    if (stream !== undefined) this.#began = this.#tag
    const kept = this.#keepRest || this.#began !== undefined
    const plain = tagOf(tag)
    this.#open.push({
      name: tag.local,
      tag: plain,
      nth,
      counts: new Map(),
      growing: kept ? new Growing(plain) : undefined,
      stream,
    })
  }

  #closed(): void {
    this.#happened()
    const { stream, growing, tag, counts } = this.#open.at(-1)!
    const element = growing?.done(counts.size > 0)
    if (stream !== undefined) {
      this.#ready.push(this.#record(element!, stream))
      this.#streamed += this.#event - this.#began!
      this.#began = undefined
      if (this.#open.length === 1) this.#root = { ...tag, children: [], text: '' }
    } else if (element !== undefined) {
      const parent = this.#open.at(-2)?.growing
      if (parent) parent.children.push(element)
      else this.#root = element
    }
    this.#open.pop()
  }

  #record(value: XmlElement, stream: string): XmlRecord {
    const pointer = this.#open.map(({ name, nth }, i) => (i === 0 ? `/${name}` : `/${name}[${nth}]`)).join('')
    return { value, stream, pointer, ancestors: this.#open.slice(0, -1).map(({ tag }) => tag) }
  }

  /** Saxes holds nothing older than its last event, so the distance between events bounds what it holds. */
  #happened(): void {
    this.#check()
    this.#event = this.#parser.position
  }

  #check(): void {
    const here = this.#parser.position
    if (here - this.#event > this.#limits.text) this.#stop(limit('text', this.#limits))
    if (this.#began === undefined) {
      if (here - this.#streamed > this.#limits.skeleton) this.#stop(limit('skeleton', this.#limits))
    } else if (here - this.#began > this.#limits.element) this.#stop(limit('element', this.#limits))
  }

  #stop({ code, message, hint }: Cause): never {
    const { position, line, column } = this.#parser
    // The character at fault was read already; where the text ends, it is the one that is missing.
    const read = code === 'xml/truncated' || code === 'xml/empty' ? 0 : 1
    const at = {
      offset: byteOffset(this.#source, Math.max(position - read, 0)),
      line,
      column: Math.max(column + 1 - read, 1),
    }
    throw new ScanFault(code, message, at, hint)
  }
}

function tagOf({ local, uri, attributes }: SaxesTagNS): XmlTag {
  const own = Object.values(attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns')
  return { name: local, namespace: uri, attributes: Object.fromEntries(own.map(({ name, value }) => [name, value])) }
}

import { SaxesParser, type SaxesTagNS } from 'saxes'
import { ScanFault } from '../fault.ts'
import type { Source } from '../source.ts'
import { byteOffset, characters } from './decode.ts'
import { type Cause, causeOf, DOCTYPE, limit } from './faults.ts'
import { Frame } from './frame.ts'
import type { XmlLimits } from './limits.ts'
import { Paths } from './paths.ts'
import type { XmlElement, XmlRecord } from './tree.ts'

interface Options {
  readonly streams: readonly string[]
  readonly limits: XmlLimits
  /** What is wanted: every streamed element; or the rest, and the first of each stream. */
  readonly want: 'streamed' | 'rest'
}

/** One walk over a document: streamed elements come out as they end. */
export class Walk {
  readonly #source: Source
  readonly #limits: XmlLimits
  readonly #want: Options['want']
  readonly #counts = new Map<string, number>()
  readonly #paths: Paths
  readonly #parser = new SaxesParser({ xmlns: true })
  readonly #open: Frame[] = []
  #ready: XmlRecord[] = []
  #root: XmlElement | undefined
  #attributes = 0
  // Positions in UTF-16 units: of the last event, of the last start tag, of where the open streamed element began; and how much lay in earlier ones.
  #event = 0
  #tag = 0
  #began: number | undefined
  #streamed = 0

  constructor(source: Source, { streams, limits, want }: Options) {
    this.#source = source
    this.#limits = limits
    this.#want = want
    this.#paths = new Paths(streams)
    this.#listen()
  }

  *records(): Generator<XmlRecord> {
    for (const text of characters(this.#source, this.#limits.total)) {
      this.#read(() => this.#parser.write(text))
      this.#check()
      yield* this.#ready
      this.#ready = []
    }
    this.#read(() => this.#parser.close())
  }

  /** How many elements of a stream there were. */
  streamed(stream: string): number {
    return this.#counts.get(stream) ?? 0
  }

  /** What is not streamed; known once all records were asked for. */
  root(): XmlElement {
    if (this.#root === undefined) throw new Error('the walk has not ended')
    return this.#root
  }

  // Six handlers and no more: with another V8 keeps the parser's fields in a slower way, and reading takes four times as long.
  #listen(): void {
    const parser = this.#parser
    const text = (text: string) => {
      this.#happened()
      const element = this.#open.at(-1)?.element
      if (element) element.text += text
    }
    parser.on('doctype', () => this.#stop(DOCTYPE))
    parser.on('text', text)
    parser.on('cdata', text)
    parser.on('attribute', () => {
      if (++this.#attributes === 1) this.#tag = this.#event
      this.#happened()
      if (this.#attributes > this.#limits.attributes) this.#stop(limit('attributes', this.#limits))
    })
    parser.on('opentag', (tag) => this.#opened(tag))
    parser.on('closetag', () => this.#closed())
  }

  /** Without a handler for them saxes throws its errors, which begin with their place. */
  #read(step: () => unknown): void {
    try {
      step()
    } catch (error) {
      if (error instanceof Error && /^\d+:\d+: /.test(error.message)) this.#stop(causeOf(error.message))
      throw error
    }
  }

  #opened(tag: SaxesTagNS): void {
    if (this.#attributes === 0) this.#tag = this.#event
    this.#attributes = 0
    this.#happened()
    const nth = this.#open.at(-1)?.child(tag.local) ?? 1
    if (this.#open.length === this.#limits.depth) this.#stop(limit('depth', this.#limits))
    const stream = this.#began === undefined ? this.#paths.match(this.#open, tag.local) : undefined
    this.#open.push(new Frame(tag, nth, stream, this.#wants(stream)))
    if (stream === undefined) return
    this.#began = this.#tag
    this.#counts.set(stream, this.streamed(stream) + 1)
  }

  #wants(stream: string | undefined): boolean {
    if (stream !== undefined) return this.#want === 'streamed' || this.streamed(stream) === 0
    return this.#began === undefined ? this.#want === 'rest' : this.#open.at(-1)!.element !== undefined
  }

  #closed(): void {
    this.#happened()
    const frame = this.#open.at(-1)!
    const element = frame.done()
    if (frame.stream !== undefined) {
      if (element) this.#ready.push(this.#record(element, frame.stream))
      this.#streamed += this.#event - this.#began!
      this.#began = undefined
    } else if (element) this.#open.at(-2)?.element?.children.push(element)
    if (this.#open.length === 1)
      this.#root = frame.stream === undefined ? element : { ...frame.tag, children: [], text: '' }
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
    const offset = byteOffset(this.#source, Math.max(position - read, 0))
    throw new ScanFault(code, message, { offset, line, column: Math.max(column + 1 - read, 1) }, hint)
  }
}

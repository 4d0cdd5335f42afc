import type { Fact, FactId, Sensitivity } from './fact.ts'

/** A stretch of text. What stands in for a fact names it; the rest is the catalogue's, and holds no figure. */
export interface Span {
  readonly text: string
  readonly fact?: FactId
  /**
   * `figure`: has a source beside it. `name`, `quote`: written by strangers, printed as text and nothing else.
   * `gap`: nobody has said it yet.
   */
  readonly is?: 'figure' | 'name' | 'quote' | 'gap'
  readonly strong?: true
  /** The number of the note that says where it comes from. */
  readonly note?: number
}
export type Spans = readonly Span[]

export type Block =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly spans: Spans }
  | { readonly kind: 'paragraph'; readonly spans: Spans }
  /** A line of a script: who says it (or does it), and the words. Nobody: whoever spoke before goes on. */
  | { readonly kind: 'speech'; readonly who: Spans; readonly spans: Spans; readonly you: boolean }
  /** The few figures that carry the page, side by side. */
  | { readonly kind: 'figures'; readonly items: readonly KeyFigure[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly Spans[] }
  | { readonly kind: 'table'; readonly columns: readonly Spans[]; readonly rows: readonly (readonly Spans[])[] }
  | { readonly kind: 'figure'; readonly figure: CostFigure; readonly caption: Spans }
  | {
      readonly kind: 'callout'
      readonly tone: 'ask' | 'gap' | 'note'
      readonly title: Spans
      readonly blocks: readonly Block[]
    }
  /** Where a person writes: a signature, a date, a choice. Not a gap: a form is filled in by hand. */
  | { readonly kind: 'field'; readonly label: Spans }
  | { readonly kind: 'page-break' }

/** What it is, how much, and what to make of it. */
export interface KeyFigure {
  readonly label: Spans
  readonly value: Spans
  readonly note: Spans
}

/** What each way out costs. `expected` and `badDay` in whole units of one currency, 0 or more. */
export interface CostFigure {
  readonly currency: string
  readonly rows: readonly {
    readonly label: Spans
    readonly cost: Spans
    readonly expected: number
    readonly badDay?: number
    readonly best: boolean
  }[]
}

/** One document, built once; every writer prints this tree. */
export interface Document {
  readonly kind: string
  readonly title: string
  /** BCP 47. */
  readonly language: string
  /** The gravest that it may say. */
  readonly clearance: Sensitivity
  /** On paper it is one page: set smaller, as far as can be read, where it would spill. */
  readonly onePage?: true
  /** Of which case, as of when, and for whom: stands over everything. */
  readonly head: Spans
  readonly blocks: readonly Block[]
  /** Every fact that it leans on, in the order of first use. */
  readonly facts: readonly Fact[]
  /** Where its figures come from. */
  readonly notes: readonly Note[]
}

/** A source, and the facts that come from it. */
export interface Note {
  readonly number: number
  readonly text: string
  readonly facts: readonly FactId[]
}

/** Every stretch of text of some blocks, in reading order. */
export function* spansOf(blocks: readonly Block[]): Generator<Span> {
  for (const block of blocks) {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        yield* block.spans
        break
      case 'speech':
        yield* block.who
        yield* block.spans
        break
      case 'figures':
        for (const { label, value, note } of block.items) yield* [...label, ...value, ...note]
        break
      case 'list':
        yield* block.items.flat()
        break
      case 'table':
        yield* block.columns.flat()
        yield* block.rows.flat(2)
        break
      case 'figure':
        for (const { label, cost } of block.figure.rows) yield* [...label, ...cost]
        yield* block.caption
        break
      case 'callout':
        yield* block.title
        yield* spansOf(block.blocks)
        break
      case 'field':
        yield* block.label
        break
      case 'page-break':
        break
    }
  }
}

/** The same blocks with every span changed. */
export const mapSpans = (blocks: readonly Block[], change: (spans: Spans) => Spans): readonly Block[] =>
  blocks.map((block): Block => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return { ...block, spans: change(block.spans) }
      case 'speech':
        return { ...block, who: change(block.who), spans: change(block.spans) }
      case 'figures':
        return {
          ...block,
          items: block.items.map(({ label, value, note }) => ({ label, value: change(value), note: change(note) })),
        }
      case 'list':
        return { ...block, items: block.items.map(change) }
      case 'table':
        return { ...block, rows: block.rows.map((row) => row.map(change)) }
      case 'callout':
        return { ...block, blocks: mapSpans(block.blocks, change) }
      case 'figure': {
        const rows = block.figure.rows.map((row) => ({ ...row, cost: change(row.cost) }))
        return { ...block, figure: { ...block.figure, rows } }
      }
      case 'field':
      case 'page-break':
        return block
    }
  })

export const textOf = (spans: Spans): string => spans.map(({ text }) => text).join('')

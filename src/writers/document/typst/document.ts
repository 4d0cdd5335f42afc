import type { Block, Document, Spans } from '../../../core/brief/tree.ts'
import { harmless } from '../harmless.ts'
import { costPicture } from '../costs.ts'
import { TEMPLATE } from './template.ts'

/** What the typesetter takes: one fixed source, and the document as data. No stranger's text is ever part of the source. */
export interface Typesetting {
  readonly source: string
  readonly inputs: { readonly document: string }
}

export const documentTypst = ({ title, language, blocks, notes }: Document): Typesetting => ({
  source: TEMPLATE,
  inputs: {
    document: JSON.stringify({
      title: harmless(title),
      language,
      blocks: blocks.map(blockData),
      notes: notes.map(({ number, text }) => ({ number, text: harmless(text) })),
    }),
  },
})

function blockData(block: Block): object {
  switch (block.kind) {
    case 'heading':
      return { kind: block.kind, level: block.level, spans: spansData(block.spans) }
    case 'paragraph':
      return { kind: block.kind, spans: spansData(block.spans) }
    case 'speech':
      return { kind: block.kind, who: spansData(block.who), spans: spansData(block.spans) }
    case 'list':
      return { kind: block.kind, ordered: block.ordered, items: block.items.map(spansData) }
    case 'table':
      return {
        kind: block.kind,
        widths: widthsOf([block.columns, ...block.rows]),
        columns: block.columns.map(spansData),
        rows: block.rows.map((row) => row.map(spansData)),
      }
    case 'figure':
      return {
        kind: block.kind,
        svg: costPicture(block.figure),
        alt: block.figure.rows.map(({ label, cost }) => `${words(label)}: ${words(cost)}`).join('; '),
        caption: spansData(block.caption),
      }
    case 'callout':
      return {
        kind: block.kind,
        tone: block.tone,
        title: spansData(block.title),
        blocks: block.blocks.map(blockData),
      }
    case 'field':
      return { kind: block.kind, spans: spansData(block.label) }
    case 'page-break':
      return { kind: block.kind }
  }
}

const NARROW = 40
const WIDE = 90

/** Of each column: 0 as wide as it is, else its part of what is left, by its longest cell. */
const widthsOf = (rows: readonly (readonly Spans[])[]): readonly number[] => {
  const longest = rows[0]!.map((_, i) => Math.max(...rows.map((row) => words(row[i]!).length)))
  const widest = Math.max(...longest)
  return longest.map((length) => (length <= NARROW && length < widest ? 0 : Math.min(WIDE, Math.max(NARROW, length))))
}

const words = (spans: Spans) => spans.map(({ text }) => harmless(text)).join('')

const spansData = (spans: Spans) =>
  spans.map(({ text, is, note, strong }) => ({
    text: harmless(text),
    is: is ?? 'ours',
    note: note ?? 0,
    strong: strong === true,
  }))

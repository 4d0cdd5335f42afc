import type { Block, Document, Spans } from '../../../core/brief/tree.ts'
import { harmless, unbroken } from '../harmless.ts'
import { costPicture } from '../costs.ts'
import { TEMPLATE } from './template.ts'

/** What the typesetter takes: one fixed source, and the document as data. No stranger's text is ever part of the source. */
export interface Typesetting {
  readonly source: string
  readonly inputs: { readonly document: string }
}

export const documentTypst = ({ title, language, head, blocks, notes, onePage }: Document): Typesetting => ({
  source: TEMPLATE,
  inputs: {
    document: JSON.stringify({
      title: harmless(title),
      language,
      onePage: onePage === true,
      head: spansData(head),
      sections: sections(blocks).map((part) => ({
        together: linesOf(part) <= KEPT,
        blocks: part.map((block, i) => blockData(block, part[i + 1])),
      })),
      notes: notes.map(({ number, text }) => ({ number, text: harmless(text) })),
    }),
  },
})

/** From one heading to the next. */
function sections(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const parts: Block[][] = []
  for (const block of blocks) {
    if (parts.length === 0 || (block.kind === 'heading' && block.level === 2)) parts.push([])
    parts.at(-1)!.push(block)
  }
  return parts
}

/** A section of at most so many lines is not torn apart by the end of a page. */
const KEPT = 20
const LETTERS = 105
const PICTURE = 9

/** About how many lines some blocks take; nobody measures text here. */
const linesOf = (blocks: readonly Block[]): number =>
  blocks.reduce((lines, block) => {
    const texts = (parts: readonly Spans[]) =>
      parts.reduce((sum, spans) => sum + Math.ceil(words(spans).length / LETTERS), 0)
    switch (block.kind) {
      case 'heading':
        return lines + 2
      case 'paragraph':
        return lines + texts([block.spans])
      case 'speech':
        return lines + Math.ceil(words(block.spans).length / (LETTERS - 20)) + 1
      case 'list':
        return lines + texts(block.items)
      case 'table':
        return lines + 1.3 * (1 + block.rows.length)
      case 'callout':
        return lines + 2 + linesOf(block.blocks)
      case 'figure':
        return lines + PICTURE
      case 'figures':
        return lines + 4
      case 'field':
        return lines + 2
      case 'page-break':
        return Infinity
    }
  }, 0)

function blockData(block: Block, next?: Block): object {
  switch (block.kind) {
    case 'heading':
      return { kind: block.kind, level: block.level, spans: spansData(block.spans) }
    case 'paragraph':
      return { kind: block.kind, spans: spansData(block.spans) }
    case 'speech':
      return {
        kind: block.kind,
        who: spansData(block.who),
        spans: spansData(block.spans),
        you: block.you,
        // What is asked stays with what is answered.
        sticky: !block.you && next?.kind === 'speech',
      }
    case 'figures':
      return {
        kind: block.kind,
        weights: block.items.map(({ label, value, note }) =>
          Math.max(words(value).length * 1.45, words(note).length, words(label).length),
        ),
        items: block.items.map(({ label, value, note }) => ({
          label: spansData(label),
          value: spansData(value),
          note: spansData(note),
        })),
      }
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
        blocks: block.blocks.map((one) => blockData(one)),
      }
    case 'field':
      return { kind: block.kind, spans: spansData(block.label) }
    case 'page-break':
      return { kind: block.kind }
  }
}

/** Letters that fit on a line, with room for the gaps between columns. */
const LINE = 100
const NARROW = 40
const WIDE = 90

/** Of each column: 0 as wide as it is, else its part of what is left, by its longest cell. */
const widthsOf = (rows: readonly (readonly Spans[])[]): readonly number[] => {
  const longest = rows[0]!.map((_, i) => Math.max(...rows.map((row) => words(row[i]!).length)))
  // What fits beside each other takes room by what it holds.
  if (longest.reduce((sum, length) => sum + length, 0) <= LINE) return longest.map((length) => Math.max(8, length))
  const widest = Math.max(...longest)
  return longest.map((length) => (length <= NARROW && length < widest ? 0 : Math.min(WIDE, Math.max(NARROW, length))))
}

const words = (spans: Spans) => spans.map(({ text }) => harmless(text)).join('')

const spansData = (spans: Spans) =>
  spans.map(({ text, is, note, strong }) => ({
    text: is === 'figure' ? unbroken(harmless(text)) : harmless(text),
    is: is ?? 'ours',
    note: note ?? 0,
    strong: strong === true,
  }))

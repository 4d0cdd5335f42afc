import { joined } from './compose.ts'
import type { Block, KeyFigure, Spans } from './tree.ts'

/** Short names for the blocks that documents are written with. */
export const h1 = (spans: Spans): Block => ({ kind: 'heading', level: 1, spans })
export const h2 = (spans: Spans): Block => ({ kind: 'heading', level: 2, spans })
export const h3 = (spans: Spans): Block => ({ kind: 'heading', level: 3, spans })
export const p = (...parts: readonly Spans[]): Block => ({ kind: 'paragraph', spans: joined(...parts) })
export const figures = (...items: readonly KeyFigure[]): Block => ({ kind: 'figures', items })
export const list = (...items: readonly Spans[]): Block => ({ kind: 'list', ordered: false, items })
export const steps = (...items: readonly Spans[]): Block => ({ kind: 'list', ordered: true, items })
export const table = (columns: readonly Spans[], ...rows: readonly (readonly Spans[])[]): Block => ({
  kind: 'table',
  columns,
  rows,
})
export const callout = (tone: 'ask' | 'gap' | 'note', title: Spans, ...blocks: readonly Block[]): Block => ({
  kind: 'callout',
  tone,
  title,
  blocks,
})
/** What you say; `who` is empty where you go on. */
export const saying = (who: Spans, ...parts: readonly Spans[]): Block => ({
  kind: 'speech',
  who,
  spans: joined(...parts),
  you: true,
})
/** What somebody else says. */
export const hearing = (who: Spans, spans: Spans): Block => ({ kind: 'speech', who, spans, you: false })
export const field = (label: Spans): Block => ({ kind: 'field', label })

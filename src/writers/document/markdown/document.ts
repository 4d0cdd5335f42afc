import type { Block, Document, Span, Spans } from '../../../core/brief/tree.ts'
import { harmless } from '../harmless.ts'
import { code } from '../../markdown/escape.ts'

/** A document as GitHub-flavoured Markdown. Strangers' text stands in code spans: nothing in it is markup, link or mention. */
export function documentMarkdown(document: Document): string {
  const body = document.blocks.map((block) => blockMarkdown(block, emphasised))
  const notes = document.notes.map(({ number, text: note }) => `[^${number}]: ${escaped(harmless(note))}`)
  return `${[`_${emphasised(document.head)}_`, ...body, ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n')}\n`
}

function blockMarkdown(block: Block, text: (spans: Spans) => string): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${text(block.spans)}`
    case 'paragraph':
      return text(block.spans)
    case 'speech':
      return `${block.who.length > 0 ? `**${text(block.who)}**\n\n` : ''}${quoted(text(block.spans))}`
    case 'figures':
      return block.items
        .map(({ label, value, note }) => `- ${text(label)}: **${text(value)}** (${text(note)})`)
        .join('\n')
    case 'list':
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '-'} ${text(item)}`).join('\n')
    case 'table':
      return [block.columns, block.columns.map(() => '---'), ...block.rows]
        .map((cells) => `| ${cells.map((cell) => (typeof cell === 'string' ? cell : text(cell))).join(' | ')} |`)
        .join('\n')
    case 'figure':
      return '' // the table beside it says the same
    case 'callout':
      return quoted([`**${text(block.title)}**`, ...block.blocks.map((one) => blockMarkdown(one, text))].join('\n\n'))
    case 'field':
      return `${text(block.label)}: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_`
    case 'page-break':
      return '---'
  }
}

const quoted = (lines: string) =>
  lines
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')

function spanMarkdown({ text, is, note }: Span): string {
  const foreign = is === 'quote' || (is === 'name' && !/^[A-Za-z0-9][A-Za-z0-9 .,-]*$/.test(text))
  const safe = foreign ? code(text, 2000) : escaped(harmless(text))
  return note === undefined ? safe : `${safe}[^${note}]`
}

/** What is strong side by side is strong once: marks of two neighbours would run into each other. */
const emphasised = (spans: Spans): string =>
  spans
    .map((span, i) => {
      const opens = span.strong && !spans[i - 1]?.strong
      const closes = span.strong && !spans[i + 1]?.strong
      return `${opens ? '**' : ''}${spanMarkdown(span)}${closes ? '**' : ''}`
    })
    .join('')

/** Our own words, and names of plain letters: whatever could be markup is escaped all the same. */
const escaped = (text: string) => text.replaceAll(/[\\`*_[\]<>|~&]/g, '\\$&')

import { harmless } from '../harmless.ts'
import type { Block, Document, Span, Spans } from '../../../core/brief/tree.ts'
import type { Style } from '../../terminal/problem.ts'
import { costBars } from './costs.ts'
import { wrapped } from './wrap.ts'

/** A document for the terminal, wrapped at `width` columns. */
export function documentText(document: Document, style: Style, width = 80): string {
  const text = (spans: Spans) => spans.map(spanText).join('')
  const head = style('dim', wrapped(text(document.head), width))
  const body = document.blocks.map((block) => blockText(block, { text, style, width }))
  const notes = document.notes.map(({ number, text: note }) =>
    wrapped(harmless(note), width - 6, `[${number}]`.padStart(4) + '  ', '      '),
  )
  const end = notes.length > 0 ? [style('dim', notes.join('\n'))] : []
  return `${[head, ...body, ...end].join('\n\n')}\n`
}

interface Page {
  readonly text: (spans: Spans) => string
  readonly style: Style
  readonly width: number
}

function blockText(block: Block, page: Page): string {
  const { text, style, width } = page
  switch (block.kind) {
    case 'heading': {
      const title = wrapped(text(block.spans), width)
      return style(
        'bold',
        block.level === 1
          ? `${title}\n${'═'.repeat(width)}`
          : block.level === 2
            ? `${title}\n${'─'.repeat(width)}`
            : title,
      )
    }
    case 'paragraph':
      return wrapped(text(block.spans), width)
    case 'speech':
      return `${block.who.length > 0 ? `${style('bold', text(block.who))}\n` : ''}${wrapped(text(block.spans), width - 2, '  ', '  ')}`
    case 'figures':
      return block.items
        .map(({ label, value, note }) =>
          wrapped(`${text(label)}: ${style('bold', text(value))} (${text(note)})`, width - 4, '  ▪ ', '    '),
        )
        .join('\n')
    case 'list':
      return block.items
        .map((item, i) =>
          wrapped(text(item), width - 4, block.ordered ? `${String(i + 1).padStart(2)}. ` : '  • ', '    '),
        )
        .join('\n')
    case 'table':
      return tableText(
        block.columns.map(text),
        block.rows.map((row) => row.map(text)),
        page,
      )
    case 'figure':
      return `${costBars(block.figure, text, width)}\n${style('dim', wrapped(text(block.caption), width))}`
    case 'callout': {
      const inner = { ...page, width: width - 4 }
      const lines = [style('bold', text(block.title)), ...block.blocks.map((one) => blockText(one, inner))]
        .join('\n')
        .split('\n')
      return lines.map((line) => `  ${block.tone === 'ask' ? '┃' : '│'} ${line}`.trimEnd()).join('\n')
    }
    case 'field':
      return `${text(block.label)}: ${'_'.repeat(Math.max(10, width - text(block.label).length - 2))}`
    case 'page-break':
      return '─'.repeat(width)
  }
}

/** Side by side where it fits; else one row below the other, each cell with its column's name. */
function tableText(columns: readonly string[], rows: readonly (readonly string[])[], { style, width }: Page): string {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => [...row[i]!].length)))
  const room = widths.reduce((a, b) => a + b, 0) + 2 * (columns.length - 1)
  if (room <= width) {
    const line = (cells: readonly string[]) =>
      cells
        .map((cell, i) => cell + ' '.repeat(widths[i]! - [...cell].length))
        .join('  ')
        .trimEnd()
    return [style('bold', line(columns)), ...rows.map(line)].join('\n')
  }
  if (columns.length === 2)
    return rows.map(([first, second]) => wrapped(`${first}: ${second}`, width - 4, '  • ', '    ')).join('\n')
  return rows
    .map(([first = '', ...rest]) =>
      [
        wrapped(first, width - 4, '  • ', '    '),
        ...rest.flatMap((cell, i) =>
          cell === '' ? [] : [wrapped(`${columns[i + 1]}: ${cell}`, width - 6, '      ', '      ')],
        ),
      ].join('\n'),
    )
    .join('\n')
}

function spanText({ text, is, note }: Span): string {
  const safe = harmless(text)
  if (is === 'quote') return `“${safe}”`
  return note === undefined ? safe : `${safe} [${note}]`
}

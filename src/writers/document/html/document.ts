import type { Block, Document, Span, Spans } from '../../../core/brief/tree.ts'
import { entities } from '../../entities.ts'
import { harmless, unbroken } from '../harmless.ts'
import { costPicture } from '../costs.ts'
import { STYLE } from './style.ts'

/**
 * A document as one HTML page that stands alone: no script, nothing loaded from anywhere (the page forbids it itself),
 * made for paper as well as for the screen.
 */
export function documentHtml(document: Document): string {
  const text = (spans: Spans) => spans.map(spanHtml).join('')
  const notes = document.notes.map(({ number, text: note }) => `<li id="note-${number}">${escaped(note)}</li>`)
  return `<!doctype html>
<html lang="${escaped(document.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(document.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="head">${text(document.head)}</p>
${document.blocks.map((block) => blockHtml(block, text)).join('\n')}
${notes.length > 0 ? `<ol class="notes">\n${notes.join('\n')}\n</ol>` : ''}
</main>
</body>
</html>
`
}

function blockHtml(block: Block, text: (spans: Spans) => string): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${text(block.spans)}</h${block.level}>`
    case 'paragraph':
      return `<p>${text(block.spans)}</p>`
    case 'speech':
      return `<div class="speech${block.you ? ' you' : ''}">${block.who.length > 0 ? `<p class="who">${text(block.who)}</p>` : ''}<p class="says">${text(block.spans)}</p></div>`
    case 'figures':
      return `<dl class="figures">${block.items
        .map(
          ({ label, value, note }) =>
            `<div><dt>${text(label)}</dt><dd class="value">${text(value)}</dd><dd>${text(note)}</dd></div>`,
        )
        .join('')}</dl>`
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((item) => `<li>${text(item)}</li>`).join('')}</${tag}>`
    }
    case 'table':
      return `<table><thead><tr>${cells('th', block.columns, text)}</tr></thead><tbody>${block.rows
        .map((row) => `<tr>${cells('td', row, text)}</tr>`)
        .join('')}</tbody></table>`
    case 'figure':
      return `<figure>${costPicture(block.figure)}<figcaption>${text(block.caption)}</figcaption></figure>`
    case 'callout':
      return `<aside class="${block.tone}"><p class="title">${text(block.title)}</p>${block.blocks
        .map((one) => blockHtml(one, text))
        .join('')}</aside>`
    case 'field':
      return `<p class="field"><span>${text(block.label)}</span></p>`
    case 'page-break':
      return '<hr class="page">'
  }
}

const cells = (tag: 'th' | 'td', row: readonly Spans[], text: (spans: Spans) => string) =>
  row.map((cell) => `<${tag}>${text(cell)}</${tag}>`).join('')

function spanHtml({ text, is, note, strong }: Span): string {
  const safe = is === 'figure' ? unbroken(escaped(text)) : escaped(text)
  const marked =
    is === 'quote' ? `<q>${safe}</q>` : is === 'gap' ? `<em>${safe}</em>` : is === 'name' ? `<b>${safe}</b>` : safe
  const cited = note === undefined ? marked : `${marked}<sup><a href="#note-${note}">${note}</a></sup>`
  return strong ? `<strong>${cited}</strong>` : cited
}

const escaped = (text: string) => entities(harmless(text))

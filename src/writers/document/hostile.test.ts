import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { buildDocument } from '../../core/brief/build.ts'
import { materialOf } from '../../core/brief/brief.testing.ts'
import { FULL, sample } from '../../core/brief/cases.testing.ts'
import { DOCUMENT_KINDS } from '../../core/brief/documents.ts'
import { ENGLISH } from '../../core/brief/english/english.ts'
import { factsOf } from '../../core/brief/facts.ts'
import type { Document } from '../../core/brief/tree.ts'
import { documentDocx } from './docx/document.ts'
import { documentHtml } from './html/document.ts'
import { documentJson } from './json/document.ts'
import { documentMarkdown } from './markdown/document.ts'
import { documentText } from './text/document.ts'
import { documentTypst } from './typst/document.ts'
import { TEMPLATE } from './typst/template.ts'

const HOSTILE = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)> </style></title>',
  '](javascript:alert(1)) ![x](https://evil.example/?q) [a]: https://evil.example',
  '`` ` ``` <!-- --> **bold** | cell | @everyone #1',
  '\u001B[31mred\u001B[0m \u0007 \u0000 \u009B2J',
  '\u202Eevil\u2066txt\u2069 \u200Bzero\uFEFF',
  '#read("/etc/passwd") #eval("1") $ x^2 $ \\u{41}',
  ']]><w:instrText>HYPERLINK "https://evil.example"</w:instrText>',
  '::set-output name=x::y ##vso[task.complete]\r\nEND:VCALENDAR',
  'A'.repeat(100_000),
  '\uD800 lone',
] as const

const documentsWith = (text: string): readonly Document[] => {
  const { state, words } = sample({ ...FULL, text: () => text })
  const facts = factsOf(materialOf(state, words))
  return DOCUMENT_KINDS.map((kind) => {
    const built = buildDocument(kind, facts, ENGLISH)
    if (!built.ok) throw new Error(built.problem.message)
    return built.value
  })
}

/** Nothing that moves a terminal, hides or turns text; line breaks are ours. */
const HIDDEN = /[^\n\P{Cc}]|[\p{Cf}\p{Cs}\u2028\u2029]/u

describe.each(HOSTILE.map((text) => [text.slice(0, 30), text] as const))('%j', (_, text) => {
  const documents = documentsWith(text)

  test('is harmless text in a terminal', () => {
    for (const document of documents) {
      const shown = documentText(document, (_, plain) => plain)
      expect(shown).not.toMatch(HIDDEN)
      expect(shown.length).toBeLessThan(200_000)
    }
  })

  test('is no element, attribute or script in HTML', () => {
    for (const document of documents.filter((_, i) => i % 3 === 0)) {
      const html = documentHtml(document)
      expect(html).not.toMatch(HIDDEN)
      const { names, attributes } = elementsOf(
        html.replace('<!doctype html>\n', '').replaceAll(/<(meta|hr)\b([^>]*)>/g, '<$1$2/>'),
      )
      for (const name of names) expect(HTML.has(name), name).toBe(true)
      for (const [name, value] of attributes) {
        expect(name).not.toMatch(/^on/)
        if (name === 'href') expect(value).toMatch(/^#note-\d+$/)
        expect(['src', 'srcset', 'style', 'action']).not.toContain(name)
      }
    }
  })

  test('stands in code spans in Markdown, and nothing outside them is markup of its own', () => {
    for (const document of documents) {
      const markdown = documentMarkdown(document)
      expect(markdown).not.toMatch(HIDDEN)
      const outside = markdown.replaceAll(/(?<!`)(`+)(?!`)(?:(?!\1(?!`))[^\n])*?[^`\n]\1(?!`)/g, '')
      expect(outside).not.toMatch(/javascript:|evil\.example|<script|<img|@everyone|!\[/)
    }
  })

  test('is a string in JSON, and the tree keeps its form', () => {
    for (const document of documents) expect(JSON.parse(documentJson(document))).toMatchObject({ kind: document.kind })
  })

  test('never becomes part of the source that the typesetter runs', () => {
    for (const document of documents) {
      const { source, inputs } = documentTypst(document)
      expect(source).toBe(TEMPLATE)
      expect(inputs.document).not.toMatch(HIDDEN)
      expect(JSON.parse(inputs.document)).toHaveProperty('sections')
    }
  })

  test('is text runs in DOCX: no field, link or picture', async () => {
    for (const document of documents.slice(2, 3)) {
      const xml = partOf(await documentDocx(document), 'word/document.xml')
      const { names } = elementsOf(xml)
      for (const name of names) expect(name).not.toMatch(/instrText|fldSimple|hyperlink|drawing|pict|object/)
    }
  })
})

const corpus = resolve('..', 'shared', 'corpus')
test.skipIf(!existsSync(corpus))('what real reports hold comes out as text (skipped where ../shared is absent)', () => {
  const files = readdirSync(corpus, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  for (const { parentPath, name } of files.slice(0, 40).filter((_, i) => i % 8 === 0))
    for (const document of documentsWith(readFileSync(resolve(parentPath, name), 'utf8').slice(0, 500)).slice(0, 4)) {
      expect(documentText(document, (_, plain) => plain)).not.toMatch(HIDDEN)
      expect(documentHtml(document)).not.toMatch(HIDDEN)
    }
})

const HTML = new Set(
  'html head meta title style body main h1 h2 h3 p div ul ol li table thead tbody tr th td figure figcaption aside svg line circle text q em b strong sup a hr span'.split(
    ' ',
  ),
)

function elementsOf(xml: string) {
  const names: string[] = []
  const attributes: (readonly [string, string])[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes: given }) => {
    names.push(name)
    for (const [key, value] of Object.entries(given)) attributes.push([key, String(value)])
  })
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
  return { names, attributes }
}

/** One file of a ZIP archive, by its central directory. */
function partOf(zip: Uint8Array, name: string): string {
  const buffer = Buffer.from(zip)
  for (
    let at = buffer.indexOf('PK\u0001\u0002', 0, 'latin1');
    at >= 0;
    at = buffer.indexOf('PK\u0001\u0002', at + 4, 'latin1')
  ) {
    const length = buffer.readUInt16LE(at + 28)
    if (buffer.toString('utf8', at + 46, at + 46 + length) !== name) continue
    const local = buffer.readUInt32LE(at + 42)
    const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28)
    const data = buffer.subarray(start, start + buffer.readUInt32LE(at + 20))
    return (buffer.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data).toString('utf8')
  }
  throw new Error(`no ${name}`)
}

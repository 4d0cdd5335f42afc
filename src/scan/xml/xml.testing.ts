import * as fc from 'fast-check'
import { SaxesParser } from 'saxes'
import type { XmlElement } from './tree.ts'

export const STREAMS: readonly (readonly string[])[] = [
  [],
  ['/a'],
  ['/a/b'],
  ['//b'],
  ['/*/b/c', '//c'],
  ['/a/b', '/a/b/c', '//a'],
]

const space = fc.constantFrom('', '', ' ', '\n', '\r\n\t')
const name = fc.constantFrom('a', 'b', 'c', 'p:b', '__proto__', 'constructor', 'é', 'x-1')
const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\n  ',
    'x',
    '&lt;b&gt;&amp;&apos;&quot;',
    '&#128165;&#x41;',
    ']]',
    '💥',
    '\r',
    'a\r\nb',
    '>',
  ),
  fc.string({ unit: 'grapheme', maxLength: 5 }).map((s) => s.replace(/[<&>\p{C}]/gu, '')),
)
const aside = fc.constantFrom('<!-- <b/> -->', '<?php <b/> ?>', '<![CDATA[<b>&amp;]]>', '<![CDATA[]]>')
const attributes = fc
  .uniqueArray(fc.tuple(fc.constantFrom('n', 'p:n', '__proto__', 'xmlns', 'xmlns:q', 'xml:lang'), text), {
    selector: ([key]) => key,
    maxLength: 3,
  })
  .map((list) =>
    list.map(([key, value]) => ` ${key}="${key.startsWith('xmlns') ? `urn:${value.length}` : value}"`).join(''),
  )

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      attributes,
      space,
      fc.array(fc.oneof({ maxDepth: 4, depthSize: 'large' }, text, aside, tie('element')), { maxLength: 5 }),
    )
    .map(([tag, attrs, gap, parts]) =>
      parts.length === 0 ? `<${tag}${attrs}${gap}/>` : `<${tag}${attrs}${gap}>${parts.join('')}</${tag}${gap}>`,
    ),
}))

/** A document whose root is `a`. */
export const xmlText = fc
  .tuple(
    fc.constantFrom('', '\ufeff', '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-8"?>\n<!-- c -->'),
    attributes,
    fc.array(fc.oneof(text, element), { maxLength: 6 }),
    space,
  )
  .map(([head, attrs, parts, end]) => `${head}<a xmlns:p="urn:p"${attrs}>${parts.join('')}</a>${end}`)

const NASTY = [
  '<',
  '>',
  '&',
  '&x;',
  '</a>',
  '<b',
  '"',
  ']]>',
  '--',
  '<!DOCTYPE a>',
  '<?xml?>',
  '\0',
  'p:',
  '=',
  '<q:z/>',
  '/',
  ' ',
]

/** A document with a few places cut or filled with something nasty. */
export const nearlyXml = fc
  .tuple(
    xmlText,
    fc.array(fc.record({ at: fc.nat(300), drop: fc.nat(3), put: fc.constantFrom('', ...NASTY) }), { maxLength: 2 }),
  )
  .map(([whole, edits]) =>
    edits.reduce((doc, { at, drop, put }) => {
      const place = at % (doc.length + 1)
      return (doc.slice(0, place) + put + doc.slice(place + drop)).replace(/\p{Cs}/gu, '')
    }, whole),
  )

interface Building {
  readonly element: {
    name: string
    namespace: string
    attributes: Record<string, string>
    children: XmlElement[]
    text: string
  }
}

/** All of a document at once, as saxes reads it; undefined where saxes refuses it or it has a document type. */
export function wholeTree(document: string): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: true })
  const open: Building[] = []
  let root: XmlElement | undefined
  let sound = true
  parser.on('error', () => (sound = false))
  parser.on('doctype', () => (sound = false))
  parser.on('opentag', ({ local, uri, attributes }) => {
    const own = Object.entries(attributes).filter(([key]) => !/^xmlns(?::|$)/.test(key))
    const element = {
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(own.map(([key, { value }]) => [key, value])),
      children: [],
      text: '',
    }
    open.at(-1)?.element.children.push(element)
    root ??= element
    open.push({ element })
  })
  const text = (part: string) => {
    const top = open.at(-1)
    if (top) top.element.text += part
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', () => {
    const { element } = open.pop() ?? { element: undefined }
    if (element && element.children.length > 0 && element.text.trim() === '') element.text = ''
  })
  parser.write(document).close()
  return sound ? root : undefined
}

export interface WholeReading {
  readonly rest: XmlElement
  readonly records: readonly { readonly pointer: string; readonly value: XmlElement; readonly stream: string }[]
}

/** What streaming should give of a whole tree; a streamed root leaves an empty rest. */
export function wholeReading(root: XmlElement, streams: readonly string[]): WholeReading {
  const records: { pointer: string; value: XmlElement; stream: string }[] = []
  const matches = (path: string) =>
    streams.find((stream) =>
      stream.startsWith('//')
        ? `/${path}`.endsWith(stream.slice(1))
        : same(path.split('/'), stream.slice(1).split('/')),
    )
  const strip = (element: XmlElement, path: string, pointer: string): XmlElement | undefined => {
    const stream = matches(path)
    if (stream !== undefined) {
      records.push({ pointer, value: element, stream })
      return undefined
    }
    const counts = new Map<string, number>()
    const children = element.children.flatMap((child) => {
      const nth = (counts.get(child.name) ?? 0) + 1
      counts.set(child.name, nth)
      return strip(child, `${path}/${child.name}`, `${pointer}/${child.name}[${nth}]`) ?? []
    })
    return { ...element, children }
  }
  const rest = strip(root, root.name, `/${root.name}`)
  return { rest: rest ?? { ...root, children: [], text: '' }, records }
}

const same = (path: readonly string[], pattern: readonly string[]): boolean =>
  path.length === pattern.length && pattern.every((part, i) => part === '*' || part === path[i])

import { ScanFault } from '../fault.ts'
import { head } from '../head.ts'
import { kindOf } from '../recognise.ts'
import type { Source } from '../source.ts'
import { decoded, foreign, utf16 } from '../utf8.ts'
import { sizeText } from './limits.ts'

/** What an encoding declaration may say, in small letters, and how it is decoded: ASCII is UTF-8 as well. */
const ENCODINGS: ReadonlyMap<string, 'utf-8' | 'windows-1252'> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['us-ascii', 'utf-8'],
  ['ascii', 'utf-8'],
  // Every printable character of Latin-1 is the same one in windows-1252.
  ['iso-8859-1', 'windows-1252'],
  ['latin1', 'windows-1252'],
  ['windows-1252', 'windows-1252'],
])

/** A source as text, piece by piece, without its byte order mark; at most `most` bytes of it. */
export function* characters(source: Source, most = Infinity): Generator<string> {
  const encoding = encodingOf(source)
  const decoder = new TextDecoder(encoding, { fatal: true })
  let before = 0
  for (const chunk of source.chunks()) {
    before += chunk.length
    if (before > most)
      throw new ScanFault(
        'xml/too-large',
        `more than ${sizeText(most)}, which is the most that is read of one report`,
        undefined,
        'Split the report, for example one file a run or target.',
      )
    yield decoded(source, NOT_UTF8, () => decoder.decode(chunk, { stream: true }))
  }
  yield decoded(source, NOT_UTF8, () => decoder.decode())
}

/** The byte offset of a character, which is given by its position in UTF-16 units behind a byte order mark. */
export function byteOffset(source: Source, position: number): number {
  const single = encodingOf(source) === 'windows-1252'
  let units = 0
  let bytes = 0
  for (const text of characters(source)) {
    const part = text.slice(0, position - units)
    units += part.length
    bytes += single ? part.length : new TextEncoder().encode(part).length
    if (units === position) break
  }
  return bytes + (hasMark(head(source)) ? 3 : 0)
}

function encodingOf(source: Source): 'utf-8' | 'windows-1252' {
  const first = head(source)
  if (kindOf(first) === 'utf16') throw utf16('xml/utf16')
  if (hasMark(first)) return 'utf-8'
  const declared = DECLARED.exec(String.fromCharCode(...first))?.[1] ?? 'utf-8'
  const encoding = ENCODINGS.get(declared.toLowerCase())
  if (encoding === undefined) throw foreign('xml/encoding', declared, 'Save it as UTF-8, and declare that.')
  return encoding
}

const DECLARED = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']/

const hasMark = (first: Uint8Array): boolean => first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf

const NOT_UTF8 = {
  broken: 'xml/not-utf8',
  truncated: 'xml/truncated',
  changed: 'xml/changed',
  hint: 'Let the tool write it again, as UTF-8; or declare its encoding: <?xml version="1.0" encoding="ISO-8859-1"?>.',
} as const

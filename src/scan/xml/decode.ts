import { ScanFault } from '../fault.ts'
import { head } from '../head.ts'
import { END } from '../json/cursor.ts'
import { Stop } from '../json/stop.ts'
import { Tokens } from '../json/tokens.ts'
import { locate } from '../locate.ts'
import { kindOf } from '../recognise.ts'
import type { Source } from '../source.ts'
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
    yield decoded(source, () => decoder.decode(chunk, { stream: true }))
  }
  yield decoded(source, () => decoder.decode())
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
  if (kindOf(first) === 'utf16') throw foreign('UTF-16', 'xml/utf16', POWERSHELL)
  if (hasMark(first)) return 'utf-8'
  const declared = DECLARED.exec(String.fromCharCode(...first))?.[1] ?? 'utf-8'
  const encoding = ENCODINGS.get(declared.toLowerCase())
  if (encoding === undefined) throw foreign(declared, 'xml/encoding', 'Save it as UTF-8, and declare that.')
  return encoding
}

const POWERSHELL = 'Save it as UTF-8. In Windows PowerShell, > writes UTF-16: use Out-File -Encoding utf8 instead.'

const DECLARED = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,40})["']/

const hasMark = (first: Uint8Array): boolean => first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf

function decoded(source: Source, decode: () => string): string {
  try {
    return decode()
  } catch {
    throw notUtf8(source)
  }
}

function notUtf8(source: Source): ScanFault {
  const tokens = new Tokens(source)
  try {
    while (tokens.cursor.byte !== END) tokens.character()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    const code = error.code === 'json/truncated' ? 'xml/truncated' : 'xml/not-utf8'
    return new ScanFault(code, error.message, locate(source, error.offset), UNDECLARED)
  } finally {
    tokens.cursor.close()
  }
  return new ScanFault('xml/changed', 'the text changed while it was read')
}

const UNDECLARED =
  'Let the tool write it again, as UTF-8; or declare its encoding: <?xml version="1.0" encoding="ISO-8859-1"?>.'

const foreign = (encoding: string, code: 'xml/utf16' | 'xml/encoding', hint: string): ScanFault =>
  new ScanFault(code, `the text is in ${encoding}, and UTF-8 is wanted`, { offset: 0, line: 1, column: 1 }, hint)

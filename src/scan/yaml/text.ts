import { ScanFault } from '../fault.ts'
import { Stop } from '../json/stop.ts'
import { Tokens } from '../json/tokens.ts'
import { END } from '../json/cursor.ts'
import { locate } from '../locate.ts'
import { kindOf } from '../recognise.ts'
import type { Source } from '../source.ts'

/** All of a small source as text, without its byte order mark. */
export function textOf(source: Source, most: number): string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for (const chunk of source.chunks()) {
    if (size === 0 && kindOf(chunk) === 'utf16') throw utf16()
    size += chunk.length
    if (size > most) throw tooLarge(most)
    text += decoding(source, () => decoder.decode(chunk, { stream: true }))
  }
  return text + decoding(source, () => decoder.decode())
}

function decoding(source: Source, decode: () => string): string {
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
    return new ScanFault('yaml/not-utf8', error.message, locate(source, error.offset), error.hint)
  }
  return new ScanFault('yaml/not-utf8', 'the text changed while it was read')
}

const utf16 = (): ScanFault =>
  new ScanFault(
    'yaml/utf16',
    'the text is in UTF-16, and UTF-8 is wanted',
    { offset: 0, line: 1, column: 1 },
    'Save it as UTF-8. In Windows PowerShell, > writes UTF-16: use Out-File -Encoding utf8 instead.',
  )

const tooLarge = (most: number): ScanFault =>
  new ScanFault(
    'yaml/too-large',
    `more than ${most} bytes of YAML`,
    undefined,
    'YAML is for what people write by hand: give a large report as JSON.',
  )

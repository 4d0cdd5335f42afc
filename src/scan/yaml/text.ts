import { ScanFault } from '../fault.ts'
import { kindOf } from '../recognise.ts'
import type { Source } from '../source.ts'
import { decoded, utf16 } from '../utf8.ts'

/** All of a small source as text, without its byte order mark. */
export function textOf(source: Source, most: number): string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  for (const chunk of source.chunks()) {
    if (size === 0 && kindOf(chunk) === 'utf16') throw utf16('yaml/utf16')
    size += chunk.length
    if (size > most) throw tooLarge(most)
    text += decoded(source, NOT_UTF8, () => decoder.decode(chunk, { stream: true }))
  }
  return text + decoded(source, NOT_UTF8, () => decoder.decode())
}

const NOT_UTF8 = { broken: 'yaml/not-utf8', truncated: 'yaml/not-utf8', changed: 'yaml/not-utf8' } as const

const tooLarge = (most: number): ScanFault =>
  new ScanFault(
    'yaml/too-large',
    `more than ${most} bytes of YAML`,
    undefined,
    'YAML is for what people write by hand: give a large report as JSON.',
  )

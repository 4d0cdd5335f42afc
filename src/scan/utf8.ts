import { ScanFault } from './fault.ts'
import { END } from './json/cursor.ts'
import { Stop } from './json/stop.ts'
import { Tokens } from './json/tokens.ts'
import { locate } from './locate.ts'
import type { Source } from './source.ts'

/** What one format says of bytes that are not UTF-8. */
interface Says {
  readonly broken: ScanFault['code']
  /** The bytes end within a character. */
  readonly truncated: ScanFault['code']
  /** The damage is not there when it is looked for. */
  readonly changed: ScanFault['code']
  /** In place of the advice that fits the damage. */
  readonly hint?: string
}

/** What a strict decoder makes of a source, or a fault at the place of the first damage: the decoder does not know it. */
export function decoded(source: Source, says: Says, decode: () => string): string {
  try {
    return decode()
  } catch {
    throw damage(source, says)
  }
}

function damage(source: Source, { broken, truncated, changed, hint }: Says): ScanFault {
  const tokens = new Tokens(source)
  try {
    while (tokens.cursor.byte !== END) tokens.character()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    const code = error.code === 'json/truncated' ? truncated : broken
    return new ScanFault(code, error.message, locate(source, error.offset), hint ?? error.hint)
  } finally {
    tokens.cursor.close()
  }
  return new ScanFault(changed, 'the text changed while it was read')
}

/** A text that says it is in another encoding, or shows it. */
export const foreign = (code: ScanFault['code'], encoding: string, hint: string): ScanFault =>
  new ScanFault(code, `the text is in ${encoding}, and UTF-8 is wanted`, { offset: 0, line: 1, column: 1 }, hint)

export const utf16 = (code: ScanFault['code']): ScanFault =>
  foreign(
    code,
    'UTF-16',
    'Save it as UTF-8. In Windows PowerShell, > writes UTF-16: use Out-File -Encoding utf8 instead.',
  )

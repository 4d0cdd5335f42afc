import { type Limits, ScanFault } from '../fault.ts'
import { locate } from '../locate.ts'
import { kindOf } from '../recognise.ts'
import type { Source } from '../source.ts'
import { Strict } from './strict.ts'
import { Stop } from './stop.ts'

const FIRST = 4096

/** What is wrong with a JSON text, for people: its first fault, from a strict reading of the whole from the start. */
export function diagnose(source: Source, limits: Limits): ScanFault {
  const stop = foreign(source) ?? firstFault(source, limits)
  if (stop) return new ScanFault(stop.code, stop.message, locate(source, stop.offset), stop.hint)
  const hint = 'Wait until the tool that writes it has ended, then ask again.'
  return new ScanFault('json/changed', 'the text changed while it was read', undefined, hint)
}

function foreign(source: Source): Stop | undefined {
  const first = head(source)
  switch (kindOf(first)) {
    case 'utf16':
      return new Stop(
        'json/utf16',
        'the text is in UTF-16, and JSON must be UTF-8',
        'Save it as UTF-8. In Windows PowerShell, > writes UTF-16: use Out-File -Encoding utf8 instead.',
        0,
      )
    case 'empty':
      if (first.length === FIRST) return undefined
      return new Stop(
        'json/empty',
        first.length === 0 ? 'the file is empty' : 'there is nothing but white space',
        'The tool that should have written it may have failed: look at what it printed.',
        0,
      )
    default:
      return undefined
  }
}

function head(source: Source): Uint8Array {
  const bytes = new Uint8Array(FIRST)
  let size = 0
  for (const chunk of source.chunks()) {
    const part = chunk.subarray(0, FIRST - size)
    bytes.set(part, size)
    size += part.length
    if (size === FIRST) break
  }
  return bytes.subarray(0, size)
}

function firstFault(source: Source, limits: Limits): Stop | undefined {
  const reading = new Strict(source, limits)
  try {
    reading.document()
    return undefined
  } catch (error) {
    if (error instanceof Stop) return error
    throw error
  } finally {
    reading.close()
  }
}

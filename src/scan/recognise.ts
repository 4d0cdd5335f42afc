export type Kind = 'json' | 'xml' | 'yaml-or-text' | 'gzip' | 'zip' | 'utf16' | 'empty'

/**
 * What kind of text or archive this is, by its first bytes and never by its name.
 *
 * @param first enough to get past leading white space, such as the first 4 KB; nothing but white space is `empty`
 */
export function kindOf(first: Uint8Array): Kind {
  if (starts(first, [0x1f, 0x8b])) return 'gzip'
  if (starts(first, [0x50, 0x4b, 0x03, 0x04]) || starts(first, [0x50, 0x4b, 0x05, 0x06])) return 'zip'
  if (isUtf16(first)) return 'utf16'
  let at = starts(first, [0xef, 0xbb, 0xbf]) ? 3 : 0
  while (isSpace(first[at])) at++
  if (at === first.length) return 'empty'
  const character = String.fromCharCode(first[at]!)
  if (character === '{' || character === '[') return 'json'
  return character === '<' ? 'xml' : 'yaml-or-text'
}

// By its byte order mark, or because every other byte is zero. (UTF-32 too: it starts alike and the cure is the same.)
function isUtf16(first: Uint8Array): boolean {
  if (starts(first, [0xff, 0xfe]) || starts(first, [0xfe, 0xff])) return true
  return first.length >= 2 && (first[0] === 0) !== (first[1] === 0)
}

const starts = (bytes: Uint8Array, magic: readonly number[]): boolean => magic.every((byte, i) => bytes[i] === byte)

const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/** Breaks a paragraph into lines of at most `width` characters, at spaces; a longer word is broken where it must be. */
export function wrapped(text: string, width: number, first = '', rest = ''): string {
  const room = Math.max(10, width)
  const lines: string[] = []
  let line = ''
  let length = 0
  for (const word of text.split(' ').flatMap((each) => pieces(each, room))) {
    const size = [...word].length
    if (length > 0 && length + 1 + size > room) {
      lines.push(line)
      line = ''
      length = 0
    }
    line += length > 0 ? ` ${word}` : word
    length += length > 0 ? 1 + size : size
  }
  return [...lines, line].map((each, i) => `${i === 0 ? first : rest}${each}`).join('\n')
}

function pieces(word: string, room: number): readonly string[] {
  const characters = [...word]
  if (characters.length <= room) return [word]
  return Array.from({ length: Math.ceil(characters.length / room) }, (_, i) =>
    characters.slice(i * room, (i + 1) * room).join(''),
  )
}

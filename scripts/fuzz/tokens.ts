/** The parts of a text, whatever its format: quoted strings, words and numbers, white space, single signs. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w$@./+-]+|\s+|[^]/g

/** A text and where its parts begin. Bytes are kept as characters (latin1), so that damage stays damage. */
export interface Tokens {
  readonly text: string
  readonly starts: readonly number[]
}

export const tokensOf = (text: string): Tokens => ({
  text,
  starts: [...Array.from(text.matchAll(TOKEN), ({ index }) => index), text.length],
})

export const tokenAt = ({ text, starts }: Tokens, i: number): string => text.slice(starts[i], starts[i + 1])

/** The part at `i` with all that it opens: a bracket up to its partner, an XML tag up to its end; else the part itself. */
export function spanAt(tokens: Tokens, i: number): readonly [from: number, to: number] {
  const { text, starts } = tokens
  const from = starts[i]!
  const opening = tokenAt(tokens, i)
  if (opening === '{' || opening === '[') return [from, starts[partner(tokens, i)]!]
  const name = opening === '<' ? /^<([\w:-]+)/.exec(text.slice(from, from + 80))?.[1] : undefined
  const end = name === undefined ? -1 : text.indexOf(`</${name}>`, from)
  return [from, end < 0 ? starts[i + 1]! : end + name!.length + 3]
}

/** Behind the bracket that closes the one at `i`, or at the end. */
function partner(tokens: Tokens, i: number): number {
  let depth = 0
  for (let at = i; at < tokens.starts.length - 1; at++) {
    const sign = tokens.text[tokens.starts[at]!]
    if (sign === '{' || sign === '[') depth++
    else if ((sign === '}' || sign === ']') && --depth === 0) return at + 1
  }
  return tokens.starts.length - 1
}

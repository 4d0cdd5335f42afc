/**
 * Strangers' text made harmless for one line of a terminal, a log or a message: control characters (ANSI escapes among
 * them), line breaks, bidirectional overrides, invisible and private characters become visible escapes, and what a CI
 * system would take for a command in its log (`::set-output`, `##vso[…]`) is broken up.
 */
export function plain(text: string, limit = 200): string {
  let out = ''
  let length = 0
  for (const character of text) {
    if (length === limit) return `${uncommanded(out)}…`
    out += /[\t\n\v\f\r \u2028\u2029]/.test(character) ? ' ' : HIDDEN.test(character) ? escaped(character) : character
    length++
  }
  return uncommanded(out)
}

// GitHub takes `::` at the start of a line and `##[` anywhere, Azure `##vso[` anywhere, TeamCity `##teamcity[` at the start.
const uncommanded = (line: string) => line.replace(/##(\w*)\[/g, '##$1\\u{5b}').replace(/^( *):(?=:)/, '$1\\u{3a}')

// Cc controls, Cf format (bidi overrides, zero-width, tags), Cs lone surrogates, Co private use, Cn unassigned; unusual spaces.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u

const escaped = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`

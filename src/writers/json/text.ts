/**
 * JSON that is safe to show as it is: what would control a terminal, turn the direction of a line or hide in it stands as
 * `\uXXXX`. Parsed, it is the same value. (JSON.stringify escapes only what is below a space.)
 *
 * @param indent  spaces a level; on one line where absent
 */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped)

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')

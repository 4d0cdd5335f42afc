/** C0 and C1 controls, bidirectional controls, invisible joiners and separators, what is not a character, half a surrogate pair. */
const HARMFUL =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Cs}/gu

/** A label as strangers wrote it, made harmless: every character that moves others or cannot be seen becomes visible. */
export const clean = (label: string): string => label.replaceAll(/[\t\r\n]+/g, ' ').replaceAll(HARMFUL, '\ufffd')

/** Cut to at most `length` characters, with an ellipsis where something is missing. */
export function fit(label: string, length: number): string {
  const characters = [...clean(label)]
  return characters.length <= length ? characters.join('') : `${characters.slice(0, Math.max(0, length - 1)).join('')}…`
}

/** Cut or padded to exactly `length` characters, for columns in a terminal. */
export function cell(label: string, length: number): string {
  const cut = fit(label, length)
  return cut + ' '.repeat(length - [...cut].length)
}

export const longest = (labels: readonly string[]): number =>
  labels.reduce((length, label) => Math.max(length, [...clean(label)].length), 0)

/** Two significant digits of a share, 0 … 1. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`

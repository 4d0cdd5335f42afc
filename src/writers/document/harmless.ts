import { plain } from '../../core/plain.ts'

/** What a stranger's text may take in one place. */
const LONGEST = 2000

/** A figure stays with its unit, wherever the line ends: `19:48 UTC`, `EUR 56,000`, `53 %`. */
export const unbroken = (figure: string): string =>
  figure.replaceAll(/(?<=\d) (?=UTC|%|million|billion)|(?<=\b[A-Z]{3}) (?=[\d−])/g, '\u00a0')

/** Text made harmless for any of the forms, before that form's own escaping. Most of it is ours, and plain at a glance. */
export const harmless = (text: string): string =>
  text.length <= LONGEST && /^[ -"$-9;-~’“”…−–]*$/.test(text) ? text : plain(text, LONGEST)

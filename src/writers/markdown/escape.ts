import { plain } from '../../core/plain.ts'

/**
 * Strangers' text as a code span: nothing in it is markup, a link, an image or a mention, also within a table's cell.
 * The fence is longer than any run of backticks inside. @source CommonMark 0.31, section 6.1; GFM, section 4.10
 */
export function code(text: string, limit = 200): string {
  const safe = plain(text, limit).replaceAll('|', '\\|')
  if (safe.trim() === '') return '(empty)'
  const longest = Math.max(0, ...Array.from(safe.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = /^`|`$/.test(safe) ? ' ' : ''
  return `${fence}${pad}${safe}${pad}${fence}`
}

import { parseCaseId, parseHoldId } from '../../core/ids.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'

/** `HP-7`, or one of its holds: `HP-7/payments`. */
export function parseReference(text: string): Result<{ readonly id: string; readonly product?: string }> {
  if (parseCaseId(text).ok) return ok({ id: text })
  if (!parseHoldId(text).ok)
    return refuse(
      'usage/not-a-case',
      `"${text.slice(0, 60)}" is no case.`,
      likely(text) ?? 'Write HP-7, or HP-7/payments for one of its holds; `holdpoint holds` lists what is held.',
    )
  const cut = text.indexOf('/')
  return ok({ id: text.slice(0, cut), product: text.slice(cut + 1) })
}

/** `hp-7`, `HP7` and `7` are HP-7 to whoever types them. */
function likely(text: string): string | undefined {
  const [, number, rest = ''] = /^(?:hp)?[-_ #]?([1-9]\d{0,8})(\/.*)?$/i.exec(text) ?? []
  return number !== undefined && parseReference(`HP-${number}${rest}`).ok
    ? `Did you mean HP-${number}${rest}?`
    : undefined
}

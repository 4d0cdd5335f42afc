import type { Json } from '../../scan/shape.ts'
import { asText, field, fields, text } from '../fields.ts'
import type { FoundRule } from './known.ts'

/**
 * The plain text of a message: its own, or the rule's string that it names, with its arguments put in.
 * Markdown is for viewers and not read.
 * @source SARIF 2.1.0 §3.11.5 placeholders, §3.11.6 embedded links, §3.11.7 message string lookup
 */
export function messageOf(message: Json | undefined, rule: FoundRule): string | undefined {
  const string = asText(fields(message)['text']) ?? named(text(message, 'id'), rule)
  return string === undefined ? undefined : withoutLinks(withArguments(string, fields(message)['arguments']))
}

const named = (id: string | undefined, { value, component }: FoundRule): string | undefined =>
  id === undefined
    ? undefined
    : (text(value, 'messageStrings', id, 'text') ?? text(component?.value, 'globalMessageStrings', id, 'text'))

/** `{0}` becomes the first argument, `{{` a brace. Without arguments nothing is a placeholder: many tools escape nothing. */
function withArguments(string: string, values: Json | undefined): string {
  if (!Array.isArray(values) || values.length === 0) return string
  return string.replace(/\{\{|\}\}|\{(\d{1,4})\}/g, (met, index: string | undefined) => {
    if (index === undefined) return met.slice(1)
    const value = field(values, Number(index))
    return typeof value === 'string' ? value : met
  })
}

/** `[a user-provided value](1)` points at a related location, which a text does not have. */
const withoutLinks = (string: string): string =>
  !string.includes('](') ? string : string.replace(/\[([^[\]]*)\]\(\d{1,9}\)/g, '$1')

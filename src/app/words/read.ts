import { parseDigest } from '../../core/ids.ts'
import { addMillis, DAY, HOUR, type Instant, MINUTE, parseInstant } from '../../core/instant.ts'
import { nearest } from '../../core/nearest.ts'
import { plain } from '../../core/plain.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Evidence } from './evidence.ts'
import { picked } from './picks.ts'
import type { SeenCase } from './seen.ts'
import type { Given, Option } from './word.ts'

/** What reading a text may need: the case, when it is, and files. */
export interface Context {
  readonly seen: SeenCase
  readonly now: Instant
  readonly product: string | undefined
  readonly evidence: Evidence
}

/** As it was typed: by flag, once or several times; `true` where a flag has no value. */
export type Typed = Readonly<Record<string, string | readonly string[] | true | undefined>>

/** Everything that was typed, read, by field. */
export function readAll(options: readonly Option[], typed: Typed, context: Context): Result<Given> {
  const given: Record<string, unknown> = {}
  for (const option of options) {
    const value = readOne(option, typed[option.flag], context)
    if (!value.ok) return value
    if (value.value !== undefined) given[option.field ?? option.flag.replaceAll('-', '_')] = value.value
  }
  return ok(given)
}

function readOne(option: Option, typed: Typed[string], context: Context): Result<unknown> {
  const texts = typed === undefined ? [] : typed === true ? ['yes'] : typeof typed === 'string' ? [typed] : typed
  if (option.as.is === 'pick')
    return picked(option.as.from, { given: texts[0], flag: option.flag, now: context.now }, context.seen)
  if (option.as.is === 'product') return productOf(texts[0] ?? context.product, context.seen)
  if (texts.length === 0) return option.needed ? MISSING(option) : ok(option.fallback)
  const values: unknown[] = []
  for (const text of texts) {
    const value = readText(option, text, context)
    if (!value.ok) return value
    values.push(value.value)
  }
  return ok(option.many ? values : values[0])
}

function readText({ as, flag }: Option, text: string, { now, evidence }: Context): Result<unknown> {
  switch (as.is) {
    case 'word':
      return as.words.includes(text.replaceAll('-', '_')) || as.words.includes(text)
        ? ok(as.words.includes(text) ? text : text.replaceAll('-', '_'))
        : refuse('usage/unknown-word', `"${plain(text, 40)}" is not known here.`, oneOf(as.words, text))
    case 'yes-or-no':
    case 'set':
      return /^(?:yes|no)$/.test(text)
        ? ok(text === 'yes')
        : refuse(
            'usage/not-yes-or-no',
            `--${flag} "${plain(text, 40)}" is neither yes nor no.`,
            `Say --${flag} yes, or --${flag} no.`,
          )
    case 'moment':
      return momentOf(text, now)
    case 'number':
      return /^\d{1,9}(?:\.\d{1,3})?$/.test(text)
        ? ok(Number(text))
        : refuse('usage/not-a-number', `"${plain(text, 40)}" is no number.`, 'Write it in digits: 4.5.')
    case 'digest':
      return parseDigest(text)
    case 'file':
      return evidence.take(text)
    default:
      return ok(text)
  }
}

function oneOf(words: readonly string[], text: string): string {
  const meant = nearest(text, words)
  return `It is one of: ${words.join(', ')}${meant === undefined ? '.' : `; did you mean ${meant}?`}`
}

/** A moment as it is, or from now on: `+90m`, `+4h`, `+3d`. */
function momentOf(text: string, now: Instant): Result<Instant> {
  const [, count, unit] = /^\+(\d{1,5})([mhd])$/.exec(text) ?? []
  if (count !== undefined)
    return ok(addMillis(now, Number(count) * { m: MINUTE, h: HOUR, d: DAY }[unit as 'm' | 'h' | 'd']))
  const read = parseInstant(text)
  return read.ok
    ? read
    : refuse('usage/not-a-time', `"${plain(text, 40)}" is no time.`, 'Write +4h, +3d or 2026-11-20T18:00Z.')
}

/** The one that is named, or the only one that there is. */
function productOf(named: string | undefined, { case: id, holds }: SeenCase): Result<string> {
  if (named !== undefined) return ok(named)
  const [only, second] = holds
  if (!only) return refuse('usage/no-hold', `${id} holds nothing.`, 'Place a hold first: `holdpoint hold`.')
  return second
    ? refuse(
        'usage/several-holds',
        `${id} holds ${holds.map(({ product }) => plain(product, 60)).join(', ')}.`,
        `Say which: ${id}/${only.product}, or --product ${only.product}.`,
      )
    : ok(only.product)
}

const MISSING = ({ flag, shown, about }: Option) =>
  refuse('usage/missing-field', `--${flag} is missing: ${about.replace(/;.*$/, '')}.`, `Give --${flag} ${shown}.`)

import type { Instant } from '../instant.ts'
import type { Role } from '../policy/role.ts'
import type { Catalogue, Slots, TextKey } from './catalogue.ts'
import type { ENGLISH_TEXTS } from './english/texts.ts'
import { isMissing, type Fact, type Known, type Missing, type Value } from './fact.ts'
import { textOf, type Span, type Spans } from './tree.ts'

/** What fills a slot: a fact, or a phrase that was composed of facts. */
export type Filling = Fact | Spans
type Fillings<Key extends TextKey> = Readonly<Record<Slots<(typeof ENGLISH_TEXTS)[Key]>, Filling>>

/**
 * Says a text of the catalogue with facts in its slots. A slot that is forgotten does not compile; where a fact is missing,
 * the text gives way to a sentence that says what is not known.
 */
export type Say = <Key extends TextKey>(
  key: Key,
  ...fillings: Slots<(typeof ENGLISH_TEXTS)[Key]> extends never ? [] : [Fillings<Key>]
) => Spans

export interface Composer {
  readonly say: Say
  /** A fact alone: a cell of a table. */
  readonly show: (fact: Fact) => Spans
  /** Says nothing, but that what is said beside it leans on this. */
  readonly lean: (fact: Fact) => Spans
  /** Any of these. */
  readonly roles: (roles: readonly Role[]) => Spans
  /** All of these. */
  readonly everyone: (roles: readonly Role[]) => Spans
  /** One of each. */
  readonly seats: (seats: readonly (readonly Role[])[]) => Spans
  readonly words: Catalogue
  /** The moment that the case is looked at: dates of its year do not say the year. */
  readonly now: Instant | undefined
  /** Every fact that was used, by its id. */
  readonly used: ReadonlyMap<string, Fact>
}

export function composer(words: Catalogue, now?: Instant): Composer {
  const used = new Map<string, Fact>()
  const use = (fact: Fact): Fact => {
    if (!used.has(fact.id)) used.set(fact.id, fact)
    return fact
  }
  const show = (fact: Fact): Spans => [spanOf(use(fact), words, now)]
  const lean = (fact: Fact): Spans => [{ text: '', fact: use(fact).id }]
  const unknown = (fact: Missing): Spans => [
    { text: words.notKnownBefore },
    { text: words.missing[fact.missing].what, fact: use(fact).id, is: 'gap' },
    { text: '.' },
  ]
  const say = (key: TextKey, fillings: Readonly<Record<string, Filling>> = {}): Spans => {
    const blank = Object.values(fillings).find((filling) => !isSpans(filling) && isMissing(filling))
    if (blank) return unknown(blank as Missing)
    return words.texts[key].split(/(\{[a-zA-Z]+\})/).flatMap((part): Spans => {
      if (!/^\{[a-zA-Z]+\}$/.test(part)) return part === '' ? [] : [{ text: part }]
      const filling = fillings[part.slice(1, -1)]
      if (filling === undefined) throw new Error(`${key}: nothing for ${part}`)
      return isSpans(filling) ? filling : show(filling)
    })
  }
  const roles = (all: readonly Role[]): Spans => [{ text: words.or(all.map((role) => words.roles[role])) }]
  const everyone = (all: readonly Role[]): Spans => [{ text: words.list(all.map((role) => words.roles[role])) }]
  const seats = (all: readonly (readonly Role[])[]): Spans => [
    { text: words.seats(all.map((seat) => seat.map((role) => words.roles[role]))) },
  ]
  return { say: say as Say, show, lean, roles, everyone, seats, words, now, used }
}

const isSpans = (filling: Filling): filling is Spans => Array.isArray(filling)

function spanOf(fact: Fact, words: Catalogue, now: Instant | undefined): Span {
  if (isMissing(fact)) return { text: words.notKnown, fact: fact.id, is: 'gap' }
  const text = words.value(fact.value, now)
  const is = looksOf(fact)
  return { text, fact: fact.id, ...(is && { is }) }
}

function looksOf({ value }: Known<Value>): Span['is'] {
  switch (value.kind) {
    case 'name':
    case 'names':
      return 'name'
    case 'words':
      return 'quote'
    case 'statement':
    case 'term':
    case 'terms':
    case 'severity':
      return undefined
    default:
      return 'figure'
  }
}

export const strong = (spans: Spans): Spans => spans.map((span) => ({ ...span, strong: true }))
/** Sentences one after another; what was just said to be unknown is not said again. */
export function joined(...parts: readonly Spans[]): Spans {
  const said = new Set<string>()
  const fresh = parts.filter((part) => {
    const text = textOf(part)
    if (part.length === 0 || (part.some(({ is }) => is === 'gap') && said.has(text))) return false
    said.add(text)
    return true
  })
  return fresh.flatMap((part, i) => (i === 0 || textOf(part) === '' ? part : [{ text: ' ' }, ...part]))
}

/** At the beginning of a line: `the product manager` is a name there, `Product manager`. What others wrote stays as it is. */
export const capital = ([first, ...rest]: Spans): Spans =>
  first === undefined || first.is !== undefined
    ? [...(first ? [first] : []), ...rest]
    : [
        { ...first, text: upper(first.fact === undefined ? first.text.replace(/^(the|an?) /, '') : first.text) },
        ...rest,
      ]

export const upper = (text: string) => text.replace(/^./u, (letter) => letter.toUpperCase())

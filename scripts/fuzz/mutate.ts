import type { Random } from './random.ts'
import { spanAt, tokenAt, type Tokens, tokensOf } from './tokens.ts'

/** What a mutation may borrow from. */
export interface Pool {
  readonly others: readonly Tokens[]
  /** Keys and values of the seeds. */
  readonly words: readonly string[]
}

/** No input grows beyond this, in bytes. */
export const MAX_BYTES = 1 << 17

type Mutation = (tokens: Tokens, random: Random, pool: Pool) => string

/** One to about four changes to an input, each of a random sort. */
export function mutated(input: Tokens, random: Random, pool: Pool): string {
  for (let tokens = input; ;) {
    const text = random.pick(MUTATIONS)(tokens, random, pool).slice(0, MAX_BYTES)
    if (random.once(2)) return text
    tokens = tokensOf(text)
  }
}

const replace = (text: string, [from, to]: readonly [number, number], by: string) =>
  text.slice(0, from) + by + text.slice(to)
const part = ({ starts }: Tokens, random: Random) => random.below(Math.max(1, starts.length - 1))
const span = (tokens: Tokens, random: Random) => spanAt(tokens, part(tokens, random))
const slice = (text: string, random: Random): readonly [number, number] => {
  const from = random.below(text.length + 1)
  return [from, Math.min(text.length, from + random.below(1 << random.below(12)))]
}

const NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '0.1',
  '1e308',
  '-1e309',
  '1e-400',
  '4294967296',
  '9007199254740993',
  '2147483648',
  '99999999999999999999999',
  '10.000000001',
  '1.',
  '.5',
  '0x10',
  '01',
  'NaN',
  'Infinity',
  '1_000',
  '２',
] as const
/** Markup, terminal codes, traps of prototypes, formulas, paths, overlong and broken text, as UTF-8 bytes. */
const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  ' ',
  '\\u0000',
  '\\ud800',
  '\\u202e',
  '\\u001b[31m',
  '\u0000',
  '\u001b[2J',
  '\u0085',
  '\u009b31m',
  '\u202e',
  '\u2028',
  '\ufeff',
  '\ud7ff',
  '\u{10ffff}',
  '\u{e0041}',
  '::set-output name=a::b',
  '##vso[task.complete]',
  '##[error]',
  '<script>',
  ']]>',
  '<!--',
  '<!DOCTYPE a [',
  '&lol;',
  '&#0;',
  '&#x110000;',
  '*a',
  '&a',
  '!!js/function',
  '<<: *a',
  '=cmd|x',
  '../../etc/passwd',
  'file:///etc/passwd',
  'C:\\\\x',
  '`|`',
  '{{7*7}}',
  '${x}',
  '%00',
  '%s%n',
  "' OR 1=1",
  '\r\n',
  '\r',
  '\t',
  '~',
  '~0~1',
  '/-/',
  'null',
  'true',
  '{}',
  '[]',
  '{"a":1,"a":2}',
  '2026-11-20T14:00:00Z',
  '0000-00-00',
  '2026-02-30T25:61:61Z',
  'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N',
  'CVE-2021-44228',
  'pkg:npm/%40a/b@1?x#y',
  'x'.repeat(70_000),
  'é'.repeat(300),
].map((text) => Buffer.from(text, 'utf8').toString('latin1'))

/** Many of one make a bad regular expression go back and forth. */
const SIGNS = [
  ..." /.:@-_,;#?&=%+*~|()[]{}<>'a1",
  '\\\\',
  '\\n',
  'a.',
  'a/',
  '1.',
  '-a',
  '{0}',
  '%25',
  'CVE-',
  'CWE-1 ',
  '::',
] as const

const MUTATIONS: readonly Mutation[] = [
  // bytes
  ({ text }, random) => {
    const at = random.below(text.length || 1)
    const byte = (text.charCodeAt(at) || 0) ^ (1 << random.below(8))
    return replace(text, [at, at + 1], String.fromCharCode(byte))
  },
  ({ text }, random) => replace(text, slice(text, random), String.fromCharCode(random.below(256))),
  ({ text }, random) => text.slice(0, random.below(text.length + 1)),
  ({ text }, random) => replace(text, slice(text, random), ''),
  // parts
  (tokens, random) => replace(tokens.text, span(tokens, random), ''),
  (tokens, random, pool) => replace(tokens.text, span(tokens, random), borrowed(random, pool)),
  (tokens, random, pool) => {
    const at = tokens.starts[part(tokens, random)]!
    return replace(tokens.text, [at, at], borrowed(random, pool))
  },
  (tokens, random, pool) => replace(tokens.text, span(tokens, random), random.pick(pool.words)),
  (tokens, random) => replace(tokens.text, span(tokens, random), random.pick(NUMBERS)),
  (tokens, random) => replace(tokens.text, span(tokens, random), random.pick(HOSTILE)),
  inQuotes,
  doubledKey,
  repeated,
  nested,
  // lines
  ({ text }, random) => lines(text, random, (all, i) => all.toSpliced(i, 1)),
  ({ text }, random) => lines(text, random, (all, i) => all.toSpliced(random.below(all.length), 0, all[i]!)),
  ({ text }, random) => lines(text, random, (all, i) => all.with(i, ' '.repeat(random.below(9)) + all[i]!.trimStart())),
]

function borrowed(random: Random, { others }: Pool): string {
  const other = random.pick(others)
  return other.text.slice(...span(other, random))
}

/** The text of a quoted string becomes, or gets, something hostile. */
function inQuotes(tokens: Tokens, random: Random): string {
  const quoted = tokens.starts.flatMap((from, i) => (tokens.text[from] === '"' ? [i] : []))
  if (quoted.length === 0) return tokens.text
  const i = random.pick(quoted)
  const token = tokenAt(tokens, i)
  const old = random.once(2) ? '' : token.slice(1, -1)
  const said = random.once(4) ? random.pick(SIGNS).repeat(1 << random.below(16)) : random.pick(HOSTILE)
  return replace(tokens.text, [tokens.starts[i]!, tokens.starts[i + 1]!], `"${said}${old}"`)
}

/** A key stands twice, with the same or with another value. */
function doubledKey(tokens: Tokens, random: Random, pool: Pool): string {
  const keys = Array.from(tokens.text.matchAll(/(?:"[^"\n]*"|^[ \t-]*[\w-]+)[ \t]*:[ \t]*/gm))
  if (keys.length === 0) return tokens.text
  const { 0: key, index } = random.pick(keys)
  const i = tokens.starts.findIndex((start) => start >= index + key.length)
  const [from, to] = spanAt(tokens, Math.max(0, Math.min(i, tokens.starts.length - 2)))
  const value = random.once(2) ? tokens.text.slice(from, to) : borrowed(random, pool)
  return replace(tokens.text, [index, index], `${key}${value}${key.startsWith('"') ? ',' : '\n'}`)
}

/** A part many times over: long lists, long strings; what is quadratic shows. */
function repeated(tokens: Tokens, random: Random): string {
  const [from, to] = span(tokens, random)
  const comma = /^[{["]/.test(tokens.text.slice(from, from + 1)) ? ',' : ''
  const times = Math.min(1 << random.below(15), Math.floor(MAX_BYTES / Math.max(1, to - from + 1)))
  return replace(tokens.text, [from, from], (tokens.text.slice(from, to) + comma).repeat(times))
}

function nested(tokens: Tokens, random: Random): string {
  const [from, to] = span(tokens, random)
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['<a>', '</a>'],
    ['- ', ''],
    ['(', ')'],
  ] as const)
  const depth = 1 << random.below(14)
  return replace(tokens.text, [from, to], open.repeat(depth) + tokens.text.slice(from, to) + close.repeat(depth))
}

function lines(text: string, random: Random, change: (all: readonly string[], i: number) => readonly string[]): string {
  const all = text.split('\n')
  return change(all, random.below(all.length)).join('\n')
}

/** The keys and values of the seeds, quoted as they stand. */
export function wordsOf(seeds: readonly Tokens[]): readonly string[] {
  const words = seeds.flatMap((seed) => seed.starts.slice(0, -1).map((_, i) => tokenAt(seed, i)))
  return [...new Set(words)].filter((word) => /\w/.test(word) && word.length < 200)
}

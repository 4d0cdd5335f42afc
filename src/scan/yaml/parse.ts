import { Composer, type Document, Lexer, Parser, type CST, type ParsedNode } from 'yaml'
import type { ScanFault } from '../fault.ts'
import type { Json } from '../shape.ts'
import { Faults } from './faults.ts'
import { Nodes } from './nodes.ts'

export const MAX_BYTES = 4 * 2 ** 20
// The parser is linear but slow, and what composes its tokens recurses: these bound the time to seconds and the stack.
const MAX_LEXEMES = 500_000
const MAX_DEPTH = 100

export interface YamlPlace {
  readonly line: number
  readonly column: number
}

/** A YAML 1.2 document with places, or everything that is wrong with it (the first twenty faults). */
export type Yaml =
  | {
      readonly ok: true
      readonly value: Json
      /** Where the value at this JSON Pointer begins, or its key: 1-based; undefined where there is none. */
      place(pointer: string, of?: 'key' | 'value'): YamlPlace | undefined
    }
  | { readonly ok: false; readonly faults: readonly ScanFault[] }

/**
 * Reads one YAML 1.2 document of the core schema: dates stay texts, keys are texts and stand once, no tags of one's own,
 * and what aliases repeat is bounded.
 *
 * @param text without a byte order mark
 */
export function parseYaml(text: string): Yaml {
  const faults = new Faults(text)
  const document = compose(text, faults)
  if (document === undefined) return { ok: false, faults: faults.sorted() }
  const nodes = new Nodes(faults)
  const value = nodes.toJson(document.contents)
  if (faults.list.length > 0) return { ok: false, faults: faults.sorted() }
  const place = (pointer: string, of: 'key' | 'value' = 'value'): YamlPlace | undefined => {
    const offset = nodes.offsetOf(document.contents, pointer, of)
    if (offset === undefined) return undefined
    const { line, col } = faults.lines.linePos(offset)
    return { line, column: col }
  }
  return { ok: true, value, place }
}

function compose(text: string, faults: Faults): Document.Parsed<ParsedNode> | undefined {
  const tokens = tokenize(text, faults)
  if (tokens === undefined) return undefined
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    uniqueKeys: false, // quadratic there: Nodes does it
    prettyErrors: false,
    logLevel: 'silent',
  })
  const [document, second] = composer.compose(tokens)
  if (document === undefined) faults.add('yaml/empty', 'there is nothing but comments and white space', 0)
  else
    for (const { code, message, pos } of [...document.errors, ...document.warnings])
      faults.addParser(code, message, pos[0])
  if (second)
    faults.add('yaml/syntax', 'a second document begins here', second.range[0], 'Give each document a file of its own.')
  return faults.list.length === 0 ? document : undefined
}

const LARGE = 'YAML is for what people write by hand: give a large report as JSON.'

// Nothing of YAML but tabs and line ends lies below a space.
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function tokenize(text: string, faults: Faults): CST.Token[] | undefined {
  const control = text.search(CONTROL)
  const parser = new Parser(faults.lines.addNewLine)
  const tokens: CST.Token[] = []
  let lexemes = 0
  for (const lexeme of new Lexer().lex(text)) {
    const at = parser.offset
    tokens.push(...parser.next(lexeme))
    if (++lexemes > MAX_LEXEMES) faults.add('yaml/too-large', 'too many values from here on', at, LARGE)
    if (parser.stack.length > MAX_DEPTH + 2)
      faults.add('yaml/too-deep', `nested more than ${MAX_DEPTH} levels deep`, at)
    if (faults.list.length > 0) return undefined
  }
  tokens.push(...parser.end())
  if (control < 0) return tokens
  faults.add(
    'yaml/syntax',
    `the control character ${JSON.stringify(text[control])}`,
    control,
    'Remove it, or write it as an escape in double quotes.',
  )
  return undefined
}

import { buildDocument } from '../core/brief/build.ts'
import { DOCUMENT_KINDS, type DocumentKind } from '../core/brief/documents.ts'
import { ENGLISH } from '../core/brief/english/english.ts'
import { factsOf, type Facts } from '../core/brief/facts.ts'
import type { Document } from '../core/brief/tree.ts'
import type { Material } from '../core/brief/material.ts'
import { EXIT } from '../core/gate/verdict.ts'
import type { Rules } from '../core/case/rules.ts'
import type { Instant } from '../core/instant.ts'
import type { EntryValue } from '../core/log/entry.ts'
import { once } from '../core/brief/once.ts'
import { costsOf } from '../core/brief/costs.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import { documentHtml } from '../writers/document/html/document.ts'
import { documentJson } from '../writers/document/json/document.ts'
import { documentMarkdown } from '../writers/document/markdown/document.ts'
import { documentText } from '../writers/document/text/document.ts'
import { type Answer, deliver, print, refusal, type Sheet } from './answer.ts'
import { openCase, rulesFor } from './case-file.ts'
import { digestOf } from './digest.ts'
import { momentOf } from './moment.ts'
import type { Ports, ReadPorts, Style } from './ports.ts'
import type { RegisterSays } from './ports/studies.ts'
import { problemText } from '../writers/terminal/problem.ts'
import { foreseen } from './foresee.ts'
import { loadRisk } from './risk.ts'
import type { Ways } from '../writers/options/report.ts'

/** A case, and the moment at which it is looked at. */
export interface CaseWords {
  readonly file: string
  readonly at?: string
  /** A file that says who is who. */
  readonly people?: string
  /** The organisation's policy, then the repository's; the default without. */
  readonly policies: readonly string[]
  /** Of this program: stands beside what it computes. */
  readonly version: string
  /** Those of a server, where the case is one of its; they stand in for `people` and `policies`. */
  readonly rules?: Rules
  /** And what its register says; absent where the case is a file. */
  readonly register?: RegisterSays
}

export interface DocumentRequest extends CaseWords {
  readonly kind: string
  readonly format: string
  /** A file; else standard output. */
  readonly to?: string
}

const FORMATS = {
  text: documentText,
  markdown: documentMarkdown,
  html: documentHtml,
  json: documentJson,
} as const satisfies Readonly<Record<string, (document: Document, style: Style) => string>>

/** `holdpoint document`: one document of a case. */
export async function printDocument(request: DocumentRequest, ports: Ports): Promise<Answer> {
  const kind = DOCUMENT_KINDS.find((one) => one === request.kind)
  if (!kind) return refusal([unknown('document', request.kind, DOCUMENT_KINDS)], ports)
  return printed(request, (facts) => buildDocument(kind, facts, ENGLISH), ports)
}

/** `holdpoint document --list`. */
export function listDocuments(ports: Ports): Answer {
  return print(DOCUMENT_KINDS.map((kind) => `${kind.padEnd(20)} ${ABOUT[kind]}\n`).join(''), ports)
}

/** Builds a document from a case and prints it in the format that was asked for. */
export async function printed(
  { format, to, ...words }: Omit<DocumentRequest, 'kind'>,
  build: (facts: Facts) => Result<Document>,
  ports: Ports,
): Promise<Answer> {
  const style = to === undefined ? ports.terminal.style : plainStyle
  const made = await madeOf({ format, style, ...words }, build, ports)
  if (!made.ok) return refusal(made.problem, ports, made.exit)
  const { content, notes } = made
  if (typeof content === 'string')
    return withNotes(deliver([{ to: placeOf(to), text: content }], EXIT.clear, ports), notes, ports)
  const put = ports.files.put(content, placeOf(to))
  return put.ok ? withNotes({ exit: EXIT.clear, complaints: [] }, notes, ports) : refusal([put.problem], ports)
}

type Made =
  | { readonly ok: true; readonly content: string | Uint8Array; readonly notes: readonly Problem[] }
  | { readonly ok: false; readonly problem: readonly Problem[]; readonly exit?: number }

/** One document of a case in one format, wherever it goes. */
export async function madeOf(
  { format, style, ...words }: CaseWords & { readonly format: string; readonly style: Style },
  build: (facts: Facts) => Result<Document>,
  ports: DocumentPorts,
): Promise<Made> {
  const form = format === 'md' ? 'markdown' : format
  const formats = [...(Object.keys(FORMATS) as (keyof typeof FORMATS)[]), 'pdf', 'docx'] as const
  const known = formats.find((one) => one === form)
  if (!known) return { ok: false, problem: [unknown('format', format, formats)] }
  const read = await readFacts(words, ports)
  if (!read.ok) return read
  const document = build(read.value.facts)
  if (!document.ok) return { ok: false, problem: [document.problem], exit: EXIT.refused }
  const { notes } = read.value
  if (known !== 'pdf' && known !== 'docx') return { ok: true, content: FORMATS[known](document.value, style), notes }
  const bytes = await bytesOf(known, document.value, ports)
  return bytes.ok ? { ok: true, content: bytes.value, notes } : { ok: false, problem: [bytes.problem] }
}

/** What documents are made with. */
export type DocumentPorts = ReadPorts & Pick<Ports, 'typesetter'>

/** What could not be worked out is missing from the document, which says so; why, is said beside it. */
export const withNotes = (answer: Answer, notes: readonly Problem[], { terminal }: Ports): Answer => ({
  ...answer,
  complaints: [...answer.complaints, ...notes.map((one) => problemText(one, terminal.style))],
})

/** Where a document goes: standard output unless a file is named. */
export const placeOf = (to: string | undefined): Sheet['to'] => (to === undefined || to === '-' ? '-' : { file: to })

export const plainStyle: Style = (_, text) => text

const bytesOf = async (
  format: 'pdf' | 'docx',
  document: Document,
  { typesetter }: DocumentPorts,
): Promise<Result<Uint8Array>> =>
  format === 'pdf'
    ? typesetter.pdf((await import('../writers/document/typst/document.ts')).documentTypst(document))
    : ok(await (await import('../writers/document/docx/document.ts')).documentDocx(document))

export interface ReadFacts {
  readonly facts: Facts
  /** The command that opened the case, which names it anywhere in the world. */
  readonly origin: string
  /** Why something could not be worked out, once somebody has asked for it. */
  readonly notes: readonly Problem[]
}

/** What a case file amounts to at a moment, as facts. */
export async function readFacts(words: CaseWords, ports: ReadPorts): Promise<Result<ReadFacts, readonly Problem[]>> {
  const at = momentOf(words.at, ports)
  if (!at.ok) return { ok: false, problem: [at.problem] }
  const rules = words.rules ? ok(words.rules) : await rulesFor(words, ports)
  if (!rules.ok) return rules
  const open = openCase(words.file, at.value, ports)
  if (!open.ok) return { ok: false, problem: [open.problem] }
  const { state, openings, events, id } = open.value
  const figures = figuresOf(words, at.value, ports)
  if (!figures.ok) return figures
  const notes: Problem[] = []
  const facts = factsOf({
    state,
    rules: rules.value,
    now: at.value,
    open: ({ sealed }) => openings.get(sealed)?.value,
    ...figures.value,
    foresee: () => {
      const end = foreseen(words, at.value, ports)
      if (!end.ok) notes.push(...end.problem)
      return end.ok ? end.value : undefined
    },
  })
  return ok({ facts, origin: events[0]?.command ?? id, notes })
}

/** As `holdpoint options` has them by default: both say the same figures. */
const SETTINGS = { seed: 1, iterations: 100_000 }

/** The comparison of the ways out, where enough is said for one; and the profile, which says something by itself. */
function figuresOf(
  { file, register, version }: CaseWords,
  at: Instant,
  ports: ReadPorts,
): Result<Pick<Material, 'computed' | 'profile' | 'registered' | 'ways'>, readonly Problem[]> {
  const loaded = loadRisk({ file, ...(register && { register }) }, at, ports)
  if (!loaded.ok) return loaded
  const { given, ways } = loaded.value
  const known = {
    ...(given && { profile: given.profile }),
    ...(given?.registered && { registered: given.registered }),
    ...(ways && { ways: waysOf(ways) }),
  }
  if ('unanswered' in loaded.value) return ok(known)
  const { risk } = loaded.value
  const compare = once(() => costsOf(risk, SETTINGS))
  const inputs = digestOf(risk as unknown as EntryValue, ports.hash.sha256)
  return ok({ computed: { compare, risk, inputs, program: `holdpoint ${version}` }, ...known })
}

/** A document names files as they are called, not where they lie on somebody's machine. */
const waysOf = ({ beside, products, otherCurrency }: Ways): NonNullable<Material['ways']> =>
  products
    ? { products, otherCurrency: otherCurrency === true }
    : { answers: nameOf(beside.answers), profile: nameOf(beside.profile) }
const nameOf = (path: string) => path.replace(/^.*[/\\]/, '')

export const unknown = (what: string, word: string, known: readonly string[]): Problem =>
  problem(
    `usage/unknown-${what}` as `usage/${string}`,
    `There is no ${what} "${word.slice(0, 40)}".`,
    `It is one of: ${known.join(', ')}.`,
  )

const ABOUT: Readonly<Record<DocumentKind, string>> = {
  executive: 'one page for whoever decides',
  product: 'what moves, to when, and what could ship meanwhile',
  engineering: 'the vulnerability assessment report, for few',
  release: 'what is stopped where, and what to do in the pipeline',
  'script-analyst': 'the meeting, for the security analyst',
  'script-manager': 'the meeting, for the information security manager',
  'script-cloud': 'the meeting, for the cloud security engineer',
  answers: 'objections and answers',
  'status-update': 'what changed since the last update',
  decision: 'what was decided, by whom, with dissent and conditions',
  minutes: 'what was said, decided and promised',
  'holding-message': 'for everybody inside, within minutes',
  escalation: 'both positions, fairly, to the next authority',
  resources: 'what the correction needs from whom, and what waits',
  acceptance: 'the form for accepting the risk',
  retest: 'what was tested on which artifact, and what it showed',
  lift: 'what may ship, and what stays held',
  review: 'how it came about, and what changes',
  missing: 'what is not known yet, who could say, what it would change',
  meeting: 'agenda, roles, what to expect',
}

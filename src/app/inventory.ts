import { DEFAULT_RULES } from '../core/case/rules.ts'
import type { Finding } from '../core/finding/finding.ts'
import type { Report } from '../core/gate/evaluate.ts'
import type { Evidence, ReadReport } from '../core/gate/evidence.ts'
import type { Actor, Digest, Product, Uuid } from '../core/ids.ts'
import type { Instant } from '../core/instant.ts'
import { decodeEntry } from '../core/log/codec.ts'
import type { EntryData } from '../core/log/entry.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { decideBatch } from './handle/batch.ts'
import type { RulesFor } from './handle/rules.ts'
import { type Understood, understood } from './handle/said.ts'
import type { Handled, Noted } from './handle/wished.ts'
import { World } from './handle/world.ts'
import { changesOf, type Counts, type Heard, looksAfter, type Scope, scopeOf } from './inventory/outcome.ts'
import { type Candidate, partners, type Traces } from './inventory/partners.ts'
import { contentOf, identitiesOf, sayingOf, toolId, traceOfSaying } from './inventory/saying.ts'
import type { Crypto, Hash } from './ports.ts'
import type { Inventory, KnownFinding, Shelf } from './ports/inventory.ts'
import { CHANGED } from './report.ts'

/** A report, to be taken into what is known of a product. */
export interface Import {
  readonly id: Uuid
  readonly by: Actor
  readonly product: Product
  readonly report: Digest
  /** The report from its beginning; again after a lost race. */
  readonly read: () => Report
  /** Hears the report as well, each time that it is read. */
  readonly beside?: () => Beside
}

/** Somebody who listens to a report that is imported, and has something to be kept in the same step. */
export interface Beside {
  heard(finding: Finding): void
  ended(evidence: ReadReport): Promise<Result<Noted>>
}

export interface Imported extends Handled {
  /** Absent where the report said nothing new. */
  readonly said?: ImportSaid
  /** What became of what was kept beside. */
  readonly beside?: Handled
}

/** What the log keeps of an import: type `report_imported`, version 1. */
export interface ImportSaid extends EntryData {
  readonly product: Product
  readonly format: string
  /** The tools that looked. */
  readonly tools: readonly string[]
  readonly report: Digest
  /** Of what it said, however it was written down. */
  readonly content: Digest
  readonly scope: Scope
  readonly findings: Counts & EntryData
  /** When the scan ended, as the tool says. */
  readonly finished_at?: Instant
}

export interface ImportPorts {
  readonly inventory: Inventory
  readonly crypto: Crypto
  readonly hash: Hash
}

/**
 * Takes in what a report says: one entry of the log where that is new, and the findings that differ; all of it or nothing. A report that
 * cannot be read is refused. What is missing in a full one is absent from then on: that is information, and closes nothing.
 */
export function importReport(wanted: Import, { inventory, crypto, hash }: ImportPorts): Promise<Result<Imported>> {
  const stream = streamOf(wanted.product, hash)
  return inventory.open(wanted.product, async (shelf) => {
    if (await shelf.isKnown(wanted.id)) return again(wanted, stream, shelf, crypto)
    const n = (await shelf.length(stream)) + 1
    const known = await shelf.findings()
    const beside = wanted.beside?.()
    const heard = await hear(wanted, n, shelf, known, hash, beside)
    if (!heard.ok) return heard
    const said = await settle(wanted, n, shelf, known, heard.value, hash)
    const kept = await beside?.ended(heard.value.evidence)
    if (kept?.ok === false) return kept
    return append(shelf, notedOf(wanted, stream, said), crypto, kept?.value)
  })
}

/** Nothing of it is imported twice; whoever listens hears it all the same. */
async function again(wanted: Import, stream: string, shelf: Shelf, crypto: Crypto): Promise<Result<Imported>> {
  const beside = wanted.beside?.()
  if (!beside) return append(shelf, notedOf(wanted, stream), crypto)
  const evidence = await heardOut(wanted.read(), (finding) => void beside.heard(finding))
  const fault = faultOf(evidence, wanted.product, wanted.report)
  if (!fault.ok) return fault
  const kept = await beside.ended(fault.value)
  return kept.ok ? append(shelf, notedOf(wanted, stream), crypto, kept.value) : kept
}

/** Reads the report to its end. What was said before in the same words is told by its hash alone; the rest is put on the shelf at once. */
async function hear(
  { product, report, read }: Import,
  n: number,
  shelf: Shelf,
  known: readonly KnownFinding[],
  hash: Hash,
  beside: Beside | undefined,
): Promise<Result<Heard>> {
  const before = new Set(known.map(({ content }) => content))
  const contents = new Set<string>()
  const tools = new Set<string>()
  const fresh: Candidate[] = []
  const idOf = toolIds(hash)
  const take = (finding: Finding): Promise<void> | undefined => {
    beside?.heard(finding)
    const tool = idOf(finding.tool?.name ?? finding.provenance.format)
    const saying = sayingOf(finding)
    const content = contentOf(tool, saying, hash)
    tools.add(tool)
    if (contents.has(content)) return undefined
    contents.add(content)
    if (before.has(content)) return undefined
    const one = { no: shelf.numbers + fresh.length + 1, tool, identities: identitiesOf(finding) }
    fresh.push(one)
    return shelf.add({ ...one, content, finding: saying, first: n })
  }
  const evidence = await heardOut(read(), take)
  const fault = faultOf(evidence, product, report)
  if (!fault.ok) return fault
  const { facts, format } = fault.value
  for (const { name } of facts.tools.length > 0 ? facts.tools : [{ name: format }]) tools.add(idOf(name))
  return tools.size > MAX_TOOLS
    ? TOO_MANY_TOOLS(tools.size, fault.value.file)
    : ok({ evidence: fault.value, tools, contents, fresh })
}

async function heardOut(report: Report, take: (finding: Finding) => Promise<void> | undefined): Promise<Evidence> {
  try {
    for (;;) {
      const next = report.next()
      if (next.done) return next.value
      const taken = take(next.value)
      if (taken) await taken
    }
  } finally {
    report.return(undefined as never) // whatever went wrong: its file is closed
  }
}

function faultOf(evidence: Evidence, product: Product, report: Digest): Result<ReadReport> {
  if (evidence.status === 'refused') return { ok: false, problem: evidence.problems[0] }
  if (evidence.report !== report) return { ok: false, problem: CHANGED(evidence.file) }
  const { products } = evidence.facts.subject
  return products.length > 0 && !products.includes(product)
    ? OTHER_PRODUCT(products, product, evidence.file)
    : ok(evidence)
}

/** Works out what changes and writes it. @returns what is new in it, undefined where nothing is */
async function settle(
  { product }: Import,
  n: number,
  shelf: Shelf,
  known: readonly KnownFinding[],
  heard: Heard,
  hash: Hash,
): Promise<ImportSaid | undefined> {
  const { evidence, contents, fresh, tools } = heard
  const scope = scopeOf(heard, known, shelf.looks)
  const pairs = await pairsOf(known, heard, shelf)
  const { counts, ...changes } = changesOf(heard, known, pairs, scope)
  const { format, report, facts } = evidence
  const content = hash.sha256(
    [
      JSON.stringify([format, [...tools].toSorted(), facts.subject, evidence.problems.length > 0]),
      ...[...contents].sort(),
    ].join('\n'),
  )
  const isNew =
    counts.new + counts.changed + counts.gone + counts.returned > 0 || !(await shelf.wasSaid(content, facts.finishedAt))
  const finished = facts.finishedAt && { finishedAt: facts.finishedAt }
  await shelf.settle({
    ...changes,
    n,
    numbers: shelf.numbers + fresh.length,
    looks: isNew ? looksAfter(heard, shelf.looks, scope, shelf.now) : [],
    ...(isNew && {
      row: { format, report: report.slice(7), said: content, findings: contents.size, scope, ...finished },
    }),
  })
  if (!isNew) return undefined
  return {
    product,
    format,
    tools: [...tools].toSorted(),
    report,
    content: `sha256:${content}` as Digest,
    scope,
    findings: { ...counts },
    ...(facts.finishedAt && { finished_at: facts.finishedAt }),
  }
}

/** Those that are there come first; who is left may be one that was there once. */
async function pairsOf(known: readonly KnownFinding[], { contents, fresh }: Heard, shelf: Shelf) {
  const unsaid = known.filter(({ content }) => !contents.has(content))
  const traces: Traces = async (candidates) => {
    const byNumber = new Map(candidates.map((candidate) => [candidate.no, candidate]))
    const found = new Map<number, ReturnType<typeof traceOfSaying>>()
    for await (const { no, finding } of shelf.words([...byNumber.keys()]))
      found.set(no, traceOfSaying(finding, byNumber.get(no)!.identities))
    return found
  }
  const there = await partners(
    unsaid.filter(({ absent }) => !absent),
    fresh,
    traces,
  )
  const back = await partners(
    unsaid.filter(({ absent }) => absent),
    fresh.filter(({ no }) => !there.has(no)),
    traces,
  )
  return new Map([...there, ...back])
}

/** The same command again is known by the report that it brought. */
const notedOf = ({ id, by, report }: Import, on: string, data?: ImportSaid): Noted => ({
  id,
  by,
  on,
  asked: { type: 'import', report },
  ...(data && { fact: { type: 'report_imported', v: 1, data } }),
  openings: [],
})

async function append(shelf: Shelf, noted: Noted, crypto: Crypto, beside?: Noted): Promise<Result<Imported>> {
  const asks: Understood[] = []
  for (const one of beside ? [noted, beside] : [noted]) {
    const ask = understood(one, crypto)
    if (!ask.ok) return ask
    asks.push(ask.value)
  }
  // No case is touched, so no rule is asked and nothing of the world is needed.
  const decided = await shelf.append((view) => decideBatch(asks, view, new World(), NO_RULES, crypto))
  const [handled, kept] = decided.answers
  if (kept?.ok === false) return kept
  if (!handled!.ok) return handled!
  const done = { ...handled!.value, ...(kept && { beside: kept.value }) }
  if (done.entries === 0) return ok(done)
  if (noted.fact) return ok({ ...done, said: noted.fact.data as ImportSaid })
  const entry = decodeEntry(await shelf.entry(done.stream, done.n))
  return entry.ok ? ok({ ...done, said: entry.value.data as ImportSaid }) : entry
}

export const NO_RULES: RulesFor = (people) => ({ ...DEFAULT_RULES, policy: '' as Digest, people })

/** A stream's name may be shorter than a product's. */
function streamOf(product: Product, { sha256 }: Hash): string {
  const stream = `inventory/${product}`
  return stream.length <= 100 ? stream : `inventory/${sha256(product)}`
}

/** Most reports name the same tool with every finding. */
function toolIds(hash: Hash): (name: string) => string {
  const known = new Map<string, string>()
  return (name) => {
    const id = known.get(name) ?? toolId(name, hash)
    if (known.size <= MAX_TOOLS) known.set(name, id)
    return id
  }
}

const MAX_TOOLS = 100

const TOO_MANY_TOOLS = (count: number, file: string) =>
  refuse(
    'inventory/too-many-tools',
    `The report is of ${count} tools; at most ${MAX_TOOLS} are taken at once.`,
    'Import the reports of the tools one by one.',
    { file },
  )
const OTHER_PRODUCT = (products: readonly string[], product: Product, file: string) =>
  refuse(
    'evidence/other-product',
    `The report is about product ${products.slice(0, 3).join(', ')}, not ${product}.`,
    'Import it for the product that was scanned.',
    { file },
  )

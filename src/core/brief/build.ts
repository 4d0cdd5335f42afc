import { ok, refuse, type Result } from '../problem.ts'
import { callout, h2, p, table } from './blocks.ts'
import type { Catalogue } from './catalogue.ts'
import { composer, upper, type Composer } from './compose.ts'
import { DOCUMENTS, type DocumentKind } from './documents.ts'
import type { Draft } from './documents/document.ts'
import { isAbove, isMissing, type Missing } from './fact.ts'
import type { Facts } from './facts.ts'
import { mapSpans, spansOf, textOf, type Block, type Document, type Span, type Spans } from './tree.ts'

/** One document of a case; or the refusal to say, to so many people, what not all of them may know. */
export const buildDocument = (kind: DocumentKind, facts: Facts, words: Catalogue): Result<Document> =>
  buildDraft(kind, DOCUMENTS[kind], facts, words)

export function buildDraft(kind: string, draft: Draft, facts: Facts, words: Catalogue): Result<Document> {
  const compose = composer(words, facts.at)
  const body = draft.blocks(facts, compose)
  const head = headOf(facts, draft, compose)
  const shown = new Set([...spansOf(body), ...head].flatMap(({ fact }) => fact ?? []))
  const used = [...compose.used.values()].filter(({ id }) => shown.has(id))
  const secret = used.find(({ sensitivity }) => isAbove(sensitivity, draft.clearance))
  if (secret)
    return refuse(
      'brief/too-sensitive',
      `The fact "${secret.id}" is ${secret.sensitivity}; those who get "${kind}" are cleared for ${draft.clearance}.`,
      'Leave it out, or choose a document for fewer people.',
    )
  const gaps = used.filter(isMissing)
  const said = withoutEmpty(body)
  const blocks = gaps.length > 0 ? withGaps(said, gaps, compose, draft.aboutGaps !== true) : said
  const [first] = body
  return ok({
    kind,
    title: first?.kind === 'heading' ? textOf(first.spans) : kind,
    language: words.language,
    clearance: draft.clearance,
    head,
    ...(draft.onePage && { onePage: draft.onePage }),
    ...cited(blocks, compose),
    facts: used,
  })
}

/** Written with its own date: its year stands here, and nowhere else. */
function headOf({ caseId, codeName, now }: Facts, { clearance }: Draft, { say, words }: Composer): Spans {
  const asOf = [{ text: words.value(now.value), fact: now.id }]
  const about = { id: caseId, now: asOf, for: [{ text: words.clearances[clearance] }] }
  return isMissing(codeName) ? say('head.case', about) : say('head.named', { ...about, name: codeName })
}

/** A paragraph may turn out to have nothing to say. */
const withoutEmpty = (blocks: readonly Block[]): readonly Block[] =>
  blocks.flatMap((block): readonly Block[] => {
    if (block.kind === 'callout') return [{ ...block, blocks: withoutEmpty(block.blocks) }]
    return block.kind === 'paragraph' && textOf(block.spans) === '' ? [] : [block]
  })

/** What is not known is said at the top, and at the end in full: what, who could say, what it would change. */
function withGaps(
  body: readonly Block[],
  gaps: readonly Missing[],
  { say, words }: Composer,
  alsoAtTop: boolean,
): readonly Block[] {
  const top = body.findIndex(({ kind }, i) => i > 0 && kind !== 'figures' && kind !== 'callout')
  const first = top < 0 ? body.length : top
  const what = [{ text: words.list(gaps.map(({ missing }) => words.missing[missing].what)) }]
  const [only, ...others] = gaps
  if (alsoAtTop && only && others.length === 0) {
    const { changes } = words.missing[only.missing]
    const who = [{ text: upper(words.or(only.who.map((role) => words.roles[role]))) }]
    const one = callout('gap', say('gaps.title'), p(say('gaps.one', { what, who, changes: [{ text: changes }] })))
    return [...body.slice(0, first), one, ...body.slice(first)]
  }
  const end = body.findLastIndex(({ kind }) => kind !== 'callout') + 1
  if (!alsoAtTop) return [...body.slice(0, end), gapTable(gaps, { say, words }), ...body.slice(end)]
  return [
    ...body.slice(0, first),
    callout('gap', say('gaps.title'), p(say('gaps.top', { what }))),
    ...body.slice(first, Math.max(first, end)),
    h2(say('gaps.title')),
    gapTable(gaps, { say, words }),
    ...body.slice(Math.max(first, end)),
  ]
}

export const gapTable = (gaps: readonly Missing[], { say, words }: Pick<Composer, 'say' | 'words'>): Block =>
  table(
    [say('gaps.row-what'), say('gaps.row-who'), say('gaps.row-changes')],
    ...gaps.map(({ missing, who }) => [
      [{ text: words.missing[missing].what }],
      [{ text: words.or(who.map((role) => words.roles[role])) }],
      [{ text: words.missing[missing].changes }],
    ]),
  )

/**
 * Numbers the sources of the figures that are shown, in the order of first use, and marks the figures: each source once a
 * block, for a mark behind every figure would hide the figures.
 */
function cited(blocks: readonly Block[], { used, words, now }: Composer): Pick<Document, 'blocks' | 'notes'> {
  const notes = new Map<string, { readonly number: number; readonly text: string; readonly facts: string[] }>()
  const noteOf = ({ fact: id, is }: Span): number | undefined => {
    const fact = id === undefined ? undefined : used.get(id)
    if (is !== 'figure' || !fact || isMissing(fact)) return undefined
    const text = words.source(fact.source, now)
    const note = notes.get(text) ?? { number: notes.size + 1, text, facts: [] }
    notes.set(text, note)
    if (!note.facts.includes(fact.id)) note.facts.push(fact.id)
    return note.number
  }
  const marked = blocks.flatMap((block) => {
    const before = new Set<number>()
    return mapSpans([block], (spans) =>
      spans.map((span) => {
        const note = noteOf(span)
        if (note === undefined || before.has(note)) return span
        before.add(note)
        return { ...span, note }
      }),
    )
  })
  return { blocks: marked, notes: [...notes.values()] }
}

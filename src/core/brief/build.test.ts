import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMillis } from '../instant.ts'
import { START } from './brief.testing.ts'
import { materialOf } from './brief.testing.ts'
import { buildDocument, buildDraft } from './build.ts'
import { FULL, sample, type Recipe } from './cases.testing.ts'
import { DOCUMENT_KINDS, DOCUMENTS } from './documents.ts'
import { ENGLISH } from './english/english.ts'
import { isAbove, isMissing } from './fact.ts'
import { factsOf } from './facts.ts'
import { h1, p } from './blocks.ts'
import { spansOf, textOf, type Document } from './tree.ts'

const OBJECTIONS = ['minor', 'deadline', 'workaround', 'later_patch', 'quantify', 'accept_the_risk', 'other'] as const
const OPTIONS = FULL.costs.map(([option]) => option)

const recipe: fc.Arbitrary<Recipe> = fc.record({
  text: fc.constant((what: string) => what),
  placed: fc.boolean(),
  assessed: fc.constantFrom('never', 'once', 'twice'),
  vector: fc.constantFrom('v4', 'v3', 'none'),
  exploited: fc.boolean(),
  inProduction: fc.boolean(),
  contained: fc.boolean(),
  costs: fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(...OPTIONS, 'an option of our own'),
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: 0, max: 1e9 }),
    ),
    { maxLength: 6, selector: ([option]) => option },
  ),
  plans: fc.nat({ max: 2 }),
  objections: fc.uniqueArray(fc.constantFrom(...OBJECTIONS), { maxLength: 4 }),
  decided: fc.boolean(),
  candidate: fc.constantFrom('none', 'open', 'refuted', 'lifted'),
  acceptance: fc.boolean(),
  reviewed: fc.boolean(),
})

const documentsOf = (one: Recipe): readonly Document[] => {
  const { state, words } = sample(one)
  const facts = factsOf(materialOf(state, words))
  return DOCUMENT_KINDS.map((kind) => {
    const built = buildDocument(kind, facts, ENGLISH)
    if (!built.ok) throw new Error(`${kind}: ${built.problem.message}`)
    return built.value
  })
}

const RUNS = { numRuns: 30 }
/** A role's or option's name may begin a line with a capital. */
const small = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

test('no two documents of one case state different values for one fact', () => {
  fc.assert(
    fc.property(recipe, (one) => {
      const seen = new Map<string, string>()
      for (const { blocks } of documentsOf(one))
        for (const { fact, text, is } of spansOf(blocks)) {
          if (fact === undefined || text === '' || is === 'gap') continue
          expect(small(text), fact).toBe(seen.get(fact) ?? small(text))
          seen.set(fact, small(text))
        }
    }),
    RUNS,
  )
})

test('every figure has a source, and every digit stands in a fact', () => {
  fc.assert(
    fc.property(recipe, (one) => {
      for (const { blocks, facts, notes } of documentsOf(one))
        for (const { fact: id, is, text } of spansOf(blocks)) {
          if (id === undefined) expect(text).not.toMatch(/\d/)
          if (is !== 'figure') continue
          const fact = facts.find((each) => each.id === id)!
          expect(isMissing(fact) || fact.source).toBeTruthy()
          expect(
            notes.some(({ facts: behind }) => behind.includes(id!)),
            `${id} has a note`,
          ).toBe(true)
        }
    }),
    RUNS,
  )
})

test('no document says what those who get it are not cleared for, and exploit detail stays with engineering', () => {
  fc.assert(
    fc.property(recipe, (one) => {
      for (const { kind, clearance, blocks, facts, notes } of documentsOf(one)) {
        for (const { sensitivity } of facts) expect(isAbove(sensitivity, clearance)).toBe(false)
        if (clearance === 'exploit') continue
        expect(JSON.stringify([blocks, notes]), kind).not.toMatch(/EXPLOIT|CVSS:|AV:N/)
      }
    }),
    RUNS,
  )
})

test('documents for wide audiences quote nobody about the weakness', () => {
  fc.assert(
    fc.property(recipe, (one) => {
      for (const { clearance, blocks } of documentsOf(one))
        if (clearance === 'internal')
          expect(JSON.stringify(blocks)).not.toMatch(/finding title|hold reason|title of the task/)
    }),
    RUNS,
  )
})

test('nothing is left blank in silence: what is missing is named at the top, with who could say it and what it would change', () => {
  fc.assert(
    fc.property(recipe, (one) => {
      for (const { kind, blocks, facts } of documentsOf(one)) {
        const text = [...spansOf(blocks)].map(({ text }) => text).join('')
        expect(text, kind).not.toMatch(/undefined|NaN|null|\{[a-zA-Z]+\}|\[object/)
        for (const block of blocks)
          if (block.kind === 'paragraph' || block.kind === 'heading') expect(textOf(block.spans).trim()).not.toBe('')
        for (const fact of facts)
          if (isMissing(fact)) {
            const { what, changes } = ENGLISH.missing[fact.missing]
            expect(fact.who.length).toBeGreaterThan(0)
            expect(text).toContain(what)
            expect(text).toContain(changes)
          }
      }
    }),
    RUNS,
  )
})

test('a case of which nothing is known still gives every document', () => {
  const nothing = sample({
    ...FULL,
    placed: false,
    assessed: 'never',
    vector: 'none',
    contained: false,
    costs: [],
    plans: 0,
    objections: [],
    decided: false,
    candidate: 'none',
    acceptance: false,
    reviewed: false,
  })
  const facts = factsOf(materialOf(nothing.state, nothing.words))
  for (const kind of DOCUMENT_KINDS) expect(buildDocument(kind, facts, ENGLISH).ok, kind).toBe(true)
})

test('a document for many that leans on a fact for few does not build', () => {
  const { state, words } = sample(FULL)
  const facts = factsOf(materialOf(state, words))
  const draft = { clearance: 'internal', blocks: () => [] } as const
  const leaking = {
    ...draft,
    blocks: (_: unknown, { show }: Parameters<typeof DOCUMENTS.executive.blocks>[1]) => [
      h1(show(facts.caseId)),
      p(show(facts.risk.vector)),
    ],
  }
  const built = buildDraft('leaking', leaking, facts, ENGLISH)
  expect(built.ok ? built.value : built.problem.code).toBe('brief/too-sensitive')
})

test('words that were erased are said to be erased', () => {
  const { state, words } = sample(FULL)
  const facts = factsOf({ ...materialOf(state, words, addMillis(START, 1)), open: () => undefined })
  const built = buildDocument('engineering', facts, ENGLISH)
  expect(JSON.stringify(built)).toContain(ENGLISH.erased)
})

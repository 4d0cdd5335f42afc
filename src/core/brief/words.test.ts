import { expect, test } from 'vitest'
import { materialOf } from './brief.testing.ts'
import { buildDocument } from './build.ts'
import { FULL, sample } from './cases.testing.ts'
import { DOCUMENT_KINDS, DOCUMENTS } from './documents.ts'
import type { Draft } from './documents/document.ts'
import { ENGLISH } from './english/english.ts'
import { factsOf } from './facts.ts'
import { jargonIn } from './jargon.ts'
import { harshnessIn } from './tone.ts'
import { spansOf, textOf } from './tree.ts'

const ALL_TEXTS = [
  ...Object.entries(ENGLISH.texts),
  ...Object.entries(ENGLISH.terms),
  ...Object.entries(ENGLISH.missing).flatMap(
    ([key, { what, changes }]) =>
      [
        [key, what],
        [key, changes],
      ] as const,
  ),
]

test('no text holds a figure of its own: figures stand in facts, with a source', () => {
  for (const [key, text] of ALL_TEXTS) {
    if (key.startsWith('regime.')) continue // NIS2 is a name
    expect(text, key).not.toMatch(/\d/)
  }
})

test('no text blames, threatens or looks down on anybody', () => {
  for (const [key, text] of ALL_TEXTS) expect(harshnessIn(text), key).toEqual([])
})

test('the check of tone knows what it is looking for', () => {
  expect(harshnessIn('You should have tested this.').map(({ kind }) => kind)).toEqual(['blame'])
  expect(harshnessIn('Compromising security is not an option.').map(({ kind }) => kind)).toEqual(['threat'])
  expect(harshnessIn('Obviously it is minor.').map(({ kind }) => kind)).toEqual(['contempt'])
})

test('what executives read is free of jargon, whatever the case', () => {
  const recipes = [
    FULL,
    { ...FULL, decided: false, candidate: 'none', acceptance: false },
    { ...FULL, decided: false, candidate: 'open', costs: FULL.costs.filter(([id]) => id !== 'disable-feature') },
    { ...FULL, costs: [], placed: false, vector: 'none' },
  ] as const
  for (const recipe of recipes) {
    const { state, words } = sample(recipe)
    const facts = factsOf(materialOf(state, words))
    for (const kind of DOCUMENT_KINDS) {
      const draft: Draft = DOCUMENTS[kind]
      if (!draft.plain) continue
      const built = buildDocument(kind, facts, ENGLISH)
      if (!built.ok) throw new Error(built.problem.message)
      expect(jargonIn(textOf([...spansOf(built.value.blocks)])), kind).toEqual([])
    }
  }
})

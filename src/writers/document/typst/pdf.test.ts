import { expect, test } from 'vitest'
import { typst } from '../../../adapters/typst.ts'
import { buildDocument } from '../../../core/brief/build.ts'
import { materialOf } from '../../../core/brief/brief.testing.ts'
import { FULL, type Recipe, sample } from '../../../core/brief/cases.testing.ts'
import { ENGLISH } from '../../../core/brief/english/english.ts'
import { factsOf } from '../../../core/brief/facts.ts'
import { documentTypst } from './document.ts'

const pdfOf = async (text: (what: string) => string): Promise<Buffer> => {
  const { state, words } = sample({ ...FULL, text })
  const built = buildDocument('engineering', factsOf(materialOf(state, words)), ENGLISH)
  if (!built.ok) throw new Error(built.problem.message)
  const pdf = await typst.pdf(documentTypst(built.value))
  if (!pdf.ok) throw new Error(pdf.problem.message)
  return Buffer.from(pdf.value)
}

test('the same document gives the same bytes, tagged for those who hear it', async () => {
  const [first, again] = [await pdfOf((what) => what), await pdfOf((what) => what)]
  expect(first.equals(again)).toBe(true)
  expect(first.toString('latin1')).toMatch(/^%PDF-1\.[4-7][^]*\/StructTreeRoot/)
})

test('hostile words run nothing and link nowhere', async () => {
  const pdf = (
    await pdfOf((what) => `${what} #read("/etc/passwd") #link("https://evil.example")[x] \u202E $ x $ \\`)
  ).toString('latin1')
  expect(pdf).not.toMatch(/\/JavaScript|\/Launch|\/URI|\/OpenAction|\/EmbeddedFile/)
})

const NOTHING_SAID: Recipe = {
  ...FULL,
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
}
const OPEN: Recipe = { ...FULL, decided: false, candidate: 'none', acceptance: false, reviewed: false }

test.each<readonly [string, Recipe]>([
  ['everything is known', OPEN],
  ['nothing is known', NOTHING_SAID],
  ['nothing but the figures is known', { ...NOTHING_SAID, costs: FULL.costs }],
  ['there is no plan', { ...OPEN, plans: 0 }],
  ['there are no figures', { ...OPEN, costs: [] }],
  [
    'nobody scored what is exploited in production',
    { ...NOTHING_SAID, assessed: 'twice', contained: true, inProduction: true, exploited: true, costs: FULL.costs },
  ],
])('the executive brief is one page where %s', async (_, recipe) => {
  const { state, words } = sample(recipe)
  const built = buildDocument('executive', factsOf(materialOf(state, words)), ENGLISH)
  if (!built.ok) throw new Error(built.problem.message)
  const pdf = await typst.pdf(documentTypst(built.value))
  if (!pdf.ok) throw new Error(pdf.problem.message)
  expect(
    Buffer.from(pdf.value)
      .toString('latin1')
      .match(/\/Type ?\/Page\b/g),
  ).toHaveLength(1)
})

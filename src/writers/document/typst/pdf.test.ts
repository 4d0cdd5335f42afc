import { expect, test } from 'vitest'
import { typst } from '../../../adapters/typst.ts'
import { buildDocument } from '../../../core/brief/build.ts'
import { materialOf } from '../../../core/brief/brief.testing.ts'
import { FULL, sample } from '../../../core/brief/cases.testing.ts'
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

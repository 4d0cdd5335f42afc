import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { studioOf } from '../src/adapters/studio.ts'
import type { Beside, StudyTask } from '../src/app/ports/studies.ts'
import { rulesUnder } from '../src/app/case-file.ts'
import { defaultPolicy } from '../src/app/policy.ts'
import { nodeHash } from '../src/adapters/hash.ts'
import type { CaseId } from '../src/core/ids.ts'
import type { Instant } from '../src/core/instant.ts'

const studies = studioOf(pathToFileURL(resolve('dist/study-thread.js')))
const beside = new Map<Beside, string>([
  ['answers.yaml', readFileSync('examples/case.answers.yaml', 'utf8')],
  ['profile.yaml', readFileSync('examples/case.profile.yaml', 'utf8')],
])
const task = (study: StudyTask['study']): StudyTask => ({
  study,
  case: { id: 'HP-7' as CaseId, file: readFileSync('examples/case.jsonl', 'utf8'), beside, register: {} },
  rules: rulesUnder(defaultPolicy(nodeHash)),
  at: '2026-11-20T14:00:00.000Z',
  now: '2026-11-21T12:00:00.000Z' as Instant,
  version: '1.2.3',
})

test('a thread works out a brief with its figures, and a PDF of it', async () => {
  const brief = await studies(task({ of: 'document', kind: 'executive', format: 'markdown' }))
  expect(brief).toMatchObject({ ok: true, value: { content: expect.stringMatching(/EUR \d/), notes: [] } })
  const pdf = await studies(task({ of: 'document', kind: 'executive', format: 'pdf' }))
  expect(
    pdf.ok &&
      Buffer.from(pdf.value.content as Uint8Array)
        .subarray(0, 5)
        .toString(),
  ).toBe('%PDF-')
})

test('what cannot be worked out is a refusal, as it would be at the terminal', async () => {
  expect(await studies(task({ of: 'document', kind: 'novel', format: 'markdown' }))).toMatchObject({
    ok: false,
    problem: [{ code: 'usage/unknown-document' }],
  })
  const damaged = task({ of: 'options' })
  expect(await studies({ ...damaged, case: { ...damaged.case, file: '{"entry":' } })).toMatchObject({
    ok: false,
    problem: [{ code: 'case/malformed' }],
  })
})

test('so many may wait; whoever comes later is told so at once, and afterwards it goes on', async () => {
  const quick = task({ of: 'document', kind: 'novel', format: 'markdown' })
  const told = await Promise.all(Array.from({ length: 40 }, () => studies(quick)))
  const codes = told.map((one) => (one.ok ? 'ok' : one.problem[0]!.code))
  expect(codes.filter((code) => code === 'server/too-busy')).toHaveLength(40 - 34)
  expect(codes.filter((code) => code === 'usage/unknown-document')).toHaveLength(34)
  expect(await studies(quick)).toMatchObject({ ok: false, problem: [{ code: 'usage/unknown-document' }] })
})

import path from 'node:path'
import { expect, test } from 'vitest'
import {
  corpus,
  type ManifestLine,
  readFrom,
  recognisedBy,
  records,
  type Understood,
  understand,
} from './reading.testing.ts'

const found = corpus('sarif', 'trivy')
const cases = found?.lines.map((line) => ({ ...line, path: path.join(found.folder, line.format, line.file) })) ?? []

test.skipIf(found !== undefined)(
  'the corpus of real reports does not lie beside this checkout: nothing to compare with',
  (context) => {
    context.skip('no corpus')
  },
)

test.skipIf(found === undefined)(
  'every real report is read in full or refused clearly, and every record is accounted for',
  () => {
    const table = cases.map((line) => {
      const source = readFrom(line.path)
      const recognised = recognisedBy(source)
      expect(
        recognised.map(({ name }) => name),
        line.file,
      ).toEqual([line.format])
      const understood = understand(recognised[0]!, source)
      check(line, understood)
      return row(line, understood)
    })
    console.log(table.join('\n'))
  },
)

function check(line: ManifestLine, understood: Understood) {
  if (understood.refused.length > 0) {
    expect(line.must, line.file).not.toBe('parse')
    expect(understood.refused[0]?.message, line.file).toMatch(/"1\.0\.0"|"2\.0\.0"/)
    return
  }
  expect(line.must, line.file).not.toBe('refuse')
  const modified = understood.findings.filter(({ at }) => at.includes('/ExperimentalModifiedFindings/')).length
  expect(records(understood) - modified, line.file).toBe(line.raw?.['records'] ?? 0)
  if (line.format === 'trivy') expect(counted(understood, isReported), line.file).toEqual(trivyWords(line))
}

const isReported = ({ at }: { readonly at: string }) => !at.includes('/ExperimentalModifiedFindings/')

/** By severity, without zeros. */
function counted(
  { findings }: Understood,
  keep: (finding: Understood['findings'][number]) => boolean = () => true,
): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { severity } of findings.filter(keep)) counts[severity] = (counts[severity] ?? 0) + 1
  return counts
}

function trivyWords({ raw }: ManifestLine): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const kind of ['vulnerabilities', 'misconfigurations_fail', 'secrets', 'licenses'])
    for (const [word, n] of Object.entries((raw?.[kind] ?? {}) as Record<string, number>))
      counts[word.toLowerCase()] = (counts[word.toLowerCase()] ?? 0) + n
  return counts
}

const row = ({ format, file }: ManifestLine, understood: Understood): string =>
  [
    `${format}/${file}`.slice(0, 70).padEnd(70),
    understood.refused.length > 0
      ? `refused ${understood.refused[0]!.code}`
      : `${records(understood)} records`.padEnd(11),
    `${understood.findings.length} findings`.padEnd(11),
    JSON.stringify(understood.ignored),
    understood.problems.map(({ code }) => code).join(','),
    Object.entries(counted(understood))
      .map(([s, n]) => `${s} ${n}`)
      .join(' '),
  ].join('  ')

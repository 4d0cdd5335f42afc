import path from 'node:path'
import { expect, test } from 'vitest'
import type { Draft } from '../core/finding/finding.ts'
import type { Json } from '../scan/shape.ts'
import {
  corpus,
  type ManifestLine,
  readFrom,
  recognisedBy,
  records,
  told,
  type Understood,
  understand,
} from './reading.testing.ts'

/** How the manifest's own count of a format's records is compared with what our reader gives. */
interface Account {
  readonly holds: (line: ManifestLine) => boolean
  /** Records that the manifest's unit leaves out. */
  readonly beyond?: (finding: Draft) => boolean
  /** The manifest's count by the report's own words, and ours; no comparison where the standard disagrees with the peer. */
  readonly counted?: (line: ManifestLine) => Counts
  readonly word?: (finding: Draft) => string
  /** The number of records, where the manifest counts something else, or nothing. */
  readonly records?: (line: ManifestLine) => number
  /** Whatever else the manifest counts. */
  readonly also?: (line: ManifestLine, findings: readonly Draft[]) => void
}

type Counts = Readonly<Record<string, number>>

const bySeverity = ({ raw }: ManifestLine): Counts => (raw?.['by_severity'] ?? {}) as Counts
const word = ({ severityWord }: Draft): string => severityWord ?? ''
const isJson = ({ raw }: ManifestLine): boolean => raw?.['kind'] === 'json'

const ACCOUNTS: Readonly<Record<string, Account>> = {
  cyclonedx: { holds: ({ format }) => format === 'cyclonedx' },
  generic: {
    holds: ({ format }) => format === 'generic',
    // The peer merges rows that differ in their addresses only.
    records: ({ raw, expected }) => (raw?.['csv_rows'] as number | undefined) ?? expected?.count ?? 0,
  },
  gitlab: {
    holds: (line) => /^gitlab_(?!code_quality)/.test(line.format) && isJson(line),
    counted: bySeverity,
    word,
  },
  'gitlab-code-quality': {
    holds: ({ format }) => format === 'gitlab_code_quality',
    records: ({ raw }) => (raw?.['arrays'] as Counts | undefined)?.['$'] ?? 0,
  },
  grype: { holds: ({ format }) => format === 'anchore_grype', counted: bySeverity, word },
  'npm-audit': {
    holds: ({ format }) => /^p?npm_audit/.test(format),
    // Of npm 7's form the manifest counts packages in one folder, and the advisories that it has not in another.
    records: ({ raw }) => (raw?.['records'] as number) || ((raw?.['metadata'] as Counts | undefined)?.['total'] ?? 0),
  },
  'osv-scanner': {
    holds: ({ format }) => format === 'osv_scanner',
    beyond: ({ kind }) => kind === 'licence',
    counted: ({ raw }) => (raw?.['database_severity'] ?? {}) as Counts,
    word: ({ severityWord }) => (/^[A-Z]+$/.test(severityWord ?? '') ? severityWord! : 'None'),
  },
  zap: { holds: ({ format }) => format === 'zap', counted: bySeverity, word },
  semgrep: { holds: ({ format }) => format === 'semgrep', counted: bySeverity, word },
  sarif: {
    holds: ({ format, raw }) => format === 'sarif' || raw?.['unit'] === 'runs[].results',
    counted: ({ raw }) => (raw?.['levels'] ?? {}) as Counts,
    // The level that a security-severity overrode still stands beside it.
    word: ({ otherRatings, severityWord }) =>
      otherRatings.find(({ source }) => source === 'level')?.severity ?? severityWord ?? '',
    also: ({ file, raw }, findings) => {
      const suppressed = findings.filter(({ state }) => state.status === 'suppressed')
      expect(suppressed.length, file).toBe((raw?.['suppressed'] as Counts | undefined)?.['accepted'] ?? 0)
      expect(tally(findings.flatMap(({ baseline }) => baseline ?? [])), file).toEqual(raw?.['baseline'] ?? {})
    },
  },
  trivy: {
    holds: ({ format }) => format === 'trivy',
    beyond: ({ at }) => at.includes('/ExperimentalModifiedFindings/'),
    counted: ({ raw }) =>
      sum(['vulnerabilities', 'misconfigurations_fail', 'secrets', 'licenses'].map((kind) => raw?.[kind])),
    word,
  },
}

const found = corpus()

test.skipIf(found !== undefined)(
  'there is nothing to compare with: no corpus of real reports beside this checkout',
  (context) => {
    context.skip('no corpus')
  },
)

test.skipIf(found === undefined).each(Object.keys(ACCOUNTS))(
  'every real report of %s is read in full or refused clearly, and every record is accounted for',
  (reader) => {
    const account = ACCOUNTS[reader]!
    const lines = found!.lines.filter(account.holds)
    expect(lines.length).toBeGreaterThan(0)
    console.log(lines.map((line) => row(line, compare(line, reader, account))).join('\n'))
  },
)

test.skipIf(found === undefined)('no real report is taken for two formats', () => {
  for (const { format, file } of found!.lines) {
    const names = namesOf(path.join(found!.folder, format, file))
    expect(names.length, `${format}/${file}: ${names.join(', ')}`).toBeLessThan(2)
  }
})

/** Other texts than JSON are refused by the scanner before any reader sees them. */
function namesOf(file: string): readonly string[] {
  const source = readFrom(file)
  try {
    return recognisedBy(source).map(({ name }) => name)
  } catch {
    return []
  }
}

const UNKNOWN_FORMAT: Understood = {
  findings: [],
  ignored: {},
  problems: [],
  refused: [{ code: 'report/unknown-format', message: '' }],
}

function compare(line: ManifestLine, reader: string, account: Account): Understood {
  const source = readFrom(path.join(found!.folder, line.format, line.file))
  const { beyond, counted, word, also } = account
  const [recognised] = recognisedBy(source)
  if (recognised === undefined && line.must !== 'parse') return UNKNOWN_FORMAT
  expect(recognised?.name, line.file).toBe(reader)
  const understood = understand(recognised!, source)
  if (understood.refused.length > 0) {
    expect(line.must, line.file).not.toBe('parse')
    expect(understood.refused[0]?.hint, line.file).toBeDefined()
    return understood
  }
  expect(line.must, line.file).not.toBe('refuse')
  const left = understood.findings.filter((finding) => beyond?.(finding))
  expect(told(understood) - left.length, line.file).toBe(account.records?.(line) ?? line.raw?.['records'] ?? 0)
  if (counted && word) {
    const within = understood.findings.filter((finding) => !left.includes(finding))
    expect(tally(within.map(word)), line.file).toEqual(counted(line))
  }
  also?.(line, understood.findings)
  return understood
}

function tally(words: readonly string[]): Counts {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}

function sum(parts: readonly (Json | undefined)[]): Counts {
  const counts: Record<string, number> = {}
  for (const part of parts)
    for (const [word, n] of Object.entries((part ?? {}) as Counts)) counts[word] = (counts[word] ?? 0) + n
  return counts
}

function row({ format, file }: ManifestLine, understood: Understood): string {
  const { findings, ignored, problems, refused } = understood
  const severities = Object.entries(tally(findings.map(({ severity }) => severity)))
  return [
    `${format}/${file}`.slice(0, 70).padEnd(70),
    refused[0]?.code ?? `${records(understood)} records, ${findings.length} findings`,
    Object.keys(ignored).length === 0 ? '' : `ignored ${JSON.stringify(ignored)}`,
    problems.map(({ code }) => code).join(' '),
    severities.map(([severity, n]) => `${severity} ${n}`).join(' '),
  ].join('  ')
}

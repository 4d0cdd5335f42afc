import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { finding } from '../core/finding/finding.testing.ts'
import type { Draft, Finding } from '../core/finding/finding.ts'
import type { Evaluation } from '../core/gate/evaluate.ts'
import { evaluate } from '../core/gate/evaluate.ts'
import { broken, policy, question, report } from '../core/gate/gate.testing.ts'
import { code } from './markdown/escape.ts'
import { verdictAnnotations } from './github/verdict.ts'
import { verdictJunit } from './junit/verdict.ts'
import { verdictMarkdown } from './markdown/verdict.ts'
import { sarif } from './sarif/verdict.ts'
import { verdictText } from './terminal/verdict.ts'

const grounds = { policy, holds: [], feeds: {}, enforced: true }

/** What the SARIF writer makes of these reports. */
function written(findings: readonly Finding[], cut: readonly Finding[] = []): { text: string; evaluation: Evaluation } {
  let text = ''
  const sheet = {
    write: (more: string) => void (text += more),
    get mark() {
      return text.length
    },
    rewind: (mark: number) => void (text = text.slice(0, mark)),
  }
  const writing = sarif(sheet)
  const reports = [report(findings), ...(cut.length > 0 ? [broken(cut)] : []), report(findings)]
  const evaluation = evaluate(question, reports, grounds, writing.clerk)
  writing.end(evaluation)
  return { text, evaluation }
}

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '[click](javascript:alert(1)) ![x](http://x.example/a.png)',
  '| a | b |\n| --- | --- |\n# heading',
  '``` `` ` backticks',
  '@everyone #1 https://phish.example',
  '\u001B[31mred\u001B[0m \u202Etxt.exe',
  ']]> <![CDATA[ &amp; &lt;',
  '::error::x\n::set-output name=a::b\r\n##vso[task.complete]',
  '../../../etc/passwd',
  '=cmd|"/c calc"!A1',
  '\u0000\u0008\uFFFE\uD800',
  'x'.repeat(100_000),
]
const draft = (text: string): Partial<Draft> => ({
  title: text,
  description: text,
  rule: { id: text, name: text },
  advisories: [text],
  component: { name: text, version: text },
  fixedIn: [text],
  locations: [{ file: text, line: 3, logical: text, url: text }],
  severityWord: text,
  keys: [{ basis: 'stated', parts: [text] }],
})
const evaluationOf = (text: string) => evaluate(question, [report([finding(draft(text))]), broken()], grounds)
const any = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 60 }))

test('a terminal shows strangers’ text and does nothing else', () => {
  fc.assert(
    fc.property(any, (text) => {
      const shown = verdictText(evaluationOf(text), (_, plain) => plain)
      expect(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(shown.replaceAll('\n', ''))).toBe(false)
      expect(shown).not.toMatch(/##\w*\[|^\s*::/m)
      expect(shown.length).toBeLessThan(10_000)
    }),
  )
})

test('JUnit stays well-formed XML, whose texts are the reasons', () => {
  fc.assert(
    fc.property(any, (text) => {
      const names: string[] = []
      const parser = new SaxesParser()
      parser.on('error', (error) => {
        throw error
      })
      parser.on('opentag', ({ name, attributes }) => names.push(name === 'testcase' ? String(attributes['name']) : ''))
      parser.write(verdictJunit(evaluationOf(text))).close()
      expect(names.filter(Boolean)).toHaveLength(2)
    }),
  )
})

test('a Markdown code span ends where it should, whatever is in it', () => {
  fc.assert(
    fc.property(fc.oneof(any, fc.stringMatching(/^[`|\\ a]{1,20}$/)), (text) => {
      const span = code(text)
      const fence = /^`+/.exec(span)?.[0] ?? ''
      expect(span.includes('\n')).toBe(false)
      expect(span.replaceAll('\\|', '').includes('|')).toBe(false)
      if (span === '(empty)') return
      expect(span.endsWith(fence)).toBe(true)
      const inside = span.slice(fence.length, -fence.length)
      expect(inside.match(/`+/g)?.some((run) => run.length === fence.length) ?? false).toBe(false)
    }),
  )
})

test('every line of the Markdown is one of ours: strangers’ text stands in code spans', () => {
  for (const text of hostile) {
    const outside = verdictMarkdown(evaluationOf(text)).replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
    expect(outside).not.toMatch(/<|javascript|phish|@everyone|passwd|calc/)
    expect(outside.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(1)
  }
})

test('GitHub gets its own commands only, one a line, at most ten errors', () => {
  fc.assert(
    fc.property(any, (text) => {
      const lines = verdictAnnotations(evaluationOf(text)).trimEnd().split('\n')
      expect(lines.map((line) => /^::(?:error|warning|notice) [^:]*::[^\r\n]*$/.test(line))).not.toContain(false)
      expect(lines).toHaveLength(3)
    }),
  )
  const many = Array.from({ length: 50 }, (_, i) => finding({ keys: [{ basis: 'stated', parts: [`${i}`] }] }))
  expect(verdictAnnotations(evaluate(question, [report(many)], grounds)).match(/^::error/gm)).toHaveLength(10)
})

interface Sarif {
  readonly version: string
  readonly runs: readonly [
    {
      readonly results: readonly {
        readonly locations: readonly {
          readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string } }
        }[]
      }[]
      readonly invocations: readonly [{ readonly executionSuccessful: boolean }]
    },
  ]
}

test('SARIF lists every finding of every report, also beyond twenty, and stays JSON whatever they say', () => {
  const many = Array.from({ length: 30 }, (_, i) => finding({ keys: [{ basis: 'stated', parts: [`${i}`] }] }))
  const log = JSON.parse(written([...many, ...hostile.map((text) => finding(draft(text)))]).text) as Sarif
  expect(log.version).toBe('2.1.0')
  expect(log.runs[0].results).toHaveLength(2 * (30 + hostile.length))
  expect(log.runs[0].invocations[0].executionSuccessful).toBe(true)
})

test('SARIF takes back what a report said that broke off, and says that something failed', () => {
  const log = JSON.parse(written([finding()], [finding({ title: 'lost' })]).text) as Sarif
  expect(log.runs[0].results).toHaveLength(2)
  expect(JSON.stringify(log.runs[0].results)).not.toContain('lost')
  expect(log.runs[0].invocations[0].executionSuccessful).toBe(false)
})

test.each([
  '../../../etc/passwd',
  '/etc/passwd',
  'file:///etc/passwd',
  'C:\\windows\\x',
  'a/../../b',
  'javascript:alert(1)',
])('a place that leads out of the source, %s, is no file in SARIF', (file) => {
  const log = JSON.parse(written([finding({ locations: [{ file, line: 1 }] })]).text) as Sarif
  expect(log.runs[0].results[0]?.locations[0]).toEqual({ logicalLocations: [{ fullyQualifiedName: file }] })
})

test('a path in SARIF is a URI reference', () => {
  const log = JSON.parse(written([finding({ locations: [{ file: './src/a b/ü#?.ts' }] })]).text) as Sarif
  expect(log.runs[0].results[0]?.locations[0]?.physicalLocation?.artifactLocation.uri).toBe('src/a%20b/%C3%BC%23%3F.ts')
})

import { readReport } from '../../../src/app/report.ts'
import type { Finding } from '../../../src/core/finding/finding.ts'
import { evaluate } from '../../../src/core/gate/evaluate.ts'
import { policy, question } from '../../../src/core/gate/gate.testing.ts'
import type { Evidence } from '../../../src/core/gate/evidence.ts'
import { readers } from '../../../src/readers/index.ts'
import type { Reader } from '../../../src/readers/reader.ts'
import { elements } from '../../../src/scan/json.ts'
import { kindOf } from '../../../src/scan/recognise.ts'
import { evidenceJson } from '../../../src/writers/json/evidence.ts'
import { findingJson } from '../../../src/writers/json/finding.ts'
import { evaluationJson } from '../../../src/writers/json/verdict.ts'
import { verdictAnnotations } from '../../../src/writers/github/verdict.ts'
import { verdictJunit } from '../../../src/writers/junit/verdict.ts'
import { verdictMarkdown } from '../../../src/writers/markdown/verdict.ts'
import { sarif } from '../../../src/writers/sarif/verdict.ts'
import { problemText } from '../../../src/writers/terminal/problem.ts'
import { readingText } from '../../../src/writers/terminal/reading.ts'
import { verdictText } from '../../../src/writers/terminal/verdict.ts'
import { filesIn, hash, memory, oddChunks, Paper, textOf } from '../memory.ts'
import { harmless, soundFinding, soundProblem } from '../promises.ts'
import { must, type Target } from '../target.ts'

const FILE = 'report'

/** Every reader, each from its own samples, through everything that `holdpoint check` does with a report. */
export const reports: readonly Target[] = readers.map(({ name }) => ({
  name: `reader/${name}`,
  seeds: filesIn(`src/readers/${name}`, /\.sample\.\w+$/),
  check,
}))

function check(input: Uint8Array): void {
  const { findings, evidence } = heard(input, 1 << 16)
  const again = heard(input, oddChunks(input))
  // Of two faults in the bytes, which one is met first may depend on the chunks.
  const same =
    evidence.status === 'refused' ? again.evidence.status === 'refused' : isSame({ findings, evidence }, again)
  must(same, 'a report says the same however it comes in chunks', () => JSON.stringify([evidence, again.evidence]))
  findings.forEach(soundFinding)
  evidence.problems.forEach((problem) => soundProblem(problem, FILE))
  if (evidence.status === 'read') accounted(input, findings, evidence)
  judged(findings, evidence)
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function heard(input: Uint8Array, chunkSize: number): { findings: readonly Finding[]; evidence: Evidence } {
  const findings: Finding[] = []
  const report = readReport(memory(FILE, input, chunkSize), hash)
  for (;;) {
    const step = report.next()
    if (step.done) return { findings, evidence: step.value }
    findings.push(step.value)
  }
}

/** No record is lost, and what is no JSON was not read as JSON. */
function accounted(
  input: Uint8Array,
  findings: readonly Finding[],
  evidence: Extract<Evidence, { status: 'read' }>,
): void {
  const { tally, format } = evidence
  const ignored = Object.values(tally.ignored).reduce((sum, n) => sum + n, 0)
  must(tally.findings === findings.length, 'findings are counted as they are told')
  must(tally.records === tally.findings + tally.merged + ignored, 'records = findings + merged + ignored')
  if (kindOf(input.subarray(0, 4096)) !== 'json') return
  must(isJson(input), 'what JSON.parse refuses is not read')
  const { streams } = readers.find(({ name }) => name === format) as Reader
  const told = [...elements(memory(FILE, input, 1 << 16), streams)].length
  must(tally.records >= told, 'every record is a finding, merged or ignored', () => `${tally.records} of ${told}`)
}

function isJson(input: Uint8Array): boolean {
  try {
    JSON.parse(textOf(input)!)
    return true
  } catch {
    return false
  }
}

/** The verdict on it, and every form in which it is given. */
function judged(findings: readonly Finding[], evidence: Evidence): void {
  function* report() {
    yield* findings
    return evidence
  }
  const paper = new Paper()
  const writing = sarif(paper)
  const evaluation = evaluate(question, [report()], { policy, holds: [], feeds: {}, enforced: true }, writing.clerk)
  writing.end(evaluation)
  const told = evidence.status === 'read' && evidence.problems.length === 0
  must(told || evaluation.verdict.decision !== 'clear', '"cannot tell" is never "clear"', () =>
    JSON.stringify(evidence),
  )

  harmless(verdictText(evaluation, plain), 'the text of a verdict')
  harmless(readingText(evidence, plain), 'the text of a reading')
  for (const problem of evidence.problems) harmless(problemText(problem, plain), 'the text of a problem')
  harmless(verdictMarkdown(evaluation), 'Markdown')
  harmless(verdictJunit(evaluation), 'JUnit')
  harmless(verdictAnnotations(evaluation), 'an annotation of GitHub')
  harmless(paper.text, 'SARIF')
  JSON.parse(paper.text)
  JSON.stringify([evaluationJson(evaluation), evidenceJson(evidence), findings.map(findingJson)])
}

export const plain = (_: unknown, text: string): string => text

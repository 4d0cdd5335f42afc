import { EXIT } from '../core/gate/verdict.ts'
import type { EntryValue } from '../core/log/entry.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import { compareOptions, type Comparison } from '../core/risk/compare.ts'
import type { RiskCase } from '../core/risk/case.ts'
import { meanLoss } from '../core/risk/loss.ts'
import { clockProposals } from '../core/risk/regulation/clocks.ts'
import { regulatoryExposure } from '../core/risk/regulation/exposure.ts'
import { withUpperEnds } from '../core/risk/sensitivity.ts'
import { questionsJson, questionsText } from '../writers/options/questions.ts'
import type { OptionsReport, UpperEnd } from '../writers/options/report.ts'
import { optionsText } from '../writers/options/text.ts'
import { type Answer, deliver, print, refusal, type Sheet } from './answer.ts'
import { digestOf } from './digest.ts'
import { momentOf } from './moment.ts'
import type { Hash, Ports, ReadPorts } from './ports.ts'
import { loadRisk, type RiskFiles } from './risk.ts'
import type { Loaded } from './risk-assemble.ts'
import { jsonText } from '../writers/json/text.ts'

export interface OptionsRequest extends RiskFiles {
  readonly seed: number
  readonly iterations: number
  readonly as: 'text' | 'full' | 'json' | 'markdown'
  /** A folder for the pictures. */
  readonly svg?: string
  /** As of this moment; now where absent. */
  readonly at?: string
  /** Of this program. */
  readonly version: string
}

/** `holdpoint options`: what every way out costs, and from which chance of an attack fixing first pays. */
export async function options(request: OptionsRequest, ports: Ports): Promise<Answer> {
  const at = momentOf(request.at, ports)
  if (!at.ok) return refusal([at.problem], ports)
  const loaded = loadRisk(request, at.value, ports)
  if (!loaded.ok) return refusal(loaded.problem, ports)
  if ('unanswered' in loaded.value) {
    const text = request.as === 'json' ? questionsJson(loaded.value) : questionsText(loaded.value, ports.terminal.style)
    return print(text, ports, EXIT.unknown)
  }
  const report = reportOf(loaded.value, request, ports)
  return report.ok
    ? deliver(await sheetsOf(report.value, request, ports), EXIT.clear, ports)
    : refusal(report.problem, ports)
}

/** The same of a case, as JSON and nothing else: what a server answers. */
export async function optionsJsonOf(
  request: Pick<OptionsRequest, 'file' | 'register' | 'at' | 'version'>,
  ports: ReadPorts,
): Promise<Result<string, readonly Problem[]>> {
  const at = momentOf(request.at, ports)
  if (!at.ok) return { ok: false, problem: [at.problem] }
  const loaded = loadRisk(request, at.value, ports)
  if (!loaded.ok) return loaded
  if ('unanswered' in loaded.value) return ok(questionsJson(loaded.value))
  const report = reportOf(loaded.value, { seed: 1, iterations: 100_000, ...request }, ports)
  return report.ok ? ok(await jsonOf(report.value, ports.hash)) : report
}

/** Computes; the digest of what went in is taken before, so that it cannot depend on the result. */
function reportOf(
  { title, caseId, risk, given, today, facts, feeds, files, open }: Loaded,
  { seed, iterations, version }: Pick<OptionsRequest, 'seed' | 'iterations' | 'version'>,
  { hash }: ReadPorts,
): Result<OptionsReport, readonly Problem[]> {
  const inputs = digestOf(risk as unknown as EntryValue, hash.sha256)
  const compared = compareOptions(risk, { seed, iterations })
  if (!compared.ok) return { ok: false, problem: compared.problems }
  return ok({
    title,
    ...(caseId !== undefined && { caseId }),
    risk,
    comparison: compared.value,
    kept: { inputs, program: `holdpoint ${version}`, feeds, files },
    facts,
    open,
    upperEnds: upperEndsOf(risk, compared.value),
    ...(given && {
      law: { exposure: regulatoryExposure(given.profile, today), clocks: clockProposals(given.profile, today) },
    }),
  })
}

/** Exact, not simulated again: the expected cost is a straight line in the mean loss of an event. */
function upperEndsOf(risk: RiskCase, { options, ranking }: Comparison): readonly UpperEnd[] {
  const open = options.filter(({ id }) => ranking.includes(id))
  if (open.length === 0) return []
  return [0.5, 2].map((factor) => {
    const share = meanLoss(withUpperEnds(risk.loss, factor)) / meanLoss(risk.loss)
    const costs = open.map(({ id, expectedOtherCost, expectedLoss }) => ({
      id,
      expectedCost: expectedOtherCost + share * expectedLoss,
    }))
    return { factor, ...costs.reduce((least, one) => (one.expectedCost < least.expectedCost ? one : least)) }
  })
}

async function sheetsOf(report: OptionsReport, { as, svg }: OptionsRequest, ports: Ports): Promise<readonly Sheet[]> {
  const { style } = ports.terminal
  const text =
    as === 'text' || as === 'full' ? optionsText(report, style, as === 'full') : await otherText(report, as, ports)
  if (svg === undefined) return [{ to: '-', text }]
  const { optionsPictures } = await import('../writers/options/pictures.ts')
  const pictures = [...optionsPictures(report, 'light')].map(([name, picture]): Sheet => ({
    to: { file: `${svg}/${name}.svg` },
    text: `${picture}\n`,
  }))
  return [...pictures, { to: '-', text }]
}

async function otherText(report: OptionsReport, as: 'json' | 'markdown', { hash }: Ports): Promise<string> {
  if (as === 'markdown') return (await import('../writers/options/markdown.ts')).optionsMarkdown(report)
  return jsonOf(report, hash)
}

async function jsonOf(report: OptionsReport, hash: Hash): Promise<string> {
  const { optionsJson } = await import('../writers/options/json.ts')
  const { optionsEvent } = await import('../writers/options/event.ts')
  const result = JSON.parse(JSON.stringify(optionsJson(report))) as EntryValue & object
  const event = optionsEvent(report, digestOf(result, hash.sha256))
  return `${jsonText({ ...result, files: report.kept.files, event }, 2)}\n`
}

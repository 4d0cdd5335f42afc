import type { RiskCase } from '../../core/risk/case.ts'
import type { Comparison } from '../../core/risk/compare.ts'
import type { Question } from '../../core/risk/questions.ts'
import type { ClockProposal } from '../../core/risk/regulation/clock-table.ts'
import type { RegulatoryExposure } from '../../core/risk/regulation/exposure.ts'
import type { OptionResult } from '../../core/risk/result.ts'
import type { FeedUsed } from '../../core/risk/threat.ts'

/** The ways out of a case as they were computed, with everything that is said around the figures. */
export interface OptionsReport {
  readonly title: string
  readonly caseId?: string
  readonly risk: RiskCase
  readonly comparison: Comparison
  readonly kept: Kept
  /** What was taken from the case file. */
  readonly facts: readonly CaseFact[]
  /** What rests on a default and would best be asked. */
  readonly open: readonly Question[]
  /** Which way out has the lowest expected cost where the upper ends of the loss are these many times as high. */
  readonly upperEnds: readonly UpperEnd[]
  /** With a profile: what law may come to, and which clocks would start at what. */
  readonly law?: { readonly exposure: readonly RegulatoryExposure[]; readonly clocks: readonly ClockProposal[] }
}

/** What it takes to compute the same digits again. */
export interface Kept {
  /** SHA-256 of the canonical JSON (RFC 8785) of everything that went in. */
  readonly inputs: string
  /** Program and version. */
  readonly program: string
  readonly feeds: readonly FeedUsed[]
  readonly files: readonly string[]
}

export interface CaseFact {
  readonly entry: number
  readonly by: string
  readonly says: string
  /** The input that it gives, or why it gives none. */
  readonly use: string
}

/** Where answers and a profile are looked for: how to give what is not there. */
export interface Ways {
  /** Beside `examples/case.jsonl`: `examples/case.answers.yaml` and `examples/case.profile.yaml`. */
  readonly beside: { readonly answers: string; readonly profile: string }
  /** Where the case is a server's: what it holds. The register has the profile of one product. */
  readonly products?: readonly string[]
  /** The register's profile is in another currency than the answers, and so does not count. */
  readonly otherCurrency?: true
}

/** Something that has no default and that somebody has to say. */
export type Asked = Question | { readonly input: 'loss'; readonly question: string; readonly unit: string }

export interface UpperEnd {
  readonly factor: number
  readonly id: string
  readonly expectedCost: number
}

/** The open options, the lowest expected cost first, then those that are off the table. */
export function inOrder({ options, ranking }: Comparison): readonly OptionResult[] {
  const byId = new Map(options.map((option) => [option.id, option]))
  return [...ranking.map((id) => byId.get(id)!), ...options.filter(({ dropped }) => dropped.length > 0)]
}

export const optionNamed = ({ options }: Comparison, id: string): OptionResult => options.find((one) => one.id === id)!

import type { Case, Made, Position } from '../case/case.ts'
import type { Rules } from '../case/rules.ts'
import type { Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Sealed } from '../log/entry.ts'
import type { RiskCase } from '../risk/case.ts'
import type { Forecast } from '../plan/forecast.ts'
import type { Overrun } from '../plan/plan.ts'
import type { Profile } from '../risk/profile.ts'
import type { RegisteredProfile } from '../product/profile-at.ts'
import type { Costs } from './costs.ts'
import { known, type EntryKind, type FactId, type Known, type Sensitivity, type Source, type Value } from './fact.ts'

/** What a brief is made from: a case, the words behind its seals, the rules in force, the moment. */
export interface Material {
  readonly state: Case
  /** `undefined`: erased, or never handed over. */
  readonly open: (sealed: Sealed) => string | undefined
  readonly rules: Rules
  readonly now: Instant
  /** What was computed for this brief from the case, answers and a profile, where somebody gave them. */
  readonly computed?: Computed
  /** When the plan may be done; asked only where a document says it, for it takes a while. Nothing where no plan can say. */
  readonly foresee?: () => Foreseen | undefined
  /** The product's standing facts, where somebody filled them in. */
  readonly profile?: Profile
  /** Where the register has that profile; absent where it was given for this case. */
  readonly registered?: RegisteredProfile
  /** How answers and a profile would be given. */
  readonly ways?: Ways
}

/** Beside a case file: files of these names. To a server: by commands, and the register has the profile of one product. */
export type Ways =
  | { readonly answers: string; readonly profile: string }
  | {
      readonly products: readonly string[]
      /** The register's profile is in another currency than the answers, and so does not count. */
      readonly otherCurrency: boolean
    }

/** A comparison of the ways out, and what it takes to compute it again. */
export interface Computed {
  /** Asked only where a document says what it costs, for it takes a while. */
  readonly compare: () => Costs
  readonly risk: RiskCase
  readonly inputs: Digest
  readonly program: string
}

/** A forecast of the plan's end, and what it takes to make it again. */
export interface Foreseen {
  readonly forecast: Forecast
  readonly overrun: Overrun
  readonly inputs: Digest
  readonly program: string
  /** Names of the files behind it. */
  readonly files: readonly string[]
  /** Nobody has said who works when: office hours were assumed. */
  readonly hoursAssumed: boolean
}

export const entry = ({ n, by, at }: Made, as: EntryKind = 'word'): Source => ({ kind: 'entry', n, by, at, as })
export const derived = (rule: Extract<Source, { kind: 'derived' }>['rule'], ...from: readonly Position[]): Source => ({
  kind: 'derived',
  from,
  rule,
})

export const name = (id: FactId, text: string, source: Source, sensitivity?: Sensitivity): Known =>
  known(id, { kind: 'name', text }, source, sensitivity)
export const names = (id: FactId, texts: readonly string[], source: Source, sensitivity?: Sensitivity): Known =>
  known(id, { kind: 'names', texts }, source, sensitivity)
export const moment = (id: FactId, at: Instant, source: Source): Known => known(id, { kind: 'instant', at }, source)
export const count = (id: FactId, n: number, unit: Extract<Value, { kind: 'count' }>['unit'], source: Source): Known =>
  known(id, { kind: 'count', n, unit }, source)
export const term = (id: FactId, key: Extract<Value, { kind: 'term' }>['key'], source: Source): Known =>
  known(id, { kind: 'term', key }, source)
/** Free text tells more than its writer may have thought of: need-to-know, unless it is about the weakness itself. */
export const said = (
  { open }: Material,
  id: FactId,
  sealed: Sealed,
  source: Source,
  sensitivity: Sensitivity = 'need-to-know',
): Known => known(id, { kind: 'words', text: open(sealed) }, source, sensitivity)

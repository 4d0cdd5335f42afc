import type { RiskCase } from './case.ts'
import { DEFAULTS } from './defaults.ts'
import type { Input, InputName } from './inputs.ts'
import type { LossPart } from './loss.ts'
import type { Option } from './options.ts'
import type { Profile } from './profile.ts'
import { lawConstraints } from './regulation/law.ts'

/** What is particular to one hold. */
export interface Answers {
  readonly inputs: Readonly<Partial<Record<InputName, Input>>>
  /** Instead of the profile's, where this weakness would cost something else. */
  readonly loss?: readonly LossPart[]
  readonly options: readonly Option[]
  readonly horizonDays: number
  /** The planned day of the release, YYYY-MM-DD: some law is not in force yet. */
  readonly releaseDay: string
}

/** A case from a profile and a few answers: an answer beats the profile, the profile beats a default. Not validated yet. */
export function assembleCase(profile: Profile, answers: Answers): RiskCase {
  return {
    currency: profile.currency,
    horizonDays: answers.horizonDays,
    inputs: { ...DEFAULTS, ...profile.inputs, ...answers.inputs },
    loss: answers.loss ?? profile.loss,
    milestones: profile.milestones,
    options: answers.options,
    constraints: [...lawConstraints(profile, answers.releaseDay), ...profile.constraints],
    ...(profile.outsiders && { outsiders: profile.outsiders }),
  }
}

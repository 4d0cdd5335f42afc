import type { Reason } from '../gate/verdict.ts'
import type { Code } from '../problem.ts'
import type { Candidate, Case } from './case.ts'
import { standingClearances } from './hold.ts'
import { missingEvidence } from './missing.ts'
import type { Rules } from './rules.ts'
import type { HeldBecause, Standing } from './standing.ts'

const CODES: Readonly<Record<HeldBecause, Code>> = {
  affected: 'hold/affected',
  refuted: 'hold/refuted',
  other_artifact: 'hold/other-artifact',
  line: 'hold/in-force',
}
const MESSAGES: Readonly<Record<HeldBecause, string>> = {
  affected: 'This release is known to be affected. It stays held.',
  refuted: 'The last retest of this release failed.',
  other_artifact: 'This is not the artifact that was proven.',
  line: 'Every release of this line is held until one is proven.',
}

/** What whoever is stopped may know: the hold, its code name, who can lift it and the next step. Never what was found. */
export function reasonOf(state: Case, standing: Standing, rules: Rules): Reason | undefined {
  if (standing.is === 'held')
    return {
      code: CODES[standing.because],
      decision: 'held',
      message: MESSAGES[standing.because],
      hold: standing.hold,
      ...(state.opened && { name: state.opened.name }),
      whoCanLift: rules.may.lift,
      next: nextStep(state, standing, rules),
    }
  if (standing.is === 'unknown')
    return {
      code: 'hold/ask-with-the-digest',
      decision: 'unknown',
      message: 'A version may name many builds, and one of this name is cleared.',
      hold: standing.hold,
      ...(state.opened && { name: state.opened.name }),
      next: "Ask with the artifact's digest (with the commit, where there is no artifact).",
    }
  return undefined
}

function nextStep(state: Case, { hold }: Extract<Standing, { is: 'held' }>, rules: Rules): string {
  const held = [...state.holds.values()].find(({ id }) => id === hold)
  const lifted = held && standingClearances(state, held).at(-1)
  if (lifted)
    return `Ship ${nameOf(state.candidates.get(lifted.candidate)!)}: it is proven, and the hold was lifted for it.`
  const candidate = [...state.candidates.values()].findLast(({ product }) => state.holds.get(product)?.id === hold)
  if (!candidate) return 'Declare a candidate that carries the fix.'
  const name = nameOf(candidate)
  switch (missingEvidence(state, candidate, rules)[0]?.code) {
    case undefined:
      return `Lift for ${name}, and ship that.`
    case 'hold/fixers-undeclared':
      return `Declare who wrote the fix in ${name}.`
    case 'hold/not-proven':
      return `Retest of ${name}.`
    case 'hold/no-regression':
      return `Regression run of ${name}.`
    default:
      return 'Declare a candidate that carries the fix.'
  }
}

const nameOf = ({ n, build }: Candidate): string => build.version ?? `candidate ${n}`

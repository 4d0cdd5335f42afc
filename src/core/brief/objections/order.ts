import type { Facts } from '../facts.ts'
import type { ObjectionKind } from '../facts/meeting.ts'

/** In which order objections usually come, by who speaks for security. */
const USUAL: Readonly<Record<'analyst' | 'manager' | 'cloud', readonly ObjectionKind[]>> = {
  analyst: ['deadline', 'workaround', 'later_patch', 'minor', 'nobody_finds_it', 'quantify', 'accept_the_risk'],
  manager: [
    'deadline',
    'compensating_control',
    'limited_regression',
    'absolute_minimum',
    'customer_expects_it',
    'quantify',
    'accept_the_risk',
  ],
  cloud: ['minor', 'deadline', 'workaround', 'later_patch', 'roll_back', 'internal_only', 'absolute_minimum'],
}

/** What was raised in this case and is still open comes first, then the usual; live in production is asked about where it is. */
export function likelyOrder(speaker: 'analyst' | 'manager' | 'cloud', { talk, risk }: Facts): readonly ObjectionKind[] {
  const open = talk.objections.filter((one) => one.open).map(({ kind }) => kind)
  const settled = new Set(talk.objections.filter((one) => !one.open).map(({ kind }) => kind))
  const usual = USUAL[speaker].filter((kind) => !settled.has(kind))
  const live: readonly ObjectionKind[] = risk.inProduction ? ['already_in_production'] : []
  return [...new Set([...open, ...live, ...usual])]
}

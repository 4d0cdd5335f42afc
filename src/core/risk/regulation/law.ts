import type { Constraint } from '../constraints.ts'
import { REGULATORY } from '../facts/regulatory.ts'
import type { Profile } from '../profile.ts'

/** From then on a product may not be placed on the Union market with a known exploitable vulnerability. @source CRA Art. 71(2) */
export const CRA_REQUIREMENTS_FROM = '2027-12-11'

/** What the law forbids outright, whatever it would cost. @param releaseDay YYYY-MM-DD */
export function lawConstraints(profile: Profile, releaseDay: string): readonly Constraint[] {
  const { isProductWithDigitalElements, jurisdictions } = profile
  if (!isProductWithDigitalElements || !jurisdictions?.includes('EU') || releaseDay < CRA_REQUIREMENTS_FROM) return []
  return [
    {
      kind: 'law',
      forbids: 'shipping it exploitable',
      reason: 'Products with digital elements are made available without known exploitable vulnerabilities.',
      source: REGULATORY['cra.no.known.exploitable'].source,
    },
  ]
}

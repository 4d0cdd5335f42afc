import { caseAnswers } from './answers/cases.ts'
import { deliveryAnswers } from './answers/deliveries.ts'
import { documentAnswers } from './answers/documents.ts'
import { evidenceAnswers } from './answers/evidence.ts'
import { gateAnswers } from './answers/gate.ts'
import { houseAnswers } from './answers/house.ts'
import { logAnswers } from './answers/log.ts'
import { lookAnswers } from './answers/looks.ts'
import { overrideAnswers } from './answers/overrides.ts'
import { peopleAnswers } from './answers/people.ts'
import { policyAnswers } from './answers/policy.ts'
import { productAnswers } from './answers/products.ts'
import { recordAnswers } from './answers/reports.ts'
import { signInAnswers } from './answers/sign-in.ts'
import { wishAnswers } from './answers/wishes.ts'
import type { Behind } from './answers/behind.ts'
import type { Bind } from './bind.ts'

/** What each route answers: HTTP in, the app's answer out. */
export function bindAnswers(bind: Bind, behind: Behind): void {
  for (const answers of ANSWERS) answers(bind, behind)
}

const ANSWERS = [
  caseAnswers,
  deliveryAnswers,
  documentAnswers,
  evidenceAnswers,
  gateAnswers,
  houseAnswers,
  logAnswers,
  lookAnswers,
  overrideAnswers,
  policyAnswers,
  productAnswers,
  recordAnswers,
  signInAnswers,
  wishAnswers,
  peopleAnswers,
] as const

import { caseAnswers } from './answers/cases.ts'
import { deliveryAnswers } from './answers/deliveries.ts'
import type { Behind } from './answers/behind.ts'
import { gateAnswers } from './answers/gate.ts'
import { houseAnswers } from './answers/house.ts'
import { logAnswers } from './answers/log.ts'
import { overrideAnswers } from './answers/overrides.ts'
import { wishAnswers } from './answers/wishes.ts'
import type { Bind } from './bind.ts'

/** What each route answers: HTTP in, the app's answer out. */
export function bindAnswers(bind: Bind, behind: Behind): void {
  for (const answers of [
    gateAnswers,
    deliveryAnswers,
    overrideAnswers,
    caseAnswers,
    wishAnswers,
    logAnswers,
    houseAnswers,
  ])
    answers(bind, behind)
}

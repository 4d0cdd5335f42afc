import { caseAnswers } from './answers/cases.ts'
import type { Behind } from './answers/behind.ts'
import { gateAnswers } from './answers/gate.ts'
import { houseAnswers } from './answers/house.ts'
import { logAnswers } from './answers/log.ts'
import { lookAnswers } from './answers/looks.ts'
import { peopleAnswers } from './answers/people.ts'
import { policyAnswers } from './answers/policy.ts'
import { wishAnswers } from './answers/wishes.ts'
import type { Bind } from './bind.ts'

/** What each route answers: HTTP in, the app's answer out. */
export function bindAnswers(bind: Bind, behind: Behind): void {
  for (const answers of [
    gateAnswers,
    caseAnswers,
    wishAnswers,
    logAnswers,
    lookAnswers,
    policyAnswers,
    peopleAnswers,
    houseAnswers,
  ])
    answers(bind, behind)
}

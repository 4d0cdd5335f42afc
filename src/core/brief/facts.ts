import { missing, type Fact } from './fact.ts'
import { dutyFacts } from './facts/duty.ts'
import { meetingFacts } from './facts/meeting.ts'
import { moneyFacts } from './facts/money.ts'
import { proofFacts } from './facts/proof.ts'
import { stopFacts } from './facts/stop.ts'
import { weaknessFacts } from './facts/weakness.ts'
import { workFacts } from './facts/work.ts'
import type { Material } from './material.ts'

/** Everything that a document may say of a case. Made once, so that all documents say the same. */
export function factsOf(material: Material) {
  const facts = {
    ...stopFacts(material),
    risk: weaknessFacts(material),
    ...moneyFacts(material),
    work: workFacts(material),
    fix: proofFacts(material),
    talk: meetingFacts(material),
    duty: dutyFacts(material),
    people: missing('people', 'product-manager', 'privacy-legal'),
    delay: missing('delay', 'product-manager'),
    disclosure: missing('disclosure', 'privacy-legal', 'executive'),
  }
  return { ...facts, decideBy: decideBy(facts) }
}

export type Facts = ReturnType<typeof factsOf>
export type { Material }

/** The next check that was agreed; before any decision, when the case goes up the ladder by itself. */
function decideBy({ talk, duty }: { talk: ReturnType<typeof meetingFacts>; duty: ReturnType<typeof dutyFacts> }): Fact {
  if (talk.decision) return talk.decision.nextCheck
  const promised = talk.followUps.filter(({ held }) => !held).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0]
  return duty.escalatesAt ?? promised?.due ?? missing('decide-by', 'security-manager')
}

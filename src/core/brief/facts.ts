import { missing, type Fact } from './fact.ts'
import { dutyFacts } from './facts/duty.ts'
import { meetingFacts } from './facts/meeting.ts'
import { moneyFacts } from './facts/money.ts'
import { newsFacts } from './facts/news.ts'
import { proofFacts } from './facts/proof.ts'
import { standingFacts } from './facts/standing.ts'
import { stopFacts } from './facts/stop.ts'
import { weaknessFacts } from './facts/weakness.ts'
import { workFacts } from './facts/work.ts'
import type { Instant } from '../instant.ts'
import type { Material } from './material.ts'
import { once } from './once.ts'

/** Everything that a document may say of a case. Made once, so that all documents say the same. */
export function factsOf(material: Material) {
  const talk = meetingFacts(material)
  const duty = dutyFacts(material)
  const next = nextCheck(talk, material.now)
  // Simulated: most documents need one of them or neither, and whoever sends the first message does not wait for them.
  const money = once(() => moneyFacts(material))
  const work = once(() => workFacts(material))
  return {
    ...stopFacts(material),
    at: material.now,
    risk: weaknessFacts(material),
    get price() {
      return money().price
    },
    get noPrice() {
      return money().noPrice
    },
    get work() {
      return work()
    },
    fix: proofFacts(material),
    talk,
    duty,
    news: newsFacts(material),
    ...standingFacts(material),
    ways: material.ways,
    hasProfile: material.profile !== undefined,
    disclosure: missing('disclosure', 'privacy-legal', 'executive'),
    nextCheck: next,
    decideBy: duty.escalatesAt ?? next,
  }
}

export type Facts = ReturnType<typeof factsOf>

/** The next moment at which people meet about it again: the check that was decided, or an update that was promised. */
function nextCheck(talk: ReturnType<typeof meetingFacts>, now: Instant): Fact {
  const checks = [
    ...talk.followUps.filter(({ held }) => !held).map(({ at, due }) => ({ at, fact: due })),
    ...(talk.decision ? [{ at: talk.decision.nextCheckAt, fact: talk.decision.nextCheck }] : []),
  ]
  const [first] = checks.filter(({ at }) => at > now).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  return first?.fact ?? missing('next-check', 'security-manager')
}

import type { Instant } from '../core/instant.ts'
import { ok, problem, type Result } from '../core/problem.ts'
import { TARGETED } from '../core/risk/defaults.ts'
import { attackChance } from '../core/risk/evidence.ts'
import type { Profile } from '../core/risk/profile.ts'
import { askFeeds, type Said } from '../core/risk/threat.ts'
import { placeOf } from '../texts/place.ts'
import type { RiskText } from '../texts/risk/read.ts'
import type { CaseFact } from '../writers/options/report.ts'
import type { CaseFacts } from './case-facts.ts'
import { loadFeeds } from './feeds.ts'
import type { ReadPorts } from './ports.ts'
import { no, type Refused } from './risk-assemble.ts'

interface Known<Answers> {
  readonly answers: Answers
  readonly facts: CaseFacts
}

/**
 * What the imported feeds have of the CVE that the answers or the case name. An answer that relies on them is completed; where
 * nobody says how likely an attack is, they stand in. Feeds are not opened where no CVE is named.
 */
export function withFeeds<Answers extends RiskText | undefined>(
  { answers, facts }: Known<Answers>,
  profile: Profile | undefined,
  now: Instant,
  { data }: ReadPorts,
): Result<Known<Answers>, Refused> {
  const relied = answers?.byFeeds
  const cves = relied?.cve === undefined ? facts.cves.map(({ cve }) => cve) : [relied.cve]
  if (cves.length === 0) return relied ? noCve(answers!) : ok({ answers, facts })
  const feeds = loadFeeds(data)
  if (!feeds.ok) return no(feeds.problem)
  const { evidence, feeds: used, says } = askFeeds({ cves, feeds: feeds.value, now, ...exploitedIn(facts) })
  if (relied && !evidence) return notInFeeds(answers!, cves, says)
  const chance = evidence && attackChance({ ...evidence, targeted: relied?.targeted ?? TARGETED })
  const own = !relied && [answers, profile].some((one) => one?.inputs.attackChance30Days !== undefined)
  return ok({
    answers:
      answers && relied && chance
        ? { ...answers, inputs: { ...answers.inputs, attackChance30Days: chance }, feeds: used }
        : answers,
    facts: {
      ...facts,
      facts: [...facts.facts, ...says.flatMap((said) => factOf(said, facts, own))],
      ...(chance && { byDefault: { chance, feeds: used } }),
    },
  })
}

const exploitedIn = ({ exploited }: CaseFacts) => exploited && { exploited }

/** What a feed says of a CVE stands beside the entry whose finding names it. */
const factOf = ({ cve, says, use }: Said, { cves }: CaseFacts, own: boolean): readonly CaseFact[] => {
  const named = cves.find((one) => one.cve === cve)
  if (!named) return []
  return [
    {
      entry: named.n,
      by: named.by,
      says: `${cve}: ${says}`,
      use: own && use === 'rests on it' ? 'somebody gave the chance: theirs counts' : USES[use],
    },
  ]
}

const USES: Readonly<Record<Said['use'], string>> = {
  'rests on it': 'attack_chance_30_days, times the chance that we are among the targets',
  'overruled by evidence': 'no figure rests on it: exploitation is known',
  'too old': 'too old: no figure rests on it, import a newer one',
  'too new': 'not known yet at the moment that is asked for',
}

const noCve = ({ text }: RiskText): Result<never, Refused> =>
  no(
    problem(
      'risk/no-cve',
      '"threat" relies on the imported feeds, and nothing names a CVE.',
      'Add cve, or give epss or exploited yourself.',
      placeOf(text, ['threat'], 'key'),
    ),
  )

const notInFeeds = ({ text }: RiskText, cves: readonly string[], says: readonly Said[]): Result<never, Refused> =>
  no(
    problem(
      'risk/not-in-feeds',
      says.length === 0
        ? `No imported feed has ${cves.join(', ').slice(0, 100)}.`
        : says.map((said) => `${said.cve}: ${said.says} (${USES[said.use]}).`).join(' '),
      'Import a feed (holdpoint feeds import <file>), or give epss or exploited yourself, with its day.',
      placeOf(text, ['threat'], 'key'),
    ),
  )

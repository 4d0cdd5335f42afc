import { plain } from '../../core/plain.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { SeenCandidate, SeenCase, SeenFacets } from './seen.ts'

/** Something of a case that a command is about: by what it is called there. */
interface Named {
  readonly name: number | string
  readonly says: string
}

interface Pick {
  readonly what: string
  /** Those that are open, so that one of them may be meant without being named. */
  readonly open: (facets: SeenFacets, now: string) => readonly Named[]
}

const named = <T extends { readonly n: number }>(all: readonly T[], says: (one: T) => string): readonly Named[] =>
  all.map((one) => ({ name: one.n, says: says(one) }))

const nameOf = ({ product, build }: SeenCandidate) => `${product} ${build.version ?? build.commit ?? build.digests[0]}`

/** Not lifted, and not seen through by its last proof. */
function openCandidates({ candidates, proofs, lifts }: SeenFacets): readonly SeenCandidate[] {
  const failed = (n: number) => {
    const last = proofs.findLast(({ candidate }) => candidate === n)?.proof
    return last !== undefined && (last['found'] === true || last['as_required'] === false || last['removed'] === false)
  }
  return candidates.filter(({ n }) => !failed(n) && !lifts.some(({ candidate }) => candidate === n))
}

const PICKS = {
  candidate: { what: 'candidate', open: (facets) => named(openCandidates(facets), nameOf) },
  finding: {
    what: 'finding',
    open: ({ findings }) =>
      findings
        .filter(({ dismissed }) => !dismissed)
        .map(({ finding, title, severity }) => ({
          name: finding,
          says: `${severity}: ${plain(title ?? '(erased)', 60)}`,
        })),
  },
  unanswered: {
    what: 'objection without an answer',
    open: ({ objections }) =>
      named(
        objections.filter(({ answer, outcome }) => !answer && !outcome),
        ({ who, kind }) => `${who}, ${kind.replaceAll('_', ' ')}`,
      ),
  },
  unsettled: {
    what: 'objection that is not settled',
    open: ({ objections }) =>
      named(
        objections.filter(({ outcome }) => !outcome),
        ({ who, kind, answer }) => `${who}, ${kind.replaceAll('_', ' ')}${answer ? '; answered' : ''}`,
      ),
  },
  unverified: {
    what: 'containment that is not verified',
    open: ({ containments }) =>
      named(
        containments.filter(({ state }) => state === 'applied'),
        ({ kind }) => kind.replaceAll('_', ' '),
      ),
  },
  containment: {
    what: 'containment',
    open: ({ containments }) =>
      named(
        containments.filter(({ state }) => state !== 'removed'),
        ({ kind }) => kind.replaceAll('_', ' '),
      ),
  },
  pendingAcceptance: {
    what: 'acceptance that waits',
    open: ({ acceptances }, now) =>
      named(
        acceptances.filter(({ outcome, until }) => outcome === 'pending' && until > now),
        ({ by, until, approved_by }) =>
          `asked for by ${by}, until ${until}${approved_by.length > 0 ? `; agreed so far: ${approved_by.join(', ')}` : ''}`,
      ),
  },
  grantedAcceptance: {
    what: 'acceptance in force',
    open: ({ acceptances }, now) =>
      named(
        acceptances.filter(({ outcome, until }) => outcome === 'granted' && until > now),
        ({ by, until }) => `asked for by ${by}, until ${until}`,
      ),
  },
  openOverride: {
    what: 'override that is open',
    open: ({ overrides }, now) =>
      named(
        overrides.filter(({ ended_at, until }) => ended_at === undefined && until > now),
        ({ digest, until }) => `${digest.slice(0, 19)}…, until ${until}`,
      ),
  },
  endedOverride: {
    what: 'override that waits for its review',
    open: ({ overrides }, now) =>
      named(
        overrides.filter(({ ended_at, until, reviewed }) => !reviewed && (ended_at !== undefined || until <= now)),
        ({ digest, until }) => `${digest.slice(0, 19)}…, until ${until}`,
      ),
  },
  change: {
    what: 'change that waits',
    open: ({ changes }) =>
      named(
        changes.filter(({ outcome }) => outcome === 'pending'),
        ({ by, change }) => `${change.kind.replaceAll('_', ' ')}, proposed by ${by}`,
      ),
  },
  plan: { what: 'plan', open: ({ plans }) => named(plans.slice(-1), ({ by }) => `proposed by ${by}`) },
  followUp: {
    what: 'follow-up that was promised',
    open: ({ follow_ups }) =>
      named(
        follow_ups.filter(({ held }) => !held),
        ({ due }) => `due ${due}`,
      ),
  },
  action: {
    what: 'action that is not done',
    open: ({ actions }) =>
      named(
        actions.filter(({ finished }) => !finished),
        ({ owner, due }) => `${owner}, due ${due}`,
      ),
  },
} as const satisfies Readonly<Record<string, Pick>>

export type PickName = keyof typeof PICKS

/** What is open in a case, as `show` lists it. */
export function openIn({ facets }: SeenCase, now: string): readonly (Named & { readonly what: string })[] {
  if (!facets) return []
  return LISTED.flatMap(([from, what]) => PICKS[from].open(facets, now).map((one) => ({ what, ...one })))
}

const LISTED: readonly (readonly [PickName, string])[] = [
  ['finding', 'finding'],
  ['candidate', 'candidate'],
  ['unsettled', 'objection'],
  ['containment', 'containment'],
  ['pendingAcceptance', 'asked for'],
  ['grantedAcceptance', 'accepted'],
  ['openOverride', 'override'],
  ['endedOverride', 'to review'],
  ['change', 'change'],
  ['plan', 'plan'],
  ['followUp', 'promised'],
  ['action', 'owed'],
]

/** The one that is meant: as it was named, or the only one that is open. */
export function picked(
  from: PickName,
  { given, flag, now }: { readonly given: string | undefined; readonly flag: string; readonly now: string },
  { case: id, facets }: SeenCase,
): Result<number | string> {
  if (given !== undefined) return byName(from, given, flag, facets)
  const { what, open } = PICKS[from]
  if (!facets)
    return refuse('usage/not-named', `Which ${what} of ${id}?`, `Name it: --${flag}. Your role does not list them.`)
  const all = open(facets, now)
  const [only, second] = all
  if (!only)
    return refuse(
      'usage/none-open',
      `${id} has no ${what}${what.includes(' ') ? '' : ' that is open'}.`,
      `\`holdpoint show ${id}\` says what comes next.`,
    )
  if (!second) return ok(only.name)
  const listed = all.map(({ name, says }) => `${name} (${says})`).join('; ')
  return refuse('usage/several-open', `Which ${what}? ${id} has ${listed}.`, `Name it: --${flag} ${only.name}.`)
}

/** By its entry; a candidate by its version too, a finding by what its identity begins with. */
function byName(from: PickName, given: string, flag: string, facets: SeenFacets | undefined): Result<number | string> {
  if (from === 'finding') {
    const [one, other] = (facets?.findings ?? []).filter(({ finding }) => finding.startsWith(given))
    return ok(one && !other ? one.finding : given)
  }
  if (/^[1-9]\d{0,8}$/.test(given)) return ok(Number(given))
  const version = given.slice(given.lastIndexOf('@') + 1)
  const called =
    facets && from === 'candidate' ? facets.candidates.filter(({ build }) => build.version === version) : []
  const [one, other] = called
  if (one && !other) return ok(one.n)
  return refuse(
    'usage/not-an-entry',
    other
      ? `Several candidates are called ${plain(version, 40)}: ${called.map(({ n }) => n).join(', ')}.`
      : `"${plain(given, 40)}" names no ${PICKS[from].what}.`,
    `Name it by its entry: --${flag} 12.`,
  )
}

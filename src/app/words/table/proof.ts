import { parseReleaseName } from '../../../core/ids.ts'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import { plain } from '../../../core/plain.ts'
import { picked } from '../picks.ts'
import type { SeenCase } from '../seen.ts'
import {
  digest,
  file,
  type Given,
  Instead,
  MANY,
  NEEDED,
  person,
  pick,
  PRODUCT,
  REASON,
  set,
  short,
  text,
  type Word,
  word,
  yesOrNo,
  moment,
} from '../word.ts'
import { buildOf } from './stop.ts'

const KINDS = ['retest', 'manual', 'component', 'configuration', 'review'] as const

const versionOf = (n: unknown, { facets }: SeenCase) => {
  const known = facets?.candidates.find((one) => one.n === n)
  return known ? `${known.product} ${known.build.version ?? ''}`.trim() : `candidate ${String(n)}`
}

/** A proof as its kind has it; `found` is what everybody is asked, whatever looked. */
function proofOf(given: Given, { facets }: SeenCase): Result<object> {
  const { candidate, finding, evidence, found, tool, component, version, scope, looked, subject } = given
  const kind = given['kind'] ?? (tool !== undefined ? 'retest' : component !== undefined ? 'component' : 'manual')
  if (kind !== 'component' && found === undefined)
    return refuse('usage/missing-field', 'Is the weakness still there?', 'Say --found yes or no.')
  const own = facets?.candidates.find(({ n }) => n === candidate)?.build.digests ?? []
  const about = { subject: (subject as readonly string[]).length > 0 ? subject : own }
  const proofs: Readonly<Record<string, object>> = {
    retest: { report: evidence, tool, scope, looked, found },
    manual: { evidence, found },
    component: { sbom: evidence, component, version },
    configuration: { evidence, as_required: found === false },
    review: { evidence, removed: found === false },
  }
  return ok({ candidate, finding, proof: { kind, ...proofs[String(kind)], ...about } })
}

/** A build that carries the fix; or who wrote one that is declared already. */
function fixersOf(given: Given, seen: SeenCase): Result<object | Instead> {
  const { product, candidate, commit, digests, fixers } = given
  const named = candidate as string | undefined
  const isBuild = (digests as readonly string[]).length > 0 || commit !== undefined
  if (!isBuild) {
    const known = picked('candidate', { given: named, flag: 'candidate', now: '' }, seen)
    if (!known.ok && named?.includes('@')) return NO_BUILD(named)
    return known.ok ? ok(new Instead('declare_fixers', { candidate: known.value, fixers })) : known
  }
  const release = named === undefined ? ok({ product: undefined, version: undefined }) : parseReleaseName(named)
  if (!release.ok) return release
  const build = buildOf({ digests, commit, version: release.value.version })
  const known = declared(digests as readonly string[], seen)
  if (known !== undefined) return ok(new Instead('declare_fixers', { candidate: known, fixers }))
  return ok({ product: release.value.product ?? product, build, fixers })
}

/** Said once more with another name, it says who else wrote the fix. */
const declared = (digests: readonly string[], { facets }: SeenCase): number | undefined =>
  digests.length === 0
    ? undefined
    : facets?.candidates.find(({ build }) => digests.every((one) => build.digests.includes(one)))?.n

const NO_BUILD = (named: string) =>
  refuse(
    'usage/missing-field',
    `Which build of ${plain(named, 80)}? A version may name many.`,
    'Give its --digest, again for each artifact, or its --commit.',
  )

/** The build that is meant: the one that is named, else what is known to be held. */
function scopeOf(given: Given, { facets, case: id }: SeenCase): Result<object> {
  if (given['line'] === true) return ok({ kind: 'line' })
  const { digests, commit } = given
  if ((digests as readonly string[]).length > 0 || commit !== undefined)
    return ok({ kind: 'build', build: buildOf(given) })
  const affected = facets?.holds.find(({ product }) => product === given['product'])?.affected ?? []
  const known = {
    digests: affected.flatMap((one) => one.digests),
    commits: affected.flatMap((one) => one.commits),
    versions: affected.flatMap((one) => one.versions),
  }
  const [version, another] = known.versions
  const named = given['version'] ?? (another === undefined ? version : undefined)
  const build = buildOf({ digests: known.digests, commit: known.commits[0], version: named })
  return known.digests.length > 0 || known.commits.length === 1
    ? ok({ kind: 'build', build })
    : refuse(
        'usage/missing-field',
        `${id} knows no artifact of what would ship.`,
        'Give its --digest, again for each artifact, or its --commit; --line where policy lets a whole line be accepted.',
      )
}

const outcomeOf = (n: unknown, { facets }: SeenCase) => facets?.acceptances.find((one) => one.n === n)?.outcome

/** Who could agree as well, and before when: an acceptance that was asked for is over at its own end. */
function whoElse(n: unknown, { facets, next }: SeenCase): string {
  const until = facets?.acceptances.find((one) => one.n === n)?.until
  const step = next.find(({ wish, about }) => wish === 'approve_acceptance' && about === n)
  const names = step && step.who.length > 0 ? step.who : step?.roles
  const some = names?.slice(0, 5).join(' or ') ?? ''
  const before = until === undefined ? '' : ` before ${short(until)}`
  return `${before}${some === '' ? '' : `: ${some}${names!.length > 5 ? ` (of ${names!.length})` : ''}`}`
}

export const PROOF_WORDS = {
  fixers: {
    wish: 'declare_candidate',
    options: [
      text('candidate', 'the build that carries the fix: payments@2.4.1; or one that is declared, by its entry', {
        shown: '<release|entry>',
      }),
      digest('digest', 'an artifact of it; may be given again', { ...MANY, field: 'digests', fallback: [] }),
      text('commit', 'its commit, in full', { shown: '<sha>' }),
      person('by', 'who wrote the fix; may be given again', { ...MANY, ...NEEDED, field: 'fixers' }),
      PRODUCT,
    ],
    says: fixersOf,
    done: ({ fixers }, { facets }) =>
      `Declared ${facets?.candidates.length ? versionOf(facets.candidates.at(-1)!.n, { facets } as SeenCase) : 'it'}, fixed by ${(fixers as readonly string[]).join(', ')}: they prove and lift nothing on it.`,
  },
  retest: {
    wish: 'record_proof',
    options: [
      yesOrNo('found', 'is the weakness still there?'),
      file('evidence', 'the report, or what was seen', NEEDED),
      pick('candidate', 'candidate'),
      pick('finding', 'finding'),
      word('kind', KINDS, 'what sort of proof; `retest` with --tool, else by hand'),
      text('tool', 'the tool that found it, and looked again', { shown: '<name>' }),
      word('scope', ['same', 'wider', 'narrower', 'unknown'], 'how far it looked, against the first time', {
        fallback: 'same',
      }),
      yesOrNo('looked', 'does the report say that this check ran?', { fallback: true }),
      text('component', 'by an SBOM: the component', { shown: '<name>' }),
      text('version', 'by an SBOM: its version', { shown: '<version>' }),
      digest('subject', "what the evidence is about; the candidate's artifacts where not given", {
        ...MANY,
        fallback: [],
      }),
    ],
    says: proofOf,
    done: ({ candidate, found }, after) =>
      found === true
        ? `The weakness is still in ${versionOf(candidate, after)}. It stays held.`
        : `Recorded: it is gone from ${versionOf(candidate, after)}.`,
  },
  lift: {
    wish: 'lift',
    options: [
      pick('candidate', 'candidate'),
      word('line', ['ends', 'stays'], 'are later releases still held?', { fallback: 'ends' }),
    ],
    done: ({ candidate }, after) =>
      after.facets?.lifts.some((one) => one.candidate === candidate)
        ? `LIFTED for ${versionOf(candidate, after)}: it may ship. What is known to be vulnerable stays held.`
        : `You agreed to lift it for ${versionOf(candidate, after)}; it takes somebody else too.`,
  },
  accept: {
    wish: 'request_acceptance',
    options: [
      moment('until', 'when it ends: +5d, or 2026-11-25T17:00Z', NEEDED),
      REASON,
      text('version', 'of the build', { shown: '<version>' }),
      text('commit', 'of the build, in full', { shown: '<sha>' }),
      digest('digest', 'an artifact of the build; may be given again', { ...MANY, field: 'digests', fallback: [] }),
      set('line', 'every release of the line, as long as the findings stay the same'),
      text('environment', 'where; may be given again', {
        ...MANY,
        field: 'environments',
        fallback: ['production'],
        shown: '<name>',
      }),
      moment('from', 'when it begins; now where not given'),
      text('option', 'which way out was chosen', { shown: '<name>' }),
      text('condition', 'under which condition; may be given again', { ...MANY, field: 'conditions', fallback: [] }),
      text('control', 'a verified containment that it leans on, by its entry; may be given again', {
        ...MANY,
        field: 'controls',
        fallback: [],
        shown: '<entry>',
      }),
      text('missing', 'evidence that it does without, as a code; may be given again', {
        ...MANY,
        fallback: [],
        shown: '<code>',
      }),
      PRODUCT,
    ],
    says(given, seen) {
      const scope = scopeOf(given, seen)
      if (!scope.ok) return scope
      const { version: _v, commit: _c, digests: _d, line: _l, controls, ...rest } = given
      return ok({ ...rest, scope: scope.value, controls: (controls as readonly string[]).map(Number) })
    },
    done: ({ until }) => `Asked to accept the risk until ${short(until)}. It stays held until somebody else agrees.`,
  },
  'accept approve': {
    wish: 'approve_acceptance',
    options: [pick('acceptance', 'pendingAcceptance')],
    done: ({ acceptance }, after) =>
      outcomeOf(acceptance, after) === 'granted'
        ? 'Accepted: it may ship until then, and not a moment longer.'
        : `You agreed; it takes somebody else too${whoElse(acceptance, after)}. Until then it stays held.`,
  },
  'accept refuse': {
    wish: 'refuse_acceptance',
    options: [pick('acceptance', 'pendingAcceptance'), REASON],
    done: () => 'Refused. It stays held.',
  },
  'accept revoke': {
    wish: 'revoke_acceptance',
    options: [pick('acceptance', 'grantedAcceptance')],
    done: () => 'Revoked: it is held again.',
  },
  override: {
    wish: 'break_glass',
    options: [
      digest('digest', 'the one artifact that may pass', NEEDED),
      moment('until', 'hours, not days: +2h', NEEDED),
      REASON,
      text('environment', 'where', { fallback: 'production', shown: '<name>' }),
      PRODUCT,
    ],
    done: ({ until, environment }) =>
      `The glass is broken: this one digest may go to ${String(environment)} until ${short(until)}, once. It is reviewed afterwards.`,
  },
  'override close': {
    wish: 'close_override',
    options: [pick('override', 'openOverride')],
    done: () => 'Closed: it is held again.',
  },
  'override review': {
    wish: 'review_override',
    options: [pick('override', 'endedOverride'), text('finding', 'what the review found', NEEDED)],
    done: () => 'Reviewed.',
  },
} as const satisfies Readonly<Record<string, Word>>

import { containmentKind, objectionKind } from '../../../core/case/values.ts'
import { SEVERITIES, severityOfScore } from '../../../core/finding/severity.ts'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import { score } from '../../../core/score/index.ts'
import type { SeenCase, SeenView } from '../seen.ts'
import {
  EVIDENCE,
  file,
  type Given,
  MANY,
  moment,
  NEEDED,
  person,
  pick,
  PRODUCT,
  REASON,
  short,
  text,
  type Word,
  word,
  yesOrNo,
} from '../word.ts'

export const wordsOf = ({ form }: { readonly form: { readonly is: string; readonly words?: readonly string[] } }) =>
  form.words ?? []

const VIEW = [
  word('severity', SEVERITIES, "on the organisation's scale; the vector's own where not given"),
  text('vector', 'CVSS:4.0/… or an older one; its score is computed', { shown: '<vector>' }),
  yesOrNo('in-production', 'is it in what production runs today?'),
  yesOrNo('exploited', 'is anybody known to exploit it?'),
]

interface SaidView {
  readonly severity?: string
  readonly vector?: string
  readonly exploited?: boolean
  readonly in_production?: boolean
}

/** What was said, over what was known: nobody says again what has not changed. */
function viewOf(given: Given, { facets }: SeenCase): Result<SeenView> {
  const said = given as SaidView
  const known = facets?.assessments.at(-1)?.view
  const vector = said.vector ?? known?.vector
  const computed = said.vector === undefined ? undefined : score(said.vector)
  if (computed && !computed.ok) return computed
  const severity = said.severity ?? (computed ? severityOfScore(computed.value.score) : known?.severity)
  const inProduction = said.in_production ?? known?.in_production
  if (severity === undefined)
    return refuse('usage/missing-field', 'How grave is it?', 'Say --severity critical, or give the vector.')
  if (inProduction === undefined)
    return refuse('usage/missing-field', 'Is it in what production runs today?', 'Say --in-production yes or no.')
  return ok({
    severity,
    exploited: said.exploited ?? known?.exploited ?? false,
    in_production: inProduction,
    ...(vector !== undefined && { vector }),
  })
}

const graded = ({ facets }: SeenCase, { severity }: SaidView): string => {
  const view = facets?.assessments.at(-1)?.view as (SeenView & { score?: number }) | undefined
  return view ? `${view.severity}${view.score === undefined ? '' : ` ${view.score.toFixed(1)}`}` : String(severity)
}

/** `pam: The launch was announced for today.` */
export function spokenOf(
  texts: readonly string[],
  flag: string,
): Result<readonly (readonly [who: string, what: string])[]> {
  const read = texts.map((one) => /^([A-Za-z0-9][A-Za-z0-9._@+:-]{0,99}): +(\S[^]*)$/.exec(one))
  const wrong = read.findIndex((one) => !one)
  return wrong < 0
    ? ok(read.map((one) => [one![1]!, one![2]!] as const))
    : refuse(
        'usage/not-spoken',
        `"${texts[wrong]!.slice(0, 60)}" does not say who.`,
        `Write --${flag} "pam: The launch was announced."`,
      )
}

export const RISK_WORDS = {
  assess: {
    wish: 'assess',
    options: [...VIEW, text('learned', 'what is known now that was not before; a re-assessment says it'), EVIDENCE],
    says(given, seen) {
      const view = viewOf(given, seen)
      const { learned, evidence } = given
      return view.ok ? ok({ view: view.value, evidence, ...(learned !== undefined && { learned }) }) : view
    },
    done: (given, after) => `Rated ${graded(after, given)}.`,
  },
  'assess lower': {
    wish: 'propose_change',
    options: [
      ...VIEW,
      text('learned', 'what is known now that was not before', NEEDED),
      REASON,
      { ...EVIDENCE, ...NEEDED },
    ],
    says(given, seen) {
      const view = viewOf(given, seen)
      const { learned, evidence, reason } = given
      return view.ok ? ok({ change: { kind: 'lower', view: view.value, learned }, evidence, reason }) : view
    },
    done: ({ severity }) => `Proposed to rate it ${String(severity ?? 'lower')}; a second person has to agree.`,
  },
  contain: {
    wish: 'contain',
    options: [
      word('kind', wordsOf(containmentKind), 'what sort of measure', NEEDED),
      text('what', 'what was done', NEEDED),
      PRODUCT,
    ],
    done: ({ kind }) =>
      `Contained (${String(kind).replaceAll('_', ' ')}); the hold stands. It counts once somebody verified it.`,
  },
  'contain verify': {
    wish: 'verify_containment',
    options: [pick('containment', 'unverified'), file('evidence', 'what shows that it works', NEEDED)],
    done: ({ containment }) => `Containment ${String(containment)} is verified.`,
  },
  'contain remove': {
    wish: 'remove_containment',
    options: [pick('containment', 'containment'), REASON],
    done: ({ containment }) => `Containment ${String(containment)} is taken away.`,
  },
  decide: {
    wish: 'record_decision',
    argument: word('decided', ['halt', 'ship', 'contain', 'defer', 'escalate'], 'what was decided', NEEDED),
    options: [
      person('by', 'who decided; may be given again', { ...MANY, ...NEEDED, field: 'deciders' }),
      moment('next-check', 'when it is looked at again: +4h, or 2026-11-20T18:00Z', NEEDED),
      text('option', 'which way out', { shown: '<name>' }),
      text('condition', 'under which condition; may be given again', { ...MANY, field: 'conditions', fallback: [] }),
      text('dissent', '"pam: The launch was announced."; may be given again', { ...MANY, fallback: [] }),
    ],
    says({ dissent, ...rest }) {
      const spoken = spokenOf(dissent as readonly string[], 'dissent')
      if (!spoken.ok) return spoken
      return ok({ ...rest, dissent: spoken.value.map(([actor, words]) => ({ actor, words })) })
    },
    done: ({ decided, deciders, next_check }) =>
      `Recorded: ${(deciders as readonly string[]).join(', ')} decided to ${String(decided)}. Next check ${short(next_check)}. A hold ends by proof, acceptance or override alone.`,
  },
  object: {
    wish: 'object',
    options: [
      text('claim', 'what is said against the hold', NEEDED),
      person('who', 'who says it', NEEDED),
      word('kind', wordsOf(objectionKind), 'which objection it is', { fallback: 'other' }),
      text('interest', 'what they need'),
      text('asks', 'what they ask for'),
    ],
    done: ({ who }) => `Written down what ${String(who)} objects.`,
  },
  'object answer': {
    wish: 'answer',
    options: [pick('objection', 'unanswered'), text('answer', 'what there is to say to it', NEEDED), EVIDENCE],
    done: ({ objection }) => `Objection ${String(objection)} is answered.`,
  },
  'object settle': {
    wish: 'settle',
    argument: word('outcome', ['conceded', 'taken_back', 'overruled'], 'how it ended', NEEDED),
    options: [pick('objection', 'unsettled')],
    done: ({ objection, outcome }) => `Objection ${String(objection)} is ${String(outcome).replaceAll('_', ' ')}.`,
  },
} as const satisfies Readonly<Record<string, Word>>

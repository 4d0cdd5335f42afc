import type { Digest } from '../../core/ids.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { ok, type Problem, problem, type Result } from '../../core/problem.ts'
import { byPlace, type Formed, readForm } from '../form.ts'
import { placeOf } from '../place.ts'
import { casesForm } from './cases.ts'
import { policyForm, type RepositoryForm, repositoryForm } from './form.ts'
import { checkRules, raisesOf, readIgnore, rulesOf } from './read.ts'
import { TIGHTEN, tightened } from './tighten.ts'

/**
 * Lays a repository's own file over the organisation's policy. It may add rules that hold, raises, evidence and shorter times;
 * everything that would loosen is refused, by name and place.
 *
 * @param digest  of both texts together
 */
export function layer(
  organisation: Policy,
  file: string,
  text: string,
  digest: Digest,
): Result<Policy, readonly Problem[]> {
  const formed = readForm(file, text, repositoryForm, 'policy')
  if (!formed.ok) return { ok: false, problem: formed.problem.map(asLoosening) }
  const { value } = formed.value
  const { ignore, problems } = readIgnore(formed.value)
  const stricter = tightened(formed.value, organisation.cases)
  const found = [...checkRules(formed.value), ...loosenings(formed.value, organisation), ...stricter.problems]
  const all = [...problems, ...found].toSorted(byPlace)
  if (all.length > 0) return { ok: false, problem: all }
  const { maxAgeHours } = organisation.evidence
  const hours = value.evidence?.max_age_hours ?? maxAgeHours
  return ok({
    ...organisation,
    digest,
    validMinutes: value.valid_minutes ?? organisation.validMinutes,
    evidence: {
      require: [...new Set([...organisation.evidence.require, ...(value.evidence?.require ?? [])])],
      ...(hours !== undefined && { maxAgeHours: hours }),
    },
    cases: stricter.cases,
    ignore: [...organisation.ignore, ...ignore],
    repository: { name: value.name, rules: rulesOf(value.rules ?? []), raises: raisesOf(value) },
  })
}

function loosenings(text: Formed<RepositoryForm>, organisation: Policy): readonly Problem[] {
  const { value } = text
  const found: Problem[] = []
  const refuse = (message: string, hint: string, ...path: (string | number)[]) =>
    found.push(problem('policy/loosens', message, hint, placeOf(text, path)))
  for (const [i, { id, treatment }] of (value.rules ?? []).entries()) {
    if (treatment === 'schedule' || treatment === 'note')
      refuse(
        `The rule "${id}" lets findings pass (${treatment}).`,
        `${TIGHTEN} Only remediate, contain and assess may be added.`,
        'rules',
        i,
        'treatment',
      )
    if (organisation.rules.some((rule) => rule.id === id))
      refuse(
        `The rule "${id}" has the name of one of the organisation's.`,
        'Give it a name of its own: verdicts quote it.',
        'rules',
        i,
        'id',
      )
  }
  const hours = value.evidence?.max_age_hours
  const { maxAgeHours } = organisation.evidence
  if (hours !== undefined && maxAgeHours !== undefined && hours > maxAgeHours)
    refuse(
      `Evidence may be ${hours} hours old here, and ${maxAgeHours} in the organisation.`,
      TIGHTEN,
      'evidence',
      'max_age_hours',
    )
  if (value.valid_minutes !== undefined && value.valid_minutes > organisation.validMinutes)
    refuse(
      `An answer would be good for ${value.valid_minutes} minutes here, and for ${organisation.validMinutes} in the organisation.`,
      TIGHTEN,
      'valid_minutes',
    )
  for (const [i, { author }] of (value.ignore ?? []).entries())
    if (!organisation.trustedAuthors.includes(author))
      refuse(
        `"${author}" may not excuse findings.`,
        `${TIGHTEN} trusted_authors of the organisation's policy says who may.`,
        'ignore',
        i,
        'author',
      )
  return found
}

/** What only the organisation says, at the top, of severities and of cases. */
const ITS_OWN: ReadonlySet<string> = new Set([
  'names',
  'roles',
  'levels',
  'by_amount',
  'across_line',
  'always',
  'unrestricted',
  'sensitive',
  'let_in',
  ...Object.keys(casesForm.shape),
  ...Object.keys(policyForm.shape),
])

/** A key that only the organisation may write is no slip of the pen. */
function asLoosening(found: Problem): Problem {
  const key = /^"([^"]+)" is not known here\.$/.exec(found.message)?.[1]
  if (found.code !== 'policy/unknown-key' || key === undefined || !ITS_OWN.has(key)) return found
  return { ...found, code: 'policy/loosens', message: `"${key}" belongs to the organisation's policy.`, hint: TIGHTEN }
}

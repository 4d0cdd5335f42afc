import * as z from 'zod'
import type { Grant } from '../core/case/rules.ts'
import { type Actor, parseActor } from '../core/ids.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import { ROLES } from '../core/policy/role.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import { byPlace, type Formed, MAX_PROBLEMS, readForm } from './form.ts'
import { placeOf } from './place.ts'

const role = z.enum(ROLES)
const moment = z.string().describe('An instant: 2026-11-20T09:00:00Z')

/** Who is who: `people: { ana: analyst, ben: [security-manager], mia: { role: security-manager, until: … } }`. */
const peopleForm = z.strictObject({
  schema: z.literal('holdpoint/people/v1'),
  people: z.record(
    z.string(),
    z.union([role, z.array(role).min(1), z.strictObject({ role, since: moment.optional(), until: moment.optional() })]),
  ),
})

const ALWAYS = '0001-01-01T00:00:00.000Z' as Instant

/** Everybody's roles, or what is wrong with the text (at most a hundred things). */
export function readPeople(
  file: string,
  text: string,
): Result<ReadonlyMap<Actor, readonly Grant[]>, readonly Problem[]> {
  const formed = readForm(file, text, peopleForm, 'people')
  if (!formed.ok) return formed
  const people = new Map<Actor, readonly Grant[]>()
  const problems: Problem[] = []
  for (const [name, said] of Object.entries(formed.value.value.people)) {
    if (problems.length >= MAX_PROBLEMS) break
    const actor = parseActor(name)
    if (!actor.ok) problems.push({ ...actor.problem, at: placeOf(formed.value, ['people', name], 'key') })
    else people.set(actor.value, grantsOf(said, name, formed.value, problems))
  }
  return problems.length > 0 ? { ok: false, problem: problems.toSorted(byPlace) } : ok(people)
}

type Said = z.infer<typeof peopleForm>['people'][string]

function grantsOf(said: Said, name: string, text: Formed<unknown>, problems: Problem[]): readonly Grant[] {
  if (typeof said === 'string') return [{ role: said, since: ALWAYS }]
  if (Array.isArray(said)) return said.map((one) => ({ role: one, since: ALWAYS }))
  const read = (key: 'since' | 'until'): Instant | undefined => {
    if (said[key] === undefined) return undefined
    const instant = parseInstant(said[key])
    if (instant.ok) return instant.value
    problems.push(
      problem('people/unreadable', instant.problem.message, instant.problem.hint, placeOf(text, ['people', name, key])),
    )
    return undefined
  }
  const until = read('until')
  return [{ role: said.role, since: read('since') ?? ALWAYS, ...(until && { until }) }]
}

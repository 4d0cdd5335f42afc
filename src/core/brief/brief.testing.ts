import type { Case } from '../case/case.ts'
import { RULES } from '../case/case.testing.ts'
import { evolve } from '../case/evolve.ts'
import type { CaseEvent, Fact as Happening } from '../case/event.ts'
import { noCase } from '../case/case.ts'
import type { Actor, CaseId, Digest, Uuid } from '../ids.ts'
import { addMillis, type Instant } from '../instant.ts'
import type { Sealed } from '../log/entry.ts'
import { forecast } from '../plan/forecast.ts'
import type { Foreseen, Material } from './material.ts'

/** Words behind seals, for tests: a seal is the number of its words. */
export class Words {
  readonly #texts: string[] = []

  seal(text: string): Sealed {
    this.#texts.push(text)
    return { sealed: String(this.#texts.length - 1).padStart(64, '0') }
  }

  open = ({ sealed }: Sealed): string | undefined => this.#texts[Number(sealed)]
}

export const START = '2026-11-20T09:00:00.000Z' as Instant
const POLICY = `sha256:${'9'.repeat(64)}` as Digest

/** A case in which these things happened one minute apart, by whom they say; what no rule allowed may stand in it as well. */
export function caseOf(happenings: readonly (Happening & { readonly by?: string })[], id = 'HP-7' as CaseId): Case {
  return happenings.reduce<Case>((state, { by = 'ana', type, ...data }, i) => {
    const event = {
      v: 1,
      stream: id,
      n: i + 1,
      type,
      at: addMillis(START, i * 60_000),
      actor: by as Actor,
      command: `0193e5f0-7c1a-7b3e-8a5d-${String(i).padStart(12, '0')}` as Uuid,
      data: { ...data, policy: POLICY },
    } as unknown as CaseEvent
    return evolve(state, event)
  }, noCase(id))
}

export const materialOf = (state: Case, words: Words, now: Instant = addMillis(START, 3_600_000)): Material => ({
  state,
  open: words.open,
  rules: RULES,
  now,
  foresee: () => foreseen(state, now),
})

/** When the last plan of a case may be done, where everybody works at any hour. */
function foreseen(state: Case, now: Instant): Foreseen | undefined {
  const plan = [...state.plans.values()].at(-1)
  if (!plan) return undefined
  const always = [{ from: START, until: addMillis(START, 365 * 86_400_000) }]
  const owners = [...new Set(plan.tasks.map(({ owner }) => owner))]
  const overrun = { basis: 'default' } as const
  const end = forecast(
    {
      now,
      people: owners.map((id) => ({ id, working: always })),
      tasks: plan.tasks.map(({ task, title, owner, low, likely, high, after }) => ({
        id: task,
        title: title.sealed,
        estimate: { low, likely, high, by: plan.by },
        who: [owner],
        after,
      })),
      regression: 'full',
      overrun,
      displaces: plan.displaces.map(({ owner }) => ({ work: '', owner, person: owners[0]! })),
    },
    { seed: 1, iterations: 200 },
  )
  if (!end.ok) throw new Error(end.problem[0]!.message)
  const inputs = `sha256:${'8'.repeat(64)}` as Digest
  return { forecast: end.value, overrun, inputs, program: 'holdpoint 0.1.0', files: ['case.jsonl'], hoursAssumed: true }
}

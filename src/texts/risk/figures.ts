import * as z from 'zod'
import type { Outsiders } from '../../core/risk/case.ts'
import type { Constraint } from '../../core/risk/constraints.ts'
import type { Milestone } from '../../core/risk/course.ts'
import { INPUTS, type Input, type InputName } from '../../core/risk/inputs.ts'
import type { LossPart } from '../../core/risk/loss.ts'
import { estimateForm, estimateOf, figure, inputForm, inputOf, text, type SaidInput } from './estimate.ts'
import { INPUT_KEYS } from '../../core/risk/keys.ts'

const FORMS = [
  'productivity',
  'response',
  'replacement',
  'fines and judgments',
  'competitive advantage',
  'reputation',
  'all forms',
] as const

const forbids = z.enum(['shipping it exploitable', 'shipping the vulnerable code', 'limited regression'])
const told = { reason: text, source: text }

/** What a profile and a case have in common, as it stands in a file. */
export const figuresForm = z.strictObject({
  /** Who answers for every figure that does not say so itself. */
  by: text,
  inputs: z
    .strictObject(Object.fromEntries([...INPUT_KEYS.keys()].map((key) => [key, inputForm.optional()])))
    .optional(),
  loss: z
    .array(
      z.strictObject({
        id: text,
        form: z.enum(FORMS).optional(),
        amount: estimateForm,
        units: z.strictObject({ what: z.enum(['records', 'people', 'hours', 'contracts']), count: figure }).optional(),
        secondary_chance: estimateForm.optional(),
        cap: figure.optional(),
      }),
    )
    .min(1)
    .optional(),
  milestones: z.array(z.strictObject({ name: text, after_days: figure, amount: figure })).optional(),
  constraints: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.enum(['law', 'safety']), forbids, ...told }),
        z.strictObject({ kind: z.enum(['policy', 'contract']), forbids, ...told, exception_by: text.optional() }),
        z.strictObject({
          kind: z.literal('tolerance'),
          amount: figure,
          chance: figure,
          source: text,
          exception_by: text.optional(),
        }),
      ]),
    )
    .optional(),
  outsiders: z.strictObject({ people_per_event: estimateForm, harm: text }).optional(),
})

type Said = z.infer<typeof figuresForm>

/** What was said, in the terms of the core; what was not said is not there. */
export interface Figures {
  readonly inputs: Readonly<Partial<Record<InputName, Input>>>
  readonly loss?: readonly LossPart[]
  readonly milestones: readonly Milestone[]
  readonly constraints: readonly Constraint[]
  readonly outsiders?: Outsiders
}

export function figuresOf(said: Said): Figures {
  return {
    inputs: inputsOf(said),
    ...(said.loss && { loss: said.loss.map((part) => partOf(part, said.by)) }),
    milestones: (said.milestones ?? []).map(({ name, after_days: afterDays, amount }) => ({ name, afterDays, amount })),
    constraints: (said.constraints ?? []).map(constraintOf),
    ...(said.outsiders && {
      outsiders: {
        peoplePerEvent: estimateOf(said.outsiders.people_per_event, 'count', said.by),
        harm: said.outsiders.harm,
      },
    }),
  }
}

const inputsOf = ({ inputs = {}, by }: Said): Figures['inputs'] =>
  Object.fromEntries(
    Object.entries(inputs as Readonly<Record<string, SaidInput | undefined>>).flatMap(([key, said]) => {
      const name = INPUT_KEYS.get(key)
      return name && said !== undefined ? [[name, inputOf(said, INPUTS[name].domain, by)]] : []
    }),
  )

function partOf(said: NonNullable<Said['loss']>[number], by: string): LossPart {
  const { id, form = 'all forms', amount, units, secondary_chance: chance, cap } = said
  return {
    id,
    form,
    amount: estimateOf(amount, 'money', by),
    ...(units && { units }),
    ...(chance !== undefined && { secondaryChance: estimateOf(chance, 'probability', by) }),
    ...(cap !== undefined && { cap }),
  }
}

function constraintOf(said: NonNullable<Said['constraints']>[number]): Constraint {
  if (!('exception_by' in said)) return said as Constraint
  const { exception_by: exceptionBy, ...rule } = said
  return { ...rule, ...(exceptionBy !== undefined && { exceptionBy }) } as Constraint
}

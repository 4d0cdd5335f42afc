import * as z from 'zod'

const text = z.string().min(1).max(400)
const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@+:-]{0,99}$/, 'Use letters, digits, dots and dashes.')
/** NaN passes here: the core says of each number what is wrong with it. */
const figure = z.custom<number>((value) => typeof value === 'number', 'Give a plain number of working hours.')

const points = z.strictObject({ low: figure, likely: figure, high: figure, by: id.optional() })

const task = z.strictObject({
  id,
  title: text.optional(),
  /** Working hours of one person; two estimates where the scope of the regression test makes the difference. */
  hours: z.union([points, z.strictObject({ full: points, limited: points })]),
  who: z.union([id, z.array(id).min(1)]),
  after: z.array(id).default([]),
  not_before: text.optional(),
  progress: z.strictObject({ started: text, by: id, finished: text.optional() }).optional(),
})

/** When people work, and what is to be done. Without tasks, it says of a case's plan who works when. */
export const planForm = z.strictObject({
  schema: z.literal('holdpoint/plan/v1'),
  title: text.optional(),
  /** Who answers for every estimate that does not say so itself. */
  by: id,
  /** In which times are shown. */
  zone: text.default('UTC'),
  /** The date that was promised. */
  planned: text.optional(),
  calendars: z.record(
    z.string(),
    z.strictObject({ zone: text, hours: z.array(text), holidays: z.array(text).default([]) }),
  ),
  people: z.record(
    id,
    z.strictObject({ calendar: text, off: z.array(text).default([]), extra: z.array(text).default([]) }),
  ),
  tasks: z.array(task).optional(),
  regression: z.enum(['full', 'limited']).default('full'),
  overrun: z
    .union([
      z.literal('default'),
      z.strictObject({ history: z.array(figure).min(1) }),
      z.strictObject({ factor: figure, by: id.optional() }),
    ])
    .default('default'),
  displaces: z
    .array(
      z.strictObject({
        work: text,
        owner: id,
        person: id,
        agreed: z.strictObject({ by: id, at: text }).optional(),
      }),
    )
    .default([]),
})

export type SaidPlan = z.infer<typeof planForm>

import type { Made } from '../../case/case.ts'
import type { Details } from '../../case/event.ts'
import type { Money } from '../../money.ts'
import { FIX_FIRST, halts, OPTIONS, optionOf, shipsExploitable } from '../../risk/options.ts'
import { known, missing, type Fact, type Source } from '../fact.ts'
import { entry, name, term, type Material } from '../material.ts'
import type { TermKey } from '../english/terms.ts'

/** A way out, as the last kept comparison has it. */
export interface OptionFacts {
  readonly id: string
  readonly label: Fact
  readonly cost: Fact
  readonly average: Fact
  readonly bad: Fact
  /** Minor units; absent where it was not computed. */
  readonly expected?: number
  readonly badDay?: number
  /** The weakness is in what is shipped: somebody has to accept that. */
  readonly shipsRisk: boolean
  /** And people could reach it there. */
  readonly inReach: boolean
}

export interface Price {
  readonly rows: readonly OptionFacts[]
  /** The lowest expected cost. */
  readonly best: OptionFacts
  readonly second?: OptionFacts
  readonly fixFirst?: OptionFacts
  readonly currency: string
  readonly of: (...ids: readonly string[]) => OptionFacts | undefined
  /** What `a` costs above `b` on average; negative amounts are turned round by whoever asks. */
  readonly gap: (a: OptionFacts, b: OptionFacts) => Fact
  readonly computedAt: Fact
}

const WHO = ['product-manager', 'security-manager'] as const

export function moneyFacts({ state }: Material): { readonly price?: Price; readonly noPrice: Fact } {
  const noPrice = missing('cost', ...WHO)
  const last = state.options.at(-1)
  if (!last) return { noPrice }
  const source = computed(last)
  const rows = last.options
    .map((option, i) => optionFacts(option, i, source, last))
    .toSorted((a, b) => (a.expected ?? Infinity) - (b.expected ?? Infinity))
  const priced = rows.filter(({ expected }) => expected !== undefined)
  const [best, second] = priced
  const currencies = new Set(
    last.options.flatMap(({ expected, p95 }) => [expected, p95]).flatMap((m) => m?.currency ?? []),
  )
  if (!best || currencies.size !== 1) return { noPrice }
  const currency = [...currencies][0]!
  const of = (...ids: readonly string[]) => ids.flatMap((id) => priced.find((row) => row.id === id) ?? [])[0]
  const fixFirst = of(FIX_FIRST)
  return {
    noPrice,
    price: {
      rows,
      best,
      ...(second && { second }),
      ...(fixFirst && { fixFirst }),
      currency,
      of,
      gap: (a, b) => {
        const minor = Math.abs(a.expected! - b.expected!)
        const money = { minor, currency } as Money
        return known(`option.gap.${[a.id, b.id].sort().join('.')}`, { kind: 'money', money }, source)
      },
      computedAt: known('option.computed-at', { kind: 'instant', at: last.at }, source),
    },
  }
}

type Computed = Made & Details<'options_computed'>

const computed = ({ n, at, seed, program, inputs }: Computed): Source => ({
  kind: 'computation',
  n,
  program,
  seed,
  inputs,
  at,
})

const KNOWN_OPTIONS: ReadonlySet<string> = new Set(OPTIONS.map(({ id }) => id))

function optionFacts(row: Computed['options'][number], i: number, source: Source, made: Computed): OptionFacts {
  const { option: id, expected, p95 } = row
  const fact = `option.${KNOWN_OPTIONS.has(id) ? id : i}`
  const option = optionOf(id)
  return {
    id,
    label: option
      ? term(`${fact}.label`, `option.${id}` as TermKey, { kind: 'default' })
      : name(`${fact}.label`, id, entry(made)),
    cost: expected
      ? known(
          `${fact}.cost`,
          { kind: 'cost', expected, ...(p95?.currency === expected.currency && { badDay: p95 }) },
          source,
        )
      : missing('cost', ...WHO),
    average: expected ? known(`${fact}.average`, { kind: 'money', money: expected }, source) : missing('cost', ...WHO),
    bad: p95 ? known(`${fact}.bad-day`, { kind: 'money', money: p95 }, source) : missing('cost', ...WHO),
    ...(expected && { expected: expected.minor }),
    ...(p95 && { badDay: p95.minor }),
    shipsRisk: option ? !halts(option) : true,
    inReach: option ? shipsExploitable(option) : true,
  }
}

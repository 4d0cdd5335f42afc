import type { Made } from '../../case/case.ts'
import type { Details } from '../../case/event.ts'
import { decimalsOf, type Money } from '../../money.ts'
import { mean, quantile } from '../../risk/distribution.ts'
import { FIX_FIRST, halts, OPTIONS, optionOf, shipsExploitable } from '../../risk/options.ts'
import { known, missing, type Fact, type Source } from '../fact.ts'
import { name, term, type Computed, type Material } from '../material.ts'
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
  /** Law, policy, contract or tolerance take it off the table; it is shown all the same. */
  readonly dropped: boolean
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
  /** The likelihood of an attack within thirty days above which correcting first costs less than `against`. */
  readonly breakEven?: Fact
  readonly against?: Fact
  readonly belief?: Fact
}

const WHO = ['product-manager', 'security-manager'] as const

export function moneyFacts(material: Material): { readonly price?: Price; readonly noPrice: Fact } {
  const noPrice = missing('cost', ...WHO)
  const table = material.computed ? computedNow(material.computed, material) : keptLast(material)
  if (!table) return { noPrice }
  const { source } = table
  const rows = table.rows
    .map((row, i) => optionFacts(row, i, source))
    .toSorted((a, b) => Number(a.dropped) - Number(b.dropped) || (a.expected ?? Infinity) - (b.expected ?? Infinity))
  const priced = rows.filter(({ expected }) => expected !== undefined)
  const [best, second] = priced.filter(({ dropped }) => !dropped)
  const currencies = new Set(
    table.rows.flatMap(({ expected, p95 }) => [expected, p95]).flatMap((m) => m?.currency ?? []),
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
      ...(material.computed && outlookFacts(material.computed, source, material)),
    },
  }
}

interface Row {
  readonly option: string
  readonly expected?: Money | undefined
  readonly p95?: Money | undefined
  readonly dropped?: boolean
}
interface Table {
  readonly source: Source
  readonly rows: readonly Row[]
}

function keptLast({ state }: Material): Table | undefined {
  const last = state.options.at(-1)
  return last && { source: computed(last), rows: last.options }
}

function computedNow({ compare, inputs, program }: Computed, { now: at, registered }: Material): Table {
  const comparison = compare()
  const money = (amount: number): Money => ({
    minor: Math.round(amount * 10 ** decimalsOf(comparison.currency)),
    currency: comparison.currency,
  })
  return {
    source: {
      kind: 'computation',
      program,
      seed: comparison.seed,
      inputs,
      at,
      draws: comparison.iterations,
      ...(registered && { registered }),
    },
    rows: comparison.options.map(({ id, expectedCost, p95, dropped }) => ({
      option: id,
      expected: money(expectedCost),
      p95: money(p95),
      dropped: dropped.length > 0,
    })),
  }
}

/** From which likelihood of an attack correcting first pays, against the best way out that ships the weakness; and what is believed. */
function outlookFacts(
  { compare, risk }: Computed,
  source: Source,
  { profile, registered }: Material,
): Pick<Price, 'breakEven' | 'belief' | 'against'> {
  const rival = compare()
    .options.filter(
      ({ versusFixFirst, halts, dropped }) => versusFixFirst?.breakEven.kind === 'at' && !halts && dropped.length === 0,
    )
    .toSorted((a, b) => a.expectedCost - b.expectedCost)[0]
  const even = rival?.versusFixFirst?.breakEven
  const input = risk.inputs.attackChance30Days
  if (!rival || even?.kind !== 'at' || !input || even.above !== FIX_FIRST) return {}
  const [low, high] = [quantile(input.value, 0.05), quantile(input.value, 0.95)]
  const given: Source = {
    kind: 'given',
    by: input.by,
    ...(input.source !== undefined && { source: input.source }),
    ...(registered && input === profile?.inputs.attackChance30Days && { registered }),
  }
  return {
    breakEven: known('option.break-even', { kind: 'chance', p: even.value }, source),
    belief: known('input.attack-chance', { kind: 'chance', p: mean(input.value), low, high }, given),
    against: known('option.break-even.against', { kind: 'term', key: `option.${rival.id}` as TermKey }, source),
  }
}

type Kept = Made & Details<'options_computed'>

const computed = ({ n, at, seed, program, inputs }: Kept): Source => ({
  kind: 'computation',
  n,
  program,
  seed,
  inputs,
  at,
})

const KNOWN_OPTIONS: ReadonlySet<string> = new Set(OPTIONS.map(({ id }) => id))

function optionFacts(row: Row, i: number, source: Source): OptionFacts {
  const { option: id, expected, p95, dropped = false } = row
  const fact = `option.${KNOWN_OPTIONS.has(id) ? id : i}`
  const option = optionOf(id)
  return {
    id,
    label: option
      ? term(`${fact}.label`, `option.${id}` as TermKey, { kind: 'default' })
      : name(`${fact}.label`, id, source),
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
    dropped,
    inReach: option ? shipsExploitable(option) : true,
  }
}
